import type { CloudTrailRecord } from "../../sandbox/aws";

/**
 * S3 authorizes some calls under another name than the one it records.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html and
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
 */
const S3_ACTIONS: Readonly<Record<string, string>> = {
  GetBucketAccelerateConfiguration: "GetAccelerateConfiguration",
  GetBucketCors: "GetBucketCORS",
  GetBucketEncryption: "GetEncryptionConfiguration",
  GetBucketLifecycle: "GetLifecycleConfiguration",
  GetBucketReplication: "GetReplicationConfiguration",
};

/** `iam:GetRole`: the right that the recorded call needed. */
export function actionOf({ eventSource, eventName }: CloudTrailRecord): string {
  const service = eventSource.slice(0, eventSource.indexOf("."));
  // Lambda records the version of its API with the call's name.
  const operation = service === "lambda" ? eventName.replace(/\d{8}(v\d)?$/, "") : eventName;
  return `${service}:${service === "s3" ? (S3_ACTIONS[operation] ?? operation) : operation}`;
}
