import type { LifecycleRule, LoggingEnabled, ServerSideEncryptionRule } from "@aws-sdk/client-s3";
import * as aws from "@pulumi/aws";
import type { OutOfBandChange, TypeCase } from "./case";
import { bucketOf, part, removeBucket } from "./s3Part";

/** The call replaces all rules. */
function lifecycle(change: (rules: readonly LifecycleRule[]) => LifecycleRule[], seen: OutOfBandChange["seen"]): OutOfBandChange {
  return {
    property: "rules",
    operation: "s3:PutBucketLifecycle",
    make: async (services, { id }) => {
      const s3 = await services.s3();
      const { Rules: rules = [] } = await s3.getBucketLifecycleConfiguration({ Bucket: id });
      return s3.putBucketLifecycleConfiguration({ Bucket: id, LifecycleConfiguration: { Rules: change(rules) } });
    },
    seen,
  };
}

function only(id: string, changed: (rule: LifecycleRule) => Partial<LifecycleRule>) {
  return (rules: readonly LifecycleRule[]) => rules.map((rule) => (rule.ID === id ? { ...rule, ...changed(rule) } : rule));
}

function encryption(rule: ServerSideEncryptionRule, seen: OutOfBandChange["seen"]): OutOfBandChange {
  return {
    property: "rules",
    operation: "s3:PutBucketEncryption",
    make: async (services, { id }) =>
      (await services.s3()).putBucketEncryption({ Bucket: id, ServerSideEncryptionConfiguration: { Rules: [rule] } }),
    seen,
  };
}

function logging(changed: Partial<LoggingEnabled>, [property, seen]: readonly [string, OutOfBandChange["seen"]]): OutOfBandChange {
  return {
    property,
    operation: "s3:PutBucketLogging",
    make: async (services, { id }) => {
      const s3 = await services.s3();
      const { LoggingEnabled: { TargetBucket, TargetPrefix, ...live } = { TargetBucket: "", TargetPrefix: "" } } = await s3.getBucketLogging({ Bucket: id });
      return s3.putBucketLogging({ Bucket: id, BucketLoggingStatus: { LoggingEnabled: { TargetBucket, TargetPrefix, ...live, ...changed } } });
    },
    seen,
  };
}

const KMS_KEY = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const BY_DEFAULT = "rules[0].applyServerSideEncryptionByDefault";

export const s3Configurations: readonly TypeCase[] = [
  {
    token: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    name: "lifecycle",
    declare: (name) =>
      new aws.s3.BucketLifecycleConfiguration(name, {
        bucket: bucketOf(name).id,
        rules: [
          {
            id: "expire",
            status: "Enabled",
            filter: { and: { prefix: "logs/", objectSizeGreaterThan: 1024, tags: { tier: "cold" } } },
            expiration: { days: 90 },
            transitions: [{ days: 30, storageClass: "STANDARD_IA" }],
            noncurrentVersionExpiration: { noncurrentDays: 10, newerNoncurrentVersions: 2 },
            noncurrentVersionTransitions: [{ noncurrentDays: 5, storageClass: "GLACIER" }],
          },
          { id: "abort", status: "Enabled", filter: { prefix: "tmp/" }, abortIncompleteMultipartUpload: { daysAfterInitiation: 3 } },
        ],
      }),
    fixed: part,
    changes: [
      lifecycle(only("expire", () => ({ Expiration: { Days: 365 } })), { "rules[0].expiration.days": "update" }),
      lifecycle(
        only("expire", ({ Filter: filter }) => ({ Filter: { And: { ...filter?.And, Tags: [{ Key: "tier", Value: "hot" }] } } })),
        { "rules[0].filter.and.tags.tier": "update" },
      ),
      lifecycle(
        only("expire", () => ({ Transitions: [{ Days: 60, StorageClass: "STANDARD_IA" }] })),
        { "rules[0].transitions[0].days": "update" },
      ),
      lifecycle(only("abort", () => ({ Status: "Disabled" })), { "rules[1].status": "update" }),
      lifecycle((rules) => rules.slice(0, 1), { "rules[1]": "delete" }),
      lifecycle(
        (rules) => [...rules, { ID: "everything", Status: "Enabled", Filter: { Prefix: "" }, Expiration: { Days: 1 } }],
        { "rules[2]": "add" },
      ),
    ],
    remove: async (services, { id }) => (await services.s3()).deleteBucketLifecycle({ Bucket: id }),
  },
  {
    token: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    name: "encryption",
    declare: (name) =>
      new aws.s3.BucketServerSideEncryptionConfiguration(name, {
        bucket: bucketOf(name).id,
        rules: [
          {
            applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: KMS_KEY },
            blockedEncryptionTypes: ["SSE-C"],
            bucketKeyEnabled: true,
          },
        ],
      }),
    fixed: part,
    changes: [
      encryption(
        {
          ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: KMS_KEY },
          BlockedEncryptionTypes: { EncryptionType: ["SSE-C"] },
          BucketKeyEnabled: false,
        },
        { "rules[0].bucketKeyEnabled": "update" },
      ),
      encryption(
        {
          ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: KMS_KEY },
          BlockedEncryptionTypes: { EncryptionType: ["NONE"] },
          BucketKeyEnabled: true,
        },
        { "rules[0].blockedEncryptionTypes[0]": "update" },
      ),
      {
        property: "rules",
        operation: "s3:DeleteBucketEncryption",
        make: async (services, { id }) => (await services.s3()).deleteBucketEncryption({ Bucket: id }),
        // S3's own default comes back.
        seen: {
          [`${BY_DEFAULT}.kmsMasterKeyId`]: "update", [`${BY_DEFAULT}.sseAlgorithm`]: "update",
          "rules[0].blockedEncryptionTypes[0]": "delete", "rules[0].bucketKeyEnabled": "update",
        },
      },
    ],
    remove: removeBucket,
  },
  {
    token: "aws:s3/bucketLogging:BucketLogging",
    name: "logging",
    declare: (name) => {
      bucketOf(name, "elsewhere");
      return new aws.s3.BucketLogging(name, {
        bucket: bucketOf(name).id,
        targetBucket: bucketOf(name, "logs").id,
        targetPrefix: "access/",
        targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: "EventTime" } },
      });
    },
    fixed: part,
    changes: [
      logging({ TargetBucket: "case-logging-elsewhere" }, ["targetBucket", { targetBucket: "update" }]),
      logging({ TargetPrefix: "other/" }, ["targetPrefix", { targetPrefix: "update" }]),
      logging(
        { TargetObjectKeyFormat: { PartitionedPrefix: { PartitionDateSource: "DeliveryTime" } } },
        ["targetObjectKeyFormat", { "targetObjectKeyFormat.partitionedPrefix.partitionDateSource": "update" }],
      ),
    ],
    remove: async (services, { id }) => (await services.s3()).putBucketLogging({ Bucket: id, BucketLoggingStatus: {} }),
  },
];
