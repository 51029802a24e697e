/**
 * What a scan needs: the event history, and the configuration that the AWS provider reads when it refreshes these
 * types. One row each, so that a team can delete what it does not use or add what it does.
 *
 * Sources: the calls, the `Read` functions of https://github.com/hashicorp/terraform-provider-aws, which Pulumi's
 * provider is made of; the names, https://docs.aws.amazon.com/service-authorization/latest/reference/.
 * `sts:GetCallerIdentity` is called too, and needs no permission.
 *
 * Of what is inside a resource the rows read only what is its configuration: a parameter's value, a function's package
 * (`GetFunction` gives a link to it, and the provider asks nothing smaller), an instance's user data (an attribute like
 * the others). A secret's value is not among them: see `aws:secretsmanager/secretVersion:SecretVersion`.
 */
export const scannerRights: Readonly<Record<string, readonly string[]>> = {
  "the audit trail": ["cloudtrail:LookupEvents"],
  "aws:cloudtrail/trail:Trail": ["cloudtrail:DescribeTrails", "cloudtrail:GetEventSelectors", "cloudtrail:GetInsightSelectors", "cloudtrail:GetTrailStatus", "cloudtrail:ListTags"],
  "aws:cloudwatch/eventRule:EventRule": ["events:DescribeRule", "events:ListTagsForResource"],
  "aws:cloudwatch/eventTarget:EventTarget": ["events:ListTargetsByRule"],
  "aws:cloudwatch/logGroup:LogGroup": ["logs:DescribeLogGroups", "logs:ListTagsForResource"],
  "aws:dynamodb/table:Table": ["dynamodb:DescribeContinuousBackups", "dynamodb:DescribeTable", "dynamodb:DescribeTimeToLive", "dynamodb:ListTagsOfResource"],
  "aws:ec2/instance:Instance": [
    "ec2:DescribeInstanceAttribute",
    "ec2:DescribeInstanceCreditSpecifications",
    "ec2:DescribeInstanceTypes",
    "ec2:DescribeInstances",
    "ec2:DescribeLaunchTemplateVersions",
    "ec2:DescribeLaunchTemplates",
    "ec2:DescribeTags",
    "ec2:DescribeVolumes",
  ],
  "aws:ec2/internetGateway:InternetGateway": ["ec2:DescribeInternetGateways"],
  "aws:ec2/routeTable:RouteTable, aws:ec2/route:Route": ["ec2:DescribeRouteTables"],
  "aws:ec2/securityGroup:SecurityGroup": ["ec2:DescribeSecurityGroups"],
  "aws:ec2/securityGroupRule:SecurityGroupRule, aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule, aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": [
    "ec2:DescribeSecurityGroupRules",
    "ec2:DescribeSecurityGroups",
  ],
  "aws:ec2/subnet:Subnet": ["ec2:DescribeSubnets"],
  // Its read asks for the network's own route table, group and list of rules, which go by default.
  "aws:ec2/vpc:Vpc": ["ec2:DescribeNetworkAcls", "ec2:DescribeRouteTables", "ec2:DescribeSecurityGroups", "ec2:DescribeVpcAttribute", "ec2:DescribeVpcs"],
  "aws:ecs/cluster:Cluster, aws:ecs/service:Service, aws:ecs/taskDefinition:TaskDefinition": ["ecs:DescribeClusters", "ecs:DescribeServices", "ecs:DescribeTaskDefinition"],
  "aws:iam/accessKey:AccessKey": ["iam:ListAccessKeys"],
  "aws:iam/policy:Policy": ["iam:GetPolicy", "iam:GetPolicyVersion"],
  "aws:iam/role:Role, aws:iam/rolePolicy:RolePolicy, aws:iam/rolePolicyAttachment:RolePolicyAttachment": ["iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies"],
  "aws:iam/user:User, aws:iam/userPolicyAttachment:UserPolicyAttachment": ["iam:GetUser", "iam:ListAttachedUserPolicies"],
  "aws:kms/key:Key": ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListResourceTags"],
  "aws:lambda/function:Function": ["lambda:GetFunction", "lambda:GetFunctionCodeSigningConfig", "lambda:ListVersionsByFunction"],
  "aws:lambda/permission:Permission": ["lambda:GetPolicy"],
  "aws:rds/instance:Instance": ["rds:DescribeDBInstances"],
  // A bucket's read asks for every part of it, also for those that have resources of their own.
  "aws:s3/bucket:Bucket, aws:s3/bucketPolicy:BucketPolicy, aws:s3/bucketVersioning:BucketVersioning, aws:s3/bucketLogging:BucketLogging, aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration, aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": [
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
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": ["s3:GetBucketPublicAccessBlock"],
  "aws:secretsmanager/secret:Secret": ["secretsmanager:DescribeSecret", "secretsmanager:GetResourcePolicy"],
  // Its read is secretsmanager:GetSecretValue: a role that a nightly job assumes would hold every secret of the account.
  // These resources are unchecked, unless a team adds that right here.
  "aws:secretsmanager/secretVersion:SecretVersion": [],
  "aws:sns/topic:Topic": ["sns:GetTopicAttributes", "sns:ListTagsForResource"],
  "aws:sns/topicSubscription:TopicSubscription": ["sns:GetSubscriptionAttributes"],
  "aws:sqs/queue:Queue": ["sqs:GetQueueAttributes", "sqs:ListQueueTags"],
  // The value is this type's configuration. AWS's own key (aws/ssm) decrypts for everybody in the account who may call
  // GetParameter; a SecureString under a key of your own needs kms:Decrypt on that key, and is unchecked without it:
  // https://docs.aws.amazon.com/systems-manager/latest/userguide/ps-restrict-decryption.html
  "aws:ssm/parameter:Parameter": ["ssm:DescribeParameters", "ssm:GetParameter", "ssm:ListTagsForResource"],
};
