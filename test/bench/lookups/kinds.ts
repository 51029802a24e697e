import type { Json, JsonObject } from "../../../policypack/model";

/** One kind of resource, the change that was made to it by hand, and how CloudTrail tells of it. */
export interface Kind {
  readonly type: string;
  readonly service: string;
  /** CloudTrail's event name. */
  readonly operation: string;
  /** By which an audit record can name it. */
  readonly identities: (name: string, where: Where) => readonly string[];
  /** Under which of them the event history lists the call: none, for most services. */
  readonly listed?: "first" | "arn";
  readonly request: (name: string, where: Where) => JsonObject;
  readonly path: string;
  readonly actual: Json;
  /** IAM's records are there, whatever the region of the stack. */
  readonly globally?: true;
}

export interface Where {
  readonly account: string;
  readonly region: string;
}

const arn = (service: string, { account, region }: Where, rest: string) => `arn:aws:${service}:${region}:${account}:${rest}`;
const queueUrl = (name: string, { account, region }: Where) => `https://sqs.${region}.amazonaws.com/${account}/${name}`;
const bucket = (name: string) => [name, `arn:aws:s3:::${name}`];

/** An id as EC2 makes it. */
function idOf(prefix: string, name: string): string {
  return `${prefix}-${Buffer.from(name).toString("hex").padStart(17, "0").slice(-17)}`;
}

// What is listed under which name is as the event histories of real accounts have it; the documentation names services only.
export const KINDS: readonly Kind[] = [
  {
    type: "aws:s3/bucketVersioning:BucketVersioning", service: "s3", operation: "PutBucketVersioning", identities: bucket, listed: "first",
    request: (name) => ({ bucketName: name, VersioningConfiguration: { Status: "Suspended" } }), path: "versioningConfiguration.status", actual: "Suspended",
  },
  {
    type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", service: "s3", operation: "PutBucketPublicAccessBlock", identities: bucket, listed: "first",
    request: (name) => ({ bucketName: name, PublicAccessBlockConfiguration: { BlockPublicAcls: false } }), path: "blockPublicAcls", actual: false,
  },
  {
    type: "aws:ec2/securityGroup:SecurityGroup", service: "ec2", operation: "AuthorizeSecurityGroupIngress", listed: "first",
    identities: (name, where) => [idOf("sg", name), arn("ec2", where, `security-group/${idOf("sg", name)}`), name],
    request: (name) => ({ groupId: idOf("sg", name), ipPermissions: { items: [{ ipProtocol: "tcp", fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: "0.0.0.0/0" }] } }] } }),
    path: "ingress[1]", actual: { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"], self: false },
  },
  {
    type: "aws:iam/role:Role", service: "iam", operation: "UpdateRole", listed: "first", globally: true,
    identities: (name, { account }) => [name, `arn:aws:iam::${account}:role/${name}`],
    request: (name) => ({ roleName: name, maxSessionDuration: 43_200 }), path: "maxSessionDuration", actual: 43_200,
  },
  {
    type: "aws:sqs/queue:Queue", service: "sqs", operation: "SetQueueAttributes",
    identities: (name, where) => [queueUrl(name, where), arn("sqs", where, name), name],
    request: (name, where) => ({ queueUrl: queueUrl(name, where), attributes: { VisibilityTimeout: "60" } }), path: "visibilityTimeoutSeconds", actual: 60,
  },
  {
    type: "aws:ssm/parameter:Parameter", service: "ssm", operation: "PutParameter",
    identities: (name, where) => [`/app/${name}`, arn("ssm", where, `parameter/app/${name}`)],
    request: (name) => ({ name: `/app/${name}`, tier: "Advanced" }), path: "tier", actual: "Advanced",
  },
  {
    type: "aws:lambda/function:Function", service: "lambda", operation: "UpdateFunctionConfiguration20150331v2", listed: "arn",
    identities: (name, where) => [name, arn("lambda", where, `function:${name}`)],
    request: (name) => ({ functionName: name, memorySize: 512 }), path: "memorySize", actual: 512,
  },
  {
    type: "aws:rds/instance:Instance", service: "rds", operation: "ModifyDBInstance", listed: "first",
    identities: (name, where) => [name, arn("rds", where, `db:${name}`), `db-${name.toUpperCase()}`],
    request: (name) => ({ dBInstanceIdentifier: name, backupRetentionPeriod: 0 }), path: "backupRetentionPeriod", actual: 0,
  },
  {
    type: "aws:kms/key:Key", service: "kms", operation: "DisableKey", listed: "arn",
    identities: (name, where) => [`00000000-0000-4000-8000-${name}`, arn("kms", where, `key/00000000-0000-4000-8000-${name}`)],
    request: (name, where) => ({ keyId: arn("kms", where, `key/00000000-0000-4000-8000-${name}`) }), path: "isEnabled", actual: false,
  },
  {
    type: "aws:dynamodb/table:Table", service: "dynamodb", operation: "UpdateTable", listed: "arn",
    identities: (name, where) => [name, arn("dynamodb", where, `table/${name}`)],
    request: (name) => ({ tableName: name, billingMode: "PAY_PER_REQUEST" }), path: "billingMode", actual: "PAY_PER_REQUEST",
  },
  {
    type: "aws:sqs/queue:Queue", service: "sqs", operation: "TagQueue",
    identities: (name, where) => [queueUrl(name, where), arn("sqs", where, name), name],
    request: (name, where) => ({ queueUrl: queueUrl(name, where), tags: { owner: "nobody" } }), path: "tags.owner", actual: "nobody",
  },
  {
    type: "aws:ec2/vpc:Vpc", service: "ec2", operation: "CreateTags", listed: "first",
    identities: (name, where) => [idOf("vpc", name), arn("ec2", where, `vpc/${idOf("vpc", name)}`)],
    request: (name) => ({ resourcesSet: { items: [{ resourceId: idOf("vpc", name) }] }, tagSet: { items: [{ key: "owner", value: "nobody" }] } }), path: "tags.owner", actual: "nobody",
  },
  {
    type: "aws:elasticache/cluster:Cluster", service: "elasticache", operation: "ModifyCacheCluster",
    identities: (name, where) => [name, arn("elasticache", where, `cluster:${name}`)],
    request: (name) => ({ cacheClusterId: name, numCacheNodes: 3 }), path: "numCacheNodes", actual: 3,
  },
];
