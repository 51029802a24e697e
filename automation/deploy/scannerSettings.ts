import { z } from "zod";

// Any account, and nothing else that is left open: each of these roles says itself whom it trusts.
const ROLE = /^arn:aws(-[a-z]+)*:iam::(\d{12}|\*):role\/[\w+=,.@/-]+$/;

const settingsSchema = z
  .strictObject({
    /** Where CloudTrail delivers files, if whodrift is to read them. */
    trail: z
      .strictObject({
        bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, { error: "expected a bucket's name" }),
        /** Before `AWSLogs`. */
        prefix: z.string().regex(/^[\w!.()/-]*[\w!.()-]$/, { error: "expected a prefix without wildcards and without a slash at its end" }).optional(),
        /** The KMS key that encrypts the files. */
        key: z.string().regex(/^arn:aws(-[a-z]+)*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/, { error: "expected a key's ARN" }).optional(),
      })
      .optional(),
    /** The `scanRole` and `auditRole` of other accounts, and the role that reads a trail's bucket. */
    assumeRoles: z.array(z.string().regex(ROLE, { error: "expected a role's ARN, such as arn:aws:iam::*:role/whodrift-scan" })).optional(),
    /** Attaches AWS's managed `SecurityAudit`, for types that have no row. */
    securityAudit: z.boolean().optional(),
  })
  .readonly();
/** What of the policy depends on the estate. */
export type ScannerSettings = z.infer<typeof settingsSchema>;

/**
 * @param configured the JSON of an object, as Pulumi keeps it
 * @returns what is meant, or what is wrong with it
 */
export function parseScannerSettings(configured: string | undefined): ScannerSettings | { readonly wrong: string } {
  if (configured === undefined) return {};
  const parsed = settingsSchema.safeParse(jsonOf(configured));
  return parsed.success ? parsed.data : { wrong: parsed.error.issues.map(({ path, message }) => `${["whodrift:scanner", ...path].join(".")}: ${message}`).join("\n") };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
