import { z } from "zod";

const ROLE = /^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;

// What LookupEvents has: a source that is to go further back says so, because each day costs requests.
const DAYS = 90;

const s3SourceSchema = z
  .strictObject({
    bucket: z.string().min(3),
    /** Before `AWSLogs`. */
    prefix: z.string().min(1).optional(),
    /** Of an organisation's trail. */
    organization: z.string().regex(/^o-[a-z0-9]{10,32}$/, { error: "expected an organisation's id, such as o-exampleorgid" }).optional(),
    /** That may read the bucket; without one the credentials that the SDK finds are used. */
    role: z.string().regex(ROLE, { error: "expected a role's ARN, such as arn:aws:iam::111122223333:role/trail-reader" }).optional(),
    externalId: z.string().regex(/^[\w+=,.@:/-]{2,1224}$/, { error: "expected 2 to 1224 letters, digits and +=,.@:/-" }).optional(),
    /** The bucket's; found out where it is not said. */
    region: z.string().min(1).optional(),
    /** How far back it is read at most. */
    days: z.int().min(1).max(3_650).default(DAYS),
    /** Proves by CloudTrail's signed digests that the files are as they were delivered, and none is missing. */
    verifyDigests: z.boolean().default(false),
  })
  .readonly();
/** A trail's bucket. */
export type S3Source = z.infer<typeof s3SourceSchema>;

const sourceSchema = z
  .strictObject({
    /** CloudTrail's event history: 90 days of the account whose credentials are used. */
    lookupEvents: z.strictObject({}).readonly().optional(),
    s3: s3SourceSchema.optional(),
    /** Trail files of this machine, relative to the config file. */
    folder: z.string().min(1).optional(),
  })
  .refine((source) => Object.values(source).filter((value) => value !== undefined).length === 1, { error: "expected one of lookupEvents, s3 and folder" })
  .readonly();
export type AuditSourceSetting = z.infer<typeof sourceSchema>;

/** Asked in this order: what one cannot explain, the next one may. */
export const auditSourcesSchema = z.array(sourceSchema).readonly().default([{ lookupEvents: {} }]);
