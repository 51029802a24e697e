import assert from "node:assert/strict";
import type { TrailRecord } from "../../../automation/audit/trailRecord";
import { weigh } from "../../../automation/attribute/weigh";
import type { FoundDrift } from "../../../policypack/model";
import { deleted, drift, masker } from "./shapes/drifts";
import { alice, record } from "./shapes/records";

const group = { type: "aws:ec2/securityGroup:SecurityGroup", identities: ["sg-1", "arn:aws:ec2:eu-west-1:111122223333:security-group/sg-1"] };
const rule = (port: number, ...cidrBlocks: readonly string[]) => ({ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks, self: false, description: "" });
const nested = (port: number, cidrIp: string) => ({ groupId: "sg-1", ipPermissions: { items: [{ ipProtocol: "tcp", fromPort: port, toPort: port, groups: {}, ipRanges: { items: [{ cidrIp }] }, ipv6Ranges: {}, prefixListIds: {} }] } });
const ec2 = (operation: string, parameters: unknown, more = {}) => record("ec2", operation, "02:00", alice, parameters, more);
const iam = (operation: string, parameters: unknown) => record("iam", operation, "02:00", alice, parameters, { awsRegion: "us-east-1" });

const ssh = drift(group, { path: "ingress[1]", actual: rule(22, "0.0.0.0/0") });
const role = { type: "aws:iam/role:Role", identities: ["app", "arn:aws:iam::111122223333:role/app"] };
const queue = { type: "aws:sqs/queue:Queue", identities: ["https://sqs.eu-west-1.amazonaws.com/111122223333/jobs", "jobs"] };
const tagged = (identities: readonly string[], type: string) => drift({ type, identities }, { path: "tags.owner", expected: "a", actual: "b" });

