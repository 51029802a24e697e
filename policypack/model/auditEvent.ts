import { z } from "zod";
import { jsonSchema } from "./value";

/** Where an event was read: an API, or a file of a trail. */
export const auditSourceSchema = z.enum(["lookup-events", "trail-files"]);
export type AuditSource = z.infer<typeof auditSourceSchema>;

/** One call, as the audit trail recorded it, with secrets masked. Names are CloudTrail's. */
export const auditEventSchema = z
  .strictObject({
    id: z.string(),
    /** ISO 8601, UTC. */
    time: z.iso.datetime({ offset: true }),
    source: auditSourceSchema,
    /** CloudTrail's `eventSource`, as `ec2.amazonaws.com`. */
    service: z.string(),
    /** CloudTrail's `eventName` without the API version that some services append. */
    operation: z.string(),
    account: z.string().optional(),
    region: z.string().optional(),
    /** ARN, or the principal id where CloudTrail gives no ARN. */
    principal: z.string(),
    error: z.string().optional(),
    request: jsonSchema.optional(),
    response: jsonSchema.optional(),
    /** The event in the AWS console. */
    url: z.string().optional(),
    /** Where the original lies, and what it was; verified where CloudTrail's signature proves that it is still what it was. */
    record: z.strictObject({ location: z.string(), sha256: z.string(), verified: z.literal(true).optional() }).readonly().optional(),
  })
  .readonly();
export type AuditEvent = z.infer<typeof auditEventSchema>;
