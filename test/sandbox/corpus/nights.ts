import * as aws from "@pulumi/aws";
import { asset, secret } from "@pulumi/pulumi";
import type { RecordedCase } from "./recordedCase";

const ACCOUNT = "111122223333";
const allow = (...statements: readonly object[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements.map((statement) => ({ Effect: "Allow", ...statement })) });
const trust = (principal: object) => allow({ Principal: principal, Action: "sts:AssumeRole" });
const LAMBDA_MAY = trust({ Service: "lambda.amazonaws.com" });
const https = { IpProtocol: "tcp", FromPort: 443, ToPort: 443 };

/** Rules of security groups that came, went and were written anew. */
const network: RecordedCase = {
  name: "network",
  declare: () => {
    const inside = { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/8", "172.16.0.0/12"], description: "from inside" };
    const metrics = { protocol: "tcp", fromPort: 9100, toPort: 9100, cidrBlocks: ["10.20.0.0/16"] };
    const everywhere = [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }];
    new aws.ec2.SecurityGroup("opened", { name: "network-opened", description: "web", ingress: [inside, metrics], egress: everywhere, tags: { app: "web" } });
    new aws.ec2.SecurityGroup("closed", { name: "network-closed", description: "web", ingress: [inside, metrics], egress: everywhere });
    const shared = new aws.ec2.SecurityGroup("shared", { name: "network-shared", description: "web" });
    new aws.vpc.SecurityGroupIngressRule("rule", { securityGroupId: shared.id, ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "10.0.0.0/8" });
  },
  happen: async (services, live) => {
    const ec2 = await services.ec2();
    const [opened, closed, shared] = [live("opened").id, live("closed").id, live("shared").id];
    await ec2.authorizeSecurityGroupIngress({ GroupId: opened, IpPermissions: [{ ...https, FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: "0.0.0.0/0", Description: "incident" }] }] });
    await ec2.createTags({ Resources: [opened], Tags: [{ Key: "<b>note</b>", Value: "::error::=1+1" }] });
    await ec2.revokeSecurityGroupIngress({ GroupId: closed, IpPermissions: [{ ...https, FromPort: 9100, ToPort: 9100, IpRanges: [{ CidrIp: "10.20.0.0/16" }] }] });
    await ec2.revokeSecurityGroupEgress({ GroupId: closed, IpPermissions: [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }] });
    const { SecurityGroupRules: [rule] = [] } = await ec2.describeSecurityGroupRules({ Filters: [{ Name: "group-id", Values: [shared] }] });
    const SecurityGroupRule = { IpProtocol: "tcp", FromPort: 443, ToPort: 443, CidrIpv4: "0.0.0.0/0" };
    await ec2.modifySecurityGroupRules({ GroupId: shared, SecurityGroupRules: [{ SecurityGroupRuleId: live("rule").id, SecurityGroupRule: { ...SecurityGroupRule } }] });
    return rule;
  },
};

