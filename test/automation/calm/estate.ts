import * as aws from "@pulumi/aws";
import { asset, jsonStringify } from "@pulumi/pulumi";
import { ACCOUNT, BUCKET, policyFor } from "./documents";

export const tags = { app: "calm", "example.com/cost": "42", owner: "team", zone: "b" };

export const ingress = [
  { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"], description: "from inside" },
  { protocol: "tcp", fromPort: 9100, toPort: 9100, cidrBlocks: ["10.20.0.0/16"], ipv6CidrBlocks: ["2001:db8::/32"] },
  { protocol: "icmp", fromPort: -1, toPort: -1, cidrBlocks: ["10.0.0.0/8"] },
];

export const eventPattern = { source: ["aws.ec2"], "detail-type": ["EC2 Instance State-change Notification"] };
export const redrive = { maxReceiveCount: 4 };

/** As many of the types as have something that AWS, a console or a person writes in more than one way. */
export function declareEstate(): void {
  const role = new aws.iam.Role("role", { name: "calm-role", assumeRolePolicy: policyFor("role"), tags });
  new aws.iam.RolePolicy("inline", { name: "inline", role: role.name, policy: policyFor("inline") });
  new aws.iam.Policy("managed", { name: "calm-managed", policy: policyFor("managed"), tags });

  const bucket = new aws.s3.Bucket("bucket", { bucket: BUCKET, tags });
  new aws.s3.BucketPolicy("bucket-policy", { bucket: bucket.id, policy: policyFor("bucket-policy") });
  new aws.s3.BucketVersioning("versioning", { bucket: bucket.id, versioningConfiguration: { status: "Enabled" } });
  new aws.s3.BucketServerSideEncryptionConfiguration("encryption", {
    bucket: bucket.id, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" }, bucketKeyEnabled: false }],
  });
  new aws.s3.BucketLifecycleConfiguration("lifecycle", {
    bucket: bucket.id,
    rules: [
      { id: "expire", status: "Enabled", filter: { and: { prefix: "logs/", tags: { tier: "cold", team: "a" } } }, expiration: { days: 90 } },
      { id: "abort", status: "Enabled", filter: { prefix: "tmp/" }, abortIncompleteMultipartUpload: { daysAfterInitiation: 3 } },
    ],
  });

  const dead = new aws.sqs.Queue("dead", { name: "calm-dead" });
  new aws.sqs.Queue("queue", {
    name: "calm-queue", tags, policy: policyFor("queue"), redrivePolicy: jsonStringify({ deadLetterTargetArn: dead.arn, ...redrive }),
  });
  new aws.sns.Topic("topic", { name: "calm-topic", policy: policyFor("topic"), tags });
  new aws.kms.Key("key", { description: "calm", policy: policyFor("key"), tags });
  new aws.secretsmanager.Secret("secret", { name: "calm/secret", policy: policyFor("secret"), recoveryWindowInDays: 0, tags });
  new aws.ssm.Parameter("parameter", { name: "/calm/parameter", type: "String", value: "on", tags });

  new aws.ec2.SecurityGroup("group", {
    name: "calm-group", description: "calm", ingress, egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }], tags,
  });
  new aws.lambda.Function("function", {
    name: "calm-function", role: role.arn, runtime: "nodejs22.x", handler: "index.handler",
    code: new asset.AssetArchive({ "index.js": new asset.StringAsset("exports.handler = async () => 1;") }),
    environment: { variables: { LEVEL: "info", TABLE: "orders" } }, tags,
  });
  new aws.cloudwatch.LogGroup("logs", { name: "/calm/logs", retentionInDays: 30, tags });
  new aws.cloudwatch.EventRule("rule", { name: "calm-rule", eventPattern: JSON.stringify(eventPattern), tags });
  new aws.dynamodb.Table("table", {
    name: "calm-table", billingMode: "PAY_PER_REQUEST", hashKey: "id",
    attributes: [{ name: "id", type: "S" }, { name: "owner", type: "S" }, { name: "at", type: "N" }],
    globalSecondaryIndexes: [
      { name: "by-owner", hashKey: "owner", projectionType: "INCLUDE", nonKeyAttributes: ["b", "a"] },
      { name: "by-time", hashKey: "at", projectionType: "ALL" },
    ],
    tags,
  });
  new aws.ecs.TaskDefinition("task", {
    family: "calm-task", networkMode: "awsvpc", requiresCompatibilities: ["FARGATE"], cpu: "256", memory: "512",
    containerDefinitions: JSON.stringify([{ name: "web", image: "nginx:1.27", portMappings: [{ containerPort: 80 }], environment: [{ name: "B", value: "2" }, { name: "A", value: "1" }] }]),
    executionRoleArn: `arn:aws:iam::${ACCOUNT}:role/calm-role`,
    tags,
  }, { dependsOn: [role] });
}
