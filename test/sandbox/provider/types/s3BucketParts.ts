import type { Grant, S3 } from "@aws-sdk/client-s3";
import { documentOutput } from "../policyDocument";
import { absentAs } from "../resourceType";
import { present } from "../values";
import type { Plain, PlainValues } from "../values";
import { encryptionRule } from "./s3BucketServerSideEncryptionConfiguration";
import { bucketRule } from "./s3LifecycleRules";

/**
 * Since v7 the parts that have resources of their own (policy, versioning, …) are outputs of the bucket, which nobody
 * declares there; the provider reads them all, one call each.
 * @param policy as it is recorded, to keep its spelling
 */
export async function readParts(s3: S3, Bucket: string, policy: Plain | undefined): Promise<PlainValues> {
  const [accelerate, acl, cors, encryption, lifecycle, logging, lock, document, payment, replication, versioning, website] = await Promise.all([
    s3.getBucketAccelerateConfiguration({ Bucket }),
    s3.getBucketAcl({ Bucket }),
    absentAs({ CORSRules: [] }, ["NoSuchCORSConfiguration"], s3.getBucketCors({ Bucket })),
    s3.getBucketEncryption({ Bucket }),
    absentAs({ Rules: [] }, ["NoSuchLifecycleConfiguration"], s3.getBucketLifecycleConfiguration({ Bucket })),
    s3.getBucketLogging({ Bucket }),
    absentAs({ ObjectLockConfiguration: undefined }, ["ObjectLockConfigurationNotFoundError"], s3.getObjectLockConfiguration({ Bucket })),
    absentAs({ Policy: undefined }, ["NoSuchBucketPolicy"], s3.getBucketPolicy({ Bucket })),
    s3.getBucketRequestPayment({ Bucket }),
    absentAs({ ReplicationConfiguration: undefined }, ["ReplicationConfigurationNotFoundError"], s3.getBucketReplication({ Bucket })),
    s3.getBucketVersioning({ Bucket }),
    absentAs({ IndexDocument: undefined, ErrorDocument: undefined }, ["NoSuchWebsiteConfiguration"], s3.getBucketWebsite({ Bucket })),
  ]);
  const [encryptionRuleOfBucket] = encryption.ServerSideEncryptionConfiguration?.Rules ?? [];
  const { LoggingEnabled: log } = logging;
  const { ObjectLockConfiguration: objectLock } = lock;
  const retention = objectLock?.Rule?.DefaultRetention;
  return present({
    accelerationStatus: accelerate.Status ?? "",
    corsRules: (cors.CORSRules ?? []).map((rule) =>
      present({
        allowedHeaders: rule.AllowedHeaders,
        allowedMethods: rule.AllowedMethods ?? [],
        allowedOrigins: rule.AllowedOrigins ?? [],
        exposeHeaders: rule.ExposeHeaders,
        maxAgeSeconds: rule.MaxAgeSeconds,
      }),
    ),
    grants: grantsOf(acl.Grants ?? []),
    lifecycleRules: (lifecycle.Rules ?? []).map(bucketRule),
    logging: log && { targetBucket: log.TargetBucket ?? "", targetPrefix: log.TargetPrefix ?? "" },
    objectLockConfiguration:
      objectLock &&
      present({
        objectLockEnabled: objectLock.ObjectLockEnabled,
        rule: retention && { defaultRetention: present({ days: retention.Days, mode: retention.Mode, years: retention.Years }) },
      }),
    objectLockEnabled: objectLock?.ObjectLockEnabled === "Enabled",
    policy: documentOutput(document.Policy, policy),
    replicationConfiguration:
      replication.ReplicationConfiguration &&
      present({
        role: replication.ReplicationConfiguration.Role,
        rules: (replication.ReplicationConfiguration.Rules ?? []).map((rule) => present({ id: rule.ID, priority: rule.Priority, status: rule.Status })),
      }),
    requestPayer: payment.Payer ?? "BucketOwner",
    serverSideEncryptionConfiguration: encryptionRuleOfBucket && { rule: encryptionRule(encryptionRuleOfBucket) },
    versioning: { enabled: versioning.Status === "Enabled", mfaDelete: versioning.MFADelete === "Enabled" },
    website:
      website.IndexDocument &&
      present({ errorDocument: website.ErrorDocument?.Key, indexDocument: website.IndexDocument.Suffix }),
  });
}

/** One for each grantee, with all that it may. */
function grantsOf(grants: readonly Grant[]): readonly PlainValues[] {
  const nameOf = ({ Grantee: grantee }: Grant) => [grantee?.Type, grantee?.ID, grantee?.URI].join(" ");
  return [...new Map(grants.map((grant) => [nameOf(grant), grant]))].map(([name, { Grantee: grantee }]) => ({
    id: grantee?.ID ?? "",
    permissions: grants.filter((grant) => nameOf(grant) === name).map(({ Permission: permission = "" }) => permission).sort(),
    type: grantee?.Type ?? "",
    uri: grantee?.URI ?? "",
  }));
}