/** Settings that S3 keeps apart, and one that can only be reverted by a new bucket. */
const buckets: RecordedCase = {
  name: "buckets",
  declare: () => {
    const assets = new aws.s3.Bucket("assets", { bucket: "buckets-assets", tags: { app: "shop", "example.com/cost": "42" } });
    new aws.s3.BucketVersioning("versions", { bucket: assets.id, versioningConfiguration: { status: "Enabled" } });
    new aws.s3.BucketPolicy("policy", {
      bucket: assets.id,
      policy: allow({ Sid: "Readers", Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::buckets-assets/*"] }),
    });
    new aws.s3.BucketPublicAccessBlock("block", { bucket: assets.id, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true });
    new aws.s3.Bucket("locked", { bucket: "buckets-locked", objectLockEnabled: false });
    new aws.s3.Bucket("gone", { bucket: "buckets-gone" });
  },
  happen: async (services, live) => {
    const s3 = await services.s3();
    const [assets, locked] = [{ Bucket: live("assets").id }, { Bucket: live("locked").id }];
    await s3.putBucketVersioning({ ...assets, VersioningConfiguration: { Status: "Suspended" } });
    await s3.putBucketTagging({ ...assets, Tagging: { TagSet: [{ Key: "app", Value: "other" }, { Key: "owner", Value: "bob" }] } });
    await s3.putPublicAccessBlock({
      ...assets, PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: false, IgnorePublicAcls: true, RestrictPublicBuckets: false },
    });
    await s3.putBucketPolicy({ ...assets, Policy: allow({ Sid: "Readers", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::buckets-assets/*" }) });
    await s3.putBucketVersioning({ ...locked, VersioningConfiguration: { Status: "Enabled" } });
    await s3.putObjectLockConfiguration({ ...locked, ObjectLockConfiguration: { ObjectLockEnabled: "Enabled" } });
    await s3.deleteBucket({ Bucket: live("gone").id });
  },
};

/** Policy documents that say more, and one that says the same in other words. */
const identities: RecordedCase = {
  name: "identities",
  declare: () => {
    const role = new aws.iam.Role("trusting", { name: "identities-trusting", assumeRolePolicy: trust({ Service: "ec2.amazonaws.com" }), managedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] });
    const statements = [{ Sid: "List", Action: ["s3:ListBucket"], Resource: ["*"] }, { Sid: "Read", Action: ["s3:GetObject", "s3:GetObjectTagging"], Resource: "arn:aws:s3:::buckets-assets/*" }];
    new aws.iam.RolePolicy("widened", { name: "widened", role: role.name, policy: allow(...statements) });
    new aws.iam.RolePolicy("respelt", { name: "respelt", role: role.name, policy: allow(...statements) });
    new aws.iam.Policy("managed", { name: "identities-managed", policy: allow({ Action: "sqs:SendMessage", Resource: "*" }), tags: { app: "shop" } });
  },
  happen: async (services, live) => {
    const iam = await services.iam();
    const RoleName = live("trusting").id;
    await iam.updateAssumeRolePolicy({ RoleName, PolicyDocument: allow({ Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }, { Principal: { AWS: "arn:aws:iam::999988887777:root" }, Action: "sts:AssumeRole" }) });
    await iam.attachRolePolicy({ RoleName, PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess" });
    const read = { Sid: "Read", Action: ["s3:GetObjectTagging", "s3:getobject"], Resource: ["arn:aws:s3:::buckets-assets/*"] };
    await iam.putRolePolicy({ RoleName, PolicyName: "widened", PolicyDocument: allow({ Sid: "List", Action: "s3:ListBucket", Resource: "*" }, { ...read, Action: "s3:*" }) });
    await iam.putRolePolicy({ RoleName, PolicyName: "respelt", PolicyDocument: JSON.stringify(JSON.parse(allow(read, { Sid: "List", Action: "s3:ListBucket", Resource: "*" })), undefined, 4) });
    await iam.createPolicyVersion({ PolicyArn: live("managed").id, PolicyDocument: allow({ Action: ["sqs:SendMessage", "sqs:PurgeQueue"], Resource: "*" }), SetAsDefault: true });
  },
};

/** Attributes, tags, what `ignoreChanges` hides, what the program never set, and a queue that is gone. */
const queues: RecordedCase = {
  name: "queues",
  declare: () => {
    new aws.sqs.Queue("orders", { name: "queues-orders", visibilityTimeoutSeconds: 30, messageRetentionSeconds: 345_600, tags: { app: "shop", "k8s.io/owner": "team" } });
    new aws.sqs.Queue("ignoring", { name: "queues-ignoring", delaySeconds: 5, tags: { a: "1", b: "1" } }, { ignoreChanges: ["tags.a", "delaySeconds"] });
    new aws.sqs.Queue("plain", { name: "queues-plain" });
    new aws.sqs.Queue("gone", { name: "queues-gone" }, { protect: true });
    new aws.sqs.Queue("untouched", { name: "queues-untouched", tags: { app: "shop" } });
  },
  happen: async (services, live) => {
    const sqs = await services.sqs();
    const set = (name: string, Attributes: Record<string, string>) => sqs.setQueueAttributes({ QueueUrl: live(name).id, Attributes });
    await set("orders", { VisibilityTimeout: "300" });
    await sqs.tagQueue({ QueueUrl: live("orders").id, Tags: { app: "other", owner: "bob" } });
    await set("ignoring", { DelaySeconds: "7" });
    await sqs.tagQueue({ QueueUrl: live("ignoring").id, Tags: { a: "2", b: "2" } });
    await set("plain", { DelaySeconds: "9", Policy: allow({ Principal: "*", Action: "sqs:SendMessage", Resource: "*" }) });
    await sqs.deleteQueue({ QueueUrl: live("gone").id });
  },
};

/** Secrets that were rotated, and one that somebody copied to where nobody expects it (one that the engine shows: of a marked secret it shows no value). */
const secrets: RecordedCase = {
  name: "secrets",
  declare: () => {
    const role = new aws.iam.Role("role", { name: "secrets-role", assumeRolePolicy: LAMBDA_MAY });
    new aws.lambda.Function("function", {
      name: "secrets-function", role: role.arn, runtime: "nodejs22.x", handler: "index.handler",
      code: new asset.AssetArchive({ "index.js": new asset.StringAsset("exports.handler = async () => 1;") }),
      environment: { variables: { LEVEL: "info", API_TOKEN: secret("canary-token-declared-1") } },
    });
    new aws.ssm.Parameter("password", { name: "/secrets/password", type: "SecureString", value: secret("canary-password-declared-2") });
    new aws.sqs.Queue("noted", { name: "secrets-noted", tags: { app: "shop" } });
  },
  happen: async (services, live) => {
    const Variables = { LEVEL: "debug", API_TOKEN: "canary-token-rotated-3" };
    await (await services.lambda()).updateFunctionConfiguration({ FunctionName: live("function").id, Environment: { Variables } });
    await (await services.ssm()).putParameter({ Name: live("password").id, Type: "SecureString", Value: "canary-password-rotated-4", Overwrite: true });
    await (await services.sqs()).tagQueue({ QueueUrl: live("noted").id, Tags: { note: "was canary-token-rotated-3 before" } });
  },
};

export const nights: readonly RecordedCase[] = [network, buckets, identities, queues, secrets];

/** The secrets of these nights: none of them may be in what is told. They are in the recorded streams, as an engine shows them. */
export const canaries = ["canary-token-declared-1", "canary-password-declared-2", "canary-token-rotated-3", "canary-password-rotated-4"];