type Row = readonly [says: string, drift: FoundDrift, call: TrailRecord, verdict: string];
const rows: readonly Row[] = [
  ["a rule that was authorised, nested", ssh, ec2("AuthorizeSecurityGroupIngress", nested(22, "0.0.0.0/0")), "explains"],
  ["a rule that was authorised, flat", ssh, ec2("AuthorizeSecurityGroupIngress", { groupId: "sg-1", ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIp: "0.0.0.0/0", ipPermissions: {} }), "explains"],
  ["a rule that stands in the answer only", ssh, ec2("AuthorizeSecurityGroupIngress", { groupId: "sg-1" }, { responseElements: { securityGroupRuleSet: { items: [{ groupId: "sg-1", ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv4: "0.0.0.0/0", isEgress: false }] } } }), "explains"],
  ["a rule of another port", ssh, ec2("AuthorizeSecurityGroupIngress", nested(443, "0.0.0.0/0")), "elsewhere"],
  ["the same rule for egress", ssh, ec2("AuthorizeSecurityGroupEgress", nested(22, "0.0.0.0/0")), "elsewhere"],
  ["a rule of another group that names this one as its peer", ssh, ec2("AuthorizeSecurityGroupIngress", { groupId: "sg-2", ipPermissions: { items: [{ ipProtocol: "tcp", fromPort: 22, toPort: 22, groups: { items: [{ groupId: "sg-1" }] } }] } }), "elsewhere"],
  ["a rule for the group's own members", drift(group, { path: "ingress[0]", actual: { ...rule(22), self: true } }), ec2("AuthorizeSecurityGroupIngress", { groupId: "sg-1", ipPermissions: { items: [{ ipProtocol: "tcp", fromPort: 22, toPort: 22, groups: { items: [{ groupId: "sg-1", userId: "111122223333" }] } }] } }), "explains"],
  ["a rule for others, where the group's own members came", drift(group, { path: "ingress[0]", actual: { ...rule(22), self: true } }), ec2("AuthorizeSecurityGroupIngress", nested(22, "0.0.0.0/0")), "elsewhere"],
  ["an instance that was started in this group", ssh, ec2("RunInstances", { groupSet: { items: [{ groupId: "sg-1" }] } }), "elsewhere"],
  ["the rule that was taken away before it came back", ssh, ec2("RevokeSecurityGroupIngress", nested(22, "0.0.0.0/0")), "contradicts"],
  ["a revoked rule", drift(group, { path: "ingress[0]", expected: rule(443, "10.0.0.0/8") }), ec2("RevokeSecurityGroupIngress", nested(443, "10.0.0.0/8")), "explains"],
  ["one address that joined a rule", drift(group, { path: "ingress[0]", expected: rule(22, "10.0.0.0/8") }, { path: "ingress[1]", actual: rule(22, "10.0.0.0/8", "0.0.0.0/0") }), ec2("AuthorizeSecurityGroupIngress", nested(22, "0.0.0.0/0")), "explains"],
  ["a rule that is a resource of its own, changed", drift({ type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", identities: ["sgr-1", "sg-1"] }, { path: "cidrIpv4", expected: "10.0.0.0/8", actual: "0.0.0.0/0" }), ec2("ModifySecurityGroupRules", { ModifySecurityGroupRulesRequest: { GroupId: "sg-1", SecurityGroupRule: { SecurityGroupRuleId: "sgr-1", SecurityGroupRule: { CidrIpv4: "0.0.0.0/0", IpProtocol: "tcp", FromPort: 22, ToPort: 22 } } } }), "explains"],
  ["a rule that is a resource of its own, removed by id", deleted({ type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", identities: ["sgr-1"] }), ec2("RevokeSecurityGroupIngress", { groupId: "sg-1", securityGroupRuleIds: { items: [{ securityGroupRuleId: "sgr-1" }] } }), "explains"],

  ["an attached policy", drift(role, { path: "managedPolicyArns[0]", actual: "arn:aws:iam::aws:policy/ReadOnlyAccess" }), iam("AttachRolePolicy", { roleName: "app", policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }), "explains"],
  ["another attached policy", drift(role, { path: "managedPolicyArns[0]", actual: "arn:aws:iam::aws:policy/ReadOnlyAccess" }), iam("AttachRolePolicy", { roleName: "app", policyArn: "arn:aws:iam::aws:policy/PowerUserAccess" }), "elsewhere"],
  ["a detached policy", drift(role, { path: "managedPolicyArns[1]", expected: "arn:aws:iam::aws:policy/ReadOnlyAccess" }), iam("DetachRolePolicy", { roleName: "app", policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }), "explains"],
  ["an inline policy that was added", drift(role, { path: "inlinePolicies[0]", actual: { name: "p", policy: '{"Version":"2012-10-17"}' } }), iam("PutRolePolicy", { roleName: "app", policyName: "p", policyDocument: '{ "Version": "2012-10-17" }' }), "explains"],
  ["an instance profile that took the role", drift(role, { path: "assumeRolePolicy", actual: "{}" }), iam("AddRoleToInstanceProfile", { roleName: "app", instanceProfileName: "p" }), "elsewhere"],
  ["the attachment that was detached", deleted({ type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment", identities: ["app", "app/arn:aws:iam::aws:policy/ReadOnlyAccess"] }), iam("DetachRolePolicy", { roleName: "app", policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }), "explains"],
  ["another attachment of the same role", deleted({ type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment", identities: ["app", "app/arn:aws:iam::aws:policy/ReadOnlyAccess"] }), iam("DetachRolePolicy", { roleName: "app", policyArn: "arn:aws:iam::aws:policy/ReadOnly" }), "elsewhere"],

  ["tags by the EC2 call", tagged(["sg-1"], group.type), ec2("CreateTags", { resourcesSet: { items: [{ resourceId: "sg-1" }] }, tagSet: { items: [{ key: "owner", value: "b" }] } }), "explains"],
  ["other tags", tagged(["sg-1"], group.type), ec2("CreateTags", { resourcesSet: { items: [{ resourceId: "sg-1" }] }, tagSet: { items: [{ key: "team", value: "b" }] } }), "elsewhere"],
  ["a tag of another value", tagged(["sg-1"], group.type), ec2("CreateTags", { resourcesSet: { items: [{ resourceId: "sg-1" }] }, tagSet: { items: [{ key: "owner", value: "c" }] } }), "contradicts"],
  ["tags by S3, which replaces all", tagged(["app"], "aws:s3/bucket:Bucket"), record("s3", "PutBucketTagging", "02:00", alice, { bucketName: "app", Tagging: { TagSet: { Tag: [{ Key: "x", Value: "y" }, { Key: "owner", Value: "b" }] } } }), "explains"],
  ["a tag that S3 replaced away", drift({ type: "aws:s3/bucket:Bucket", identities: ["app"] }, { path: "tags.owner", expected: "a" }), record("s3", "PutBucketTagging", "02:00", alice, { bucketName: "app", Tagging: { TagSet: { Tag: { Key: "x", Value: "y" } } } }), "explains"],
  ["tags of a queue", tagged(queue.identities, queue.type), record("sqs", "TagQueue", "02:00", alice, { queueUrl: queue.identities[0], tags: { owner: "b" } }), "explains"],
  ["tags of a role", tagged(["app"], role.type), iam("TagRole", { roleName: "app", tags: [{ key: "owner", value: "b" }] }), "explains"],
  ["a tag that was taken off a role", drift(role, { path: 'tags["k8s.io/owner"]', expected: "a" }), iam("UntagRole", { roleName: "app", tagKeys: ["k8s.io/owner"] }), "explains"],
  ["tags by the tagging API", tagged(["arn:aws:sqs:eu-west-1:111122223333:jobs", "jobs"], queue.type), record("tagging", "TagResources", "02:00", alice, { resourceARNList: ["arn:aws:sqs:eu-west-1:111122223333:jobs"], tags: { owner: "b" } }), "explains"],

  ["a queue's timeout, by AWS's name and as text", drift(queue, { path: "visibilityTimeoutSeconds", expected: 30, actual: 60 }), record("sqs", "SetQueueAttributes", "02:00", alice, { queueUrl: queue.identities[0], attributes: { VisibilityTimeout: "60" } }), "explains"],
  ["a topic's attribute, in two parameters", drift({ type: "aws:sns/topic:Topic", identities: ["arn:aws:sns:eu-west-1:111122223333:t"] }, { path: "displayName", actual: "x" }), record("sns", "SetTopicAttributes", "02:00", alice, { topicArn: "arn:aws:sns:eu-west-1:111122223333:t", attributeName: "DisplayName", attributeValue: "x" }), "explains"],
  ["a network attribute, wrapped", drift({ type: "aws:ec2/vpc:Vpc", identities: ["vpc-1"] }, { path: "enableDnsSupport", expected: true, actual: false }), ec2("ModifyVpcAttribute", { vpcId: "vpc-1", enableDnsSupport: { value: false } }), "explains"],
  ["the old bucket's versioning, a switch there and a word here", drift({ type: "aws:s3/bucket:Bucket", identities: ["app"] }, { path: "versioning.enabled", expected: true, actual: false }), record("s3", "PutBucketVersioning", "02:00", alice, { bucketName: "app", VersioningConfiguration: { Status: "Suspended" } }), "explains"],
  ["a block of public access that was removed", drift({ type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", identities: ["app"] }, { path: "blockPublicAcls", expected: true, actual: false }), record("s3", "DeleteBucketPublicAccessBlock", "02:00", alice, { bucketName: "app", publicAccessBlock: "" }), "explains"],
  ["a default encryption, deep in the call", drift({ type: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", identities: ["app"] }, { path: "rules[0].applyServerSideEncryptionByDefault.sseAlgorithm", expected: "aws:kms", actual: "AES256" }), record("s3", "PutBucketEncryption", "02:00", alice, { bucketName: "app", ServerSideEncryptionConfiguration: { Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } } } }), "explains"],
  ["a function's memory", drift({ type: "aws:lambda/function:Function", identities: ["fn"] }, { path: "memorySize", expected: 128, actual: 512 }), record("lambda", "UpdateFunctionConfiguration20150331v2", "02:00", alice, { functionName: "fn", memorySize: 512 }), "explains"],
  ["a role that a function was given", drift(role, { path: "assumeRolePolicy", actual: "{}" }), record("lambda", "UpdateFunctionConfiguration20150331v2", "02:00", alice, { functionName: "fn", role: "arn:aws:iam::111122223333:role/app" }), "elsewhere"],
  ["a table without its backups", drift({ type: "aws:dynamodb/table:Table", identities: ["orders"] }, { path: "pointInTimeRecovery.enabled", expected: true, actual: false }), record("dynamodb", "UpdateContinuousBackups", "02:00", alice, { tableName: "orders", pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: false } }), "explains"],
  ["a route of a table, one of several", drift({ type: "aws:ec2/route:Route", identities: ["r-rtb-1", "rtb-1"] }, { path: "gatewayId", expected: "igw-1", actual: "igw-2" }), ec2("ReplaceRoute", { routeTableId: "rtb-1", destinationCidrBlock: "0.0.0.0/0", gatewayId: "igw-2" }), "touches"],
  ["a service of the same name in another cluster", drift({ type: "aws:ecs/service:Service", identities: ["arn:aws:ecs:eu-west-1:111122223333:service/main/web", "web"] }, { path: "desiredCount", expected: 2, actual: 5 }), record("ecs", "UpdateService", "02:00", alice, { cluster: "arn:aws:ecs:eu-west-1:111122223333:cluster/other", service: "web", desiredCount: 5 }), "elsewhere"],
  ["a secret that the call does not record at all", drift({ type: "aws:secretsmanager/secretVersion:SecretVersion", identities: ["arn:aws:secretsmanager:eu-west-1:111122223333:secret:key-AbCdEf"] }, { path: "secretString", expected: masker.mask("a"), actual: masker.mask("b") }), record("secretsmanager", "PutSecretValue", "02:00", alice, { secretId: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:key-AbCdEf", clientRequestToken: "x" }), "touches"],
  ["a value that the comparison could not show", drift(queue, { path: "delaySeconds", kind: "changed" }), record("sqs", "SetQueueAttributes", "02:00", alice, { queueUrl: queue.identities[0], attributes: { DelaySeconds: "5" } }), "touches"],
  ["a group's capacity", drift({ type: "aws:autoscaling/group:Group", identities: ["web"] }, { path: "desiredCapacity", expected: 2, actual: 4 }), record("autoscaling", "SetDesiredCapacity", "02:00", alice, { autoScalingGroupName: "web", desiredCapacity: 4 }), "explains"],
  ["a rule that was switched off", drift({ type: "aws:cloudwatch/eventRule:EventRule", identities: ["nightly"] }, { path: "state", expected: "ENABLED", actual: "DISABLED" }), record("events", "DisableRule", "02:00", alice, { name: "nightly" }), "explains"],
  ["a number of tasks", drift({ type: "aws:ecs/service:Service", identities: ["arn:aws:ecs:eu-west-1:111122223333:service/main/web", "web"] }, { path: "desiredCount", expected: 2, actual: 5 }), record("ecs", "UpdateService", "02:00", alice, { cluster: "main", service: "web", desiredCount: 5 }), "explains"],
];

describe("weigh", () => {
  for (const [says, found, call, verdict] of rows) {
    it(`says of ${says}: ${verdict}`, () => {
      const change = found.changes.at(-1);
      assert.ok(change);
      assert.equal(weigh(call.record, found, change, masker).verdict, verdict);
    });
  }
});
