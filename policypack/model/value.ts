import { z } from "zod";
import { isJson, isJsonArray, isJsonObject, type Json, type JsonObject } from "./json";

/** A plain walk: a recursive union of schemas takes most of the time of reading a large state. */
export const jsonSchema = z.custom<Json>(isJson, "not JSON");

export const jsonObjectSchema = z.custom<JsonObject>((value) => isJson(value) && isJsonObject(value), "not a JSON object");

/** Stands for a secret: the digest is keyed, so that a rotation shows and nobody can guess the value from it. */
export const maskedSchema = z.strictObject({ secret: z.literal(true), digest: z.string() }).readonly();
export type Masked = z.infer<typeof maskedSchema>;

export function isMasked(value: unknown): value is Masked {
  if (typeof value !== "object" || value === null || Object.keys(value).length !== 2) return false;
  return "secret" in value && value.secret === true && "digest" in value && typeof value.digest === "string";
}

/** Is anything in it masked? It can be compared with nothing then. */
export function hidesAnything(value: Json | undefined): boolean {
  if (isMasked(value)) return true;
  if (isJsonArray(value)) return value.some(hidesAnything);
  return isJsonObject(value) && Object.values(value).some(hidesAnything);
}
