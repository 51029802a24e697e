import { z } from "zod";
import type { Json, JsonObject } from "./json";

export const jsonSchema: z.ZodType<Json> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(jsonSchema), z.record(z.string(), jsonSchema)]),
);

export const jsonObjectSchema: z.ZodType<JsonObject> = z.record(z.string(), jsonSchema);

/** Stands for a secret: the digest is keyed, so that a rotation shows and nobody can guess the value from it. */
export const maskedSchema = z.strictObject({ secret: z.literal(true), digest: z.string() }).readonly();
export type Masked = z.infer<typeof maskedSchema>;

/** A value as it may be shown: JSON in which every secret is a `Masked`. */
export type Shown = Json;

export function isMasked(value: unknown): value is Masked {
  return maskedSchema.safeParse(value).success;
}
