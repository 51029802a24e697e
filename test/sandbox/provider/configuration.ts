import { z } from "zod";
import type { PlainValues } from "./values";

/** In provider inputs everything that is not a string is JSON in a string. */
function encoded<Output>(schema: z.ZodType<Output>): z.ZodType<Output> {
  return z.preprocess((value): unknown => (typeof value === "string" && value !== "" ? JSON.parse(value) : value), schema);
}

const configuration = z.object({
  region: z.string().optional(),
  profile: z.string().optional(),
  accessKey: z.string().optional(),
  secretKey: z.string().optional(),
  token: z.string().optional(),
  endpoints: encoded(z.array(z.record(z.string(), z.string())).default([])),
  assumeRoles: encoded(
    z.array(z.object({ roleArn: z.string(), sessionName: z.string().optional(), externalId: z.string().optional() })).default([]),
  ),
  defaultTags: encoded(z.object({ tags: z.record(z.string(), z.string()).default({}) }).default({ tags: {} })),
  ignoreTags: encoded(
    z.object({ keys: z.array(z.string()).default([]), keyPrefixes: z.array(z.string()).default([]) }).default({ keys: [], keyPrefixes: [] }),
  ),
  allowedAccountIds: encoded(z.array(z.string()).default([])),
  forbiddenAccountIds: encoded(z.array(z.string()).default([])),
  skipCredentialsValidation: encoded(z.boolean().default(false)),
  skipRequestingAccountId: encoded(z.boolean().default(false)),
  s3UsePathStyle: encoded(z.boolean().default(false)),
});

/** The provider's settings that this stand-in honours; it accepts the others and passes over them. */
export type Configuration = z.infer<typeof configuration>;

/** @throws ZodError naming the setting that is wrong */
export function parseConfiguration(inputs: PlainValues): Configuration {
  return configuration.parse(inputs);
}

/** Is a tag none of the provider's business? */
export function isIgnoredTag({ ignoreTags: { keys, keyPrefixes } }: Pick<Configuration, "ignoreTags">, key: string): boolean {
  return keys.includes(key) || keyPrefixes.some((prefix) => key.startsWith(prefix));
}
