/**
 * What a scan needs, and nothing else. Scanning reads the configuration of resources (what the AWS provider calls
 * on refresh) and the audit trail; it never reads contents: no `s3:GetObject`, no `sqs:ReceiveMessage`.
 * One row per service, so that a team can delete those that it does not use.
 * Source for the action names: https://docs.aws.amazon.com/service-authorization/latest/reference/
 */
export const scannerActions = {
  "the audit trail": ["cloudtrail:LookupEvents"],
  "security groups": ["ec2:DescribeSecurityGroups", "ec2:DescribeSecurityGroupRules", "ec2:DescribeTags", "ec2:DescribeVpcs"],
  "IAM roles": [
    "iam:GetRole",
    "iam:GetRolePolicy",
    "iam:ListAttachedRolePolicies",
    "iam:ListRolePolicies",
    "iam:ListRoleTags",
  ],
  "S3 buckets": [
    // HeadBucket and the listing that proves that a bucket is gone are both authorized by ListBucket.
    "s3:ListBucket",
    "s3:GetAccelerateConfiguration",
    "s3:GetBucketAcl",
    "s3:GetBucketCORS",
    "s3:GetBucketLocation",
    "s3:GetBucketLogging",
    "s3:GetBucketObjectLockConfiguration",
    "s3:GetBucketPolicy",
    "s3:GetBucketPublicAccessBlock",
    "s3:GetBucketRequestPayment",
    "s3:GetBucketTagging",
    "s3:GetBucketVersioning",
    "s3:GetBucketWebsite",
    "s3:GetEncryptionConfiguration",
    "s3:GetLifecycleConfiguration",
    "s3:GetReplicationConfiguration",
  ],
  "SQS queues": ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ListQueueTags"],
  // The value of a parameter is read to see whether it changed; SecureStrings need kms:Decrypt on their key too.
  "SSM parameters": ["ssm:DescribeParameters", "ssm:GetParameter", "ssm:GetParameters", "ssm:ListTagsForResource"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export function scannerPolicy(): string {
  const actions: readonly string[] = Object.values(scannerActions).flat();
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Sid: "ReadConfigurationAndTrail", Effect: "Allow", Action: [...actions].sort(), Resource: "*" }],
  });
}
