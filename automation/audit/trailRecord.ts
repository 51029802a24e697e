import { z } from "zod";
import { jsonObjectSchema, jsonSchema, type AuditSource } from "../../policypack/model";

const text = z.string().optional().catch(undefined);

/**
 * CloudTrail's `userIdentity`. Fields that are missing or of the wrong type are absent, never an error:
 * one odd record must not hide the others.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export const userIdentitySchema = z
  .object({
    type: text,
    principalId: text,
    arn: text,
    accountId: text,
    accessKeyId: text,
    userName: text,
    invokedBy: text,
    identityProvider: text,
    credentialId: text,
    onBehalfOf: z.object({ userId: text, identityStoreArn: text }).optional().catch(undefined),
    sessionContext: z
      .object({
        sessionIssuer: z
          .object({ type: text, principalId: text, arn: text, accountId: text, userName: text })
          .optional()
          .catch(undefined),
        attributes: z.object({ creationDate: text, mfaAuthenticated: text }).optional().catch(undefined),
        webIdFederationData: z.object({ federatedProvider: text, attributes: jsonSchema.optional() }).optional().catch(undefined),
        sourceIdentity: text,
        /** Which instance metadata service handed the session out: only an instance's session has it. */
        ec2RoleDelivery: text,
        /** "true" of the short root session that `AssumeRoot` opens in a member account. */
        assumedRoot: text,
      })
      .optional()
      .catch(undefined),
  })
  .readonly();
export type UserIdentity = z.infer<typeof userIdentitySchema>;

/**
 * One CloudTrail record, parsed once where it is read. `requestParameters` and `responseElements` are kept raw,
 * secrets and all: `attribute` masks what goes into a report.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export const trailRecordSchema = z
  .object({
    eventID: z.string(),
    eventTime: z.string(),
    eventSource: z.string(),
    eventName: z.string(),
    awsRegion: text,
    recipientAccountId: text,
    sourceIPAddress: text,
    userAgent: text,
    errorCode: text,
    errorMessage: text,
    readOnly: z
      .union([z.boolean(), z.enum(["true", "false"]).transform((word) => word === "true")])
      .optional()
      .catch(undefined),
    eventType: text,
    eventCategory: text,
    managementEvent: z.boolean().optional().catch(undefined),
    sharedEventID: text,
    // A string in AWS's own files; collectors make it a boolean.
    sessionCredentialFromConsole: z
      .union([z.string(), z.boolean().transform(String)])
      .optional()
      .catch(undefined),
    userIdentity: userIdentitySchema.default({}).catch({}),
    requestParameters: jsonObjectSchema.nullish().catch(undefined),
    responseElements: jsonObjectSchema.nullish().catch(undefined),
    resources: z
      .array(z.object({ ARN: text, accountId: text, type: text }).readonly())
      .optional()
      .catch(undefined),
  })
  .readonly();
export type CloudTrailRecord = z.infer<typeof trailRecordSchema>;

/** A record and where it was found. */
export interface TrailRecord {
  readonly record: CloudTrailRecord;
  readonly source: AuditSource;
  /** File (and position in it) or API: where the original lies. */
  readonly location: string;
  /** sha256 of the record's JSON text as it was read. */
  readonly sha256: string;
  /** The file that it stands in is one that CloudTrail signed. */
  readonly verified?: true;
}
