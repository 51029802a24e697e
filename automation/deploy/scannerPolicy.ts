/**
 * What a scan needs, and nothing else: the audit trail, and the configuration that the AWS provider reads when it
 * refreshes these types. One row each, so that a team can delete what it does not use or add what it does.
 *
 * Sources: the calls, the `Read` functions of https://github.com/hashicorp/terraform-provider-aws, which Pulumi's
 * provider is made of; the names, https://docs.aws.amazon.com/service-authorization/latest/reference/.
 * `sts:GetCallerIdentity` is called too, and needs no permission.
 */
const scannerActions: Readonly<Record<string, readonly string[]>> = {
  "the audit trail": ["cloudtrail:LookupEvents"],
  "aws:ec2/securityGroup:SecurityGroup": ["ec2:DescribeSecurityGroups"],
  "aws:iam/role:Role, aws:iam/rolePolicy:RolePolicy": [
    "iam:GetRole",
    "iam:GetRolePolicy",
    "iam:ListAttachedRolePolicies",
    "iam:ListRolePolicies",
  ],
  // A bucket's read asks for every part of it, also for those that have resources of their own.
  "aws:s3/bucket:Bucket, aws:s3/bucketPolicy:BucketPolicy, aws:s3/bucketVersioning:BucketVersioning": [
    "s3:GetAccelerateConfiguration",
    "s3:GetBucketAcl",
    "s3:GetBucketCORS",
    "s3:GetBucketLogging",
    "s3:GetBucketObjectLockConfiguration",
    "s3:GetBucketPolicy",
    "s3:GetBucketRequestPayment",
    "s3:GetBucketTagging",
    "s3:GetBucketVersioning",
    "s3:GetBucketWebsite",
    "s3:GetEncryptionConfiguration",
    "s3:GetLifecycleConfiguration",
    "s3:GetReplicationConfiguration",
    // HeadBucket tells whether the bucket is there. The right also lets one list the names of objects; IAM has no smaller one.
    "s3:ListBucket",
    // Tags, first choice; where it is denied the provider asks for GetBucketTagging.
    "s3:ListTagsForResource",
  ],
  "aws:sqs/queue:Queue": ["sqs:GetQueueAttributes", "sqs:ListQueueTags"],
  // The value is this type's configuration. AWS's own key (aws/ssm) decrypts for everybody in the account who may call
  // GetParameter; a SecureString under a key of your own needs kms:Decrypt on that key, and is unchecked without it:
  // https://docs.aws.amazon.com/systems-manager/latest/userguide/ps-restrict-decryption.html
  "aws:ssm/parameter:Parameter": ["ssm:DescribeParameters", "ssm:GetParameter", "ssm:ListTagsForResource"],
};

/** @returns an IAM policy document, as JSON */
export function scannerPolicy(): string {
  const actions = Object.values(scannerActions).flat().sort();
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Sid: "ReadConfigurationAndTrail", Effect: "Allow", Action: actions, Resource: "*" }],
  });
}
