import assert from "node:assert/strict";
import type { JsonObject } from "../../../policypack/model";
import { compare, type Case } from "./observed";

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";
const BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy";
const ROLE = "aws:iam/role:Role";

const rule = (port: number, ...cidrBlocks: string[]): JsonObject => ({ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks });
const allow = (more: JsonObject): JsonObject => ({ Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "s3:GetObject", Resource: "arn:aws:s3:::b/*", ...more });
const policy = (...Statement: JsonObject[]): JsonObject => ({ policy: JSON.stringify({ Version: "2012-10-17", Statement }) });
const trust = (principal: JsonObject): JsonObject => ({ assumeRolePolicy: JSON.stringify({ Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: principal }] }) });

/** "critical+" where access is opened. */
function weightOf(one: Case): string {
  const changes = compare([one]).drifts.flatMap((drift) => drift.changes);
  const ranks = ["low", "medium", "high", "critical"];
  const [worst] = [...changes].sort((a, b) => ranks.indexOf(b.severity) - ranks.indexOf(a.severity));
  return `${worst?.severity ?? "none"}${changes.some(({ opensAccess }) => opensAccess) ? "+" : ""}`;
}

const cases: readonly (readonly [what: string, type: string, recorded: JsonObject, live: JsonObject | null, expected: string])[] = [
  // Network paths
  ["a rule for the whole world", GROUP, { ingress: [] }, { ingress: [rule(22, "0.0.0.0/0")] }, "critical+"],
  ["the world in IPv6", GROUP, { ingress: [] }, { ingress: [{ ...rule(22), ipv6CidrBlocks: ["::/0"] }] }, "critical+"],
  ["half of the world", GROUP, { ingress: [rule(22)] }, { ingress: [rule(22, "128.0.0.0/1")] }, "critical+"],
  ["the world as one more source of a rule", GROUP, { ingress: [rule(22, "10.0.0.0/8")] }, { ingress: [rule(22, "10.0.0.0/8", "0.0.0.0/0")] }, "critical+"],
  ["somebody's address", GROUP, { ingress: [] }, { ingress: [rule(22, "203.0.113.7/32")] }, "high+"],
  ["a private network", GROUP, { ingress: [] }, { ingress: [rule(22, "10.1.0.0/16")] }, "medium+"],
  ["another group", GROUP, { ingress: [] }, { ingress: [{ ...rule(22), securityGroups: ["sg-2"] }] }, "medium+"],
  ["a rule that is gone", GROUP, { ingress: [rule(22, "0.0.0.0/0")] }, { ingress: [] }, "medium"],
  ["a source narrowed", GROUP, { ingress: [rule(22, "0.0.0.0/0", "10.0.0.0/8")] }, { ingress: [rule(22, "10.0.0.0/8")] }, "medium"],
  ["a network ACL that shuts the world out", "aws:ec2/networkAclRule:NetworkAclRule", { ruleAction: "deny", cidrBlock: "10.0.0.0/8" }, { ruleAction: "deny", cidrBlock: "0.0.0.0/0" }, "medium"],
  ["a network ACL that lets the world in", "aws:ec2/networkAclRule:NetworkAclRule", { ruleAction: "allow", cidrBlock: "10.0.0.0/8" }, { ruleAction: "allow", cidrBlock: "0.0.0.0/0" }, "critical+"],
  ["ports narrowed in a group's rule", GROUP, { ingress: [{ ...rule(22, "0.0.0.0/0"), fromPort: 0, toPort: 65535 }] }, { ingress: [rule(22, "0.0.0.0/0")] }, "medium"],
  ["one rule written as two", GROUP, { ingress: [{ ...rule(80, "203.0.113.0/24"), toPort: 90 }] }, { ingress: [{ ...rule(80, "203.0.113.0/25"), toPort: 90 }, { ...rule(80, "203.0.113.128/25"), toPort: 85 }] }, "medium"],
  ["a rule for what another one lets in already", GROUP, { ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }] }, { ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }, rule(22, "203.0.113.7/32")] }, "medium"],
  ["a port moved", GROUP, { ingress: [rule(22, "203.0.113.7/32")] }, { ingress: [rule(23, "203.0.113.7/32")] }, "high+"],
  ["a group that reaches itself", GROUP, { ingress: [] }, { ingress: [{ ...rule(22), self: true }] }, "medium+"],
  ["a network ACL that denies more", "aws:ec2/networkAcl:NetworkAcl", { ingress: [] }, { ingress: [{ action: "deny", cidrBlock: "0.0.0.0/0", protocol: "-1", fromPort: 0, toPort: 0, ruleNo: 1 }] }, "medium"],
  ["a network ACL's way out", "aws:ec2/networkAclRule:NetworkAclRule", { egress: true, ruleAction: "allow", cidrBlock: "10.0.0.0/8" }, { egress: true, ruleAction: "allow", cidrBlock: "0.0.0.0/0" }, "medium"],
  ["a way out", GROUP, { egress: [] }, { egress: [rule(443, "0.0.0.0/0")] }, "medium"],
  ["wider ports for the world", RULE, { type: "ingress", ...rule(443, "0.0.0.0/0") }, { type: "ingress", ...rule(443, "0.0.0.0/0"), fromPort: 0 }, "critical+"],
  ["narrower ports", RULE, { type: "ingress", ...rule(443, "0.0.0.0/0"), fromPort: 0 }, { type: "ingress", ...rule(443, "0.0.0.0/0") }, "medium"],
  ["another source in a rule of its own", "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", { cidrIpv4: "10.0.0.0/8" }, { cidrIpv4: "0.0.0.0/0" }, "critical+"],
  ["a public database", "aws:rds/instance:Instance", { publiclyAccessible: false }, { publiclyAccessible: true }, "critical+"],
  ["a private database", "aws:rds/instance:Instance", { publiclyAccessible: true }, { publiclyAccessible: false }, "medium"],
  // Policies
  ["a public statement", BUCKET_POLICY, policy(allow({})), policy(allow({}), allow({ Principal: "*" })), "critical+"],
  ["a public statement with a condition", BUCKET_POLICY, policy(allow({})), policy(allow({}), allow({ Principal: "*", Condition: { StringEquals: { "aws:SourceVpc": "vpc-1" } } })), "high+"],
  ["a condition that is gone", BUCKET_POLICY, policy(allow({ Principal: "*", Condition: { Bool: { "aws:SecureTransport": "true" } } })), policy(allow({ Principal: "*" })), "critical+"],
  ["all actions", BUCKET_POLICY, policy(allow({})), policy(allow({ Action: "s3:*" })), "high+"],
  ["a new account", BUCKET_POLICY, policy(allow({})), policy(allow({ Principal: { AWS: ["111122223333", "arn:aws:iam::999999999999:root"] } })), "high+"],
  ["one more action", BUCKET_POLICY, policy(allow({})), policy(allow({ Action: ["s3:GetObject", "s3:PutObject"] })), "high+"],
  ["a Deny that is gone", BUCKET_POLICY, policy(allow({}), { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" }), policy(allow({})), "high+"],
  ["an exception less", BUCKET_POLICY, policy({ Effect: "Allow", Principal: { AWS: "1" }, Action: "s3:*", NotResource: ["a", "b"] }), policy({ Effect: "Allow", Principal: { AWS: "1" }, Action: "s3:*", NotResource: "a" }), "high+"],
  ["the same, spelled differently beside a new Sid", BUCKET_POLICY, policy(allow({})), policy(allow({ Sid: "x", Action: ["S3:getObject"], Principal: { AWS: ["arn:aws:iam::111122223333:root"] } })), "medium"],
  ["less than before", BUCKET_POLICY, policy(allow({ Action: "s3:*" })), policy(allow({})), "medium"],
  ["a part of what was allowed", BUCKET_POLICY, policy(allow({ Action: "s3:Get*" })), policy(allow({ Action: ["s3:GetObject", "s3:GetObjectAcl"] })), "medium"],
  ["a condition narrowed", BUCKET_POLICY, policy(allow({ Principal: "*", Condition: { IpAddress: { "aws:SourceIp": ["10.0.0.0/8", "203.0.113.0/24"] } } })), policy(allow({ Principal: "*", Condition: { IpAddress: { "AWS:SourceIp": "10.1.0.0/16" } } })), "medium"],
  ["a condition more", BUCKET_POLICY, policy(allow({ Condition: { Bool: { "aws:SecureTransport": "true" } } })), policy(allow({ Condition: { Bool: { "aws:SecureTransport": "true" }, StringLike: { "aws:PrincipalArn": "arn:aws:iam::1:role/a*" } } })), "medium"],
  ["an exception more", BUCKET_POLICY, policy({ Effect: "Allow", Principal: { AWS: "1" }, NotAction: "s3:Delete*", Resource: "*" }), policy({ Effect: "Allow", Principal: { AWS: "1" }, NotAction: ["s3:Delete*", "s3:Put*"], Resource: "*" }), "medium"],
  ["one of what was not excepted", ROLE, policy({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }), policy({ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }), "medium"],
  ["what was excepted", ROLE, policy({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }), policy({ Effect: "Allow", Action: "iam:PassRole", Resource: "*" }), "high+"],
  ["what may be among the excepted", ROLE, policy({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }), policy({ Effect: "Allow", Action: "*:Get*", Resource: "*" }), "high+"],
  ["one more Deny", BUCKET_POLICY, policy(allow({})), policy(allow({}), { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" }), "medium"],
  ["everybody may assume the role", ROLE, trust({ Service: "ec2.amazonaws.com" }), trust({ AWS: "*" }), "critical+"],
  ["another account may assume the role", ROLE, trust({ Service: "ec2.amazonaws.com" }), trust({ Service: "ec2.amazonaws.com", AWS: "999999999999" }), "high+"],
  ["an administrator's policy", ROLE, { managedPolicyArns: [] }, { managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"] }, "critical+"],
  ["an administrator's policy taken away", ROLE, { managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"] }, { managedPolicyArns: [] }, "medium"],
  ["an inline policy", ROLE, { inlinePolicies: [] }, { inlinePolicies: [{ name: "x", ...policy({ Effect: "Allow", Action: "*", Resource: "*" }) }] }, "critical+"],
  // Safeguards
  ["versioning suspended", "aws:s3/bucketVersioning:BucketVersioning", { versioningConfiguration: { status: "Enabled" } }, { versioningConfiguration: { status: "Suspended" } }, "high"],
  ["versioning turned on", "aws:s3/bucketVersioning:BucketVersioning", { versioningConfiguration: { status: "Suspended" } }, { versioningConfiguration: { status: "Enabled" } }, "medium"],
  ["a public access block lifted", "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", { blockPublicAcls: true }, { blockPublicAcls: false }, "critical+"],
  ["a trail stopped", "aws:cloudtrail/trail:Trail", { enableLogging: true }, { enableLogging: false }, "critical"],
  ["encryption off", "aws:sqs/queue:Queue", { kmsMasterKeyId: "alias/k" }, {}, "high"],
  ["deletion protection off", "aws:dynamodb/table:Table", { deletionProtectionEnabled: true }, { deletionProtectionEnabled: false }, "high"],
  ["a key disabled", "aws:kms/key:Key", { isEnabled: true }, { isEnabled: false }, "high"],
  ["backups off", "aws:rds/instance:Instance", { backupRetentionPeriod: 7 }, { backupRetentionPeriod: 0 }, "high"],
  ["old instance metadata", "aws:ec2/instance:Instance", { metadataOptions: { httpTokens: "required" } }, { metadataOptions: { httpTokens: "optional" } }, "high"],
  ["a safeguard that was never on", "aws:sqs/queue:Queue", { sqsManagedSseEnabled: false }, {}, "medium"],
  ["a safeguard that the program does not mention, off", "aws:cloudtrail/trail:Trail", {}, { enableLogging: false }, "critical"],
  ["two safeguards and a door in one new part", "aws:ec2/launchTemplate:LaunchTemplate", {}, { networkInterfaces: [{ associatePublicIpAddress: true }] }, "high+"],
  // The rest
  ["a tag", "aws:s3/bucket:Bucket", { tags: { a: "1" } }, { tags: { a: "2" } }, "low"],
  ["a tag that is named like a safeguard", "aws:s3/bucket:Bucket", { tags: { encrypted: "true" } }, { tags: { encrypted: "false" } }, "low"],
  ["a description", GROUP, { description: "a" }, { description: "b" }, "low"],
  ["a number", "aws:sqs/queue:Queue", { delaySeconds: 0 }, { delaySeconds: 5 }, "medium"],
  ["a bucket gone", "aws:s3/bucket:Bucket", {}, null, "critical"],
  ["a queue gone", "aws:sqs/queue:Queue", {}, null, "critical"],
  ["a public access block gone", "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", {}, null, "critical+"],
  ["an ACL's rule gone that shut the world out", "aws:ec2/networkAclRule:NetworkAclRule", { egress: false, ruleAction: "deny", cidrBlock: "0.0.0.0/0", protocol: "-1" }, null, "critical+"],
  ["a group's rule gone", RULE, { type: "ingress", ...rule(22, "0.0.0.0/0") }, null, "medium"],
  ["a detector gone", "aws:guardduty/detector:Detector", {}, null, "critical"],
  ["a flow log gone", "aws:ec2/flowLog:FlowLog", {}, null, "critical"],
  ["a firewall's place gone", "aws:wafv2/webAclAssociation:WebAclAssociation", {}, null, "critical"],
  ["a block of public images gone", "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess", {}, null, "critical+"],
  ["a bucket's encryption gone", "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", {}, null, "high"],
  ["a bucket's notifications gone", "aws:s3/bucketNotification:BucketNotification", {}, null, "medium"],
  ["a role gone", ROLE, trust({ Service: "ec2.amazonaws.com" }), null, "high"],
  ["a policy gone that only allowed", BUCKET_POLICY, policy(allow({})), null, "high"],
  ["a policy gone that denied something", BUCKET_POLICY, policy({ Effect: "Deny", Principal: "*", Action: "*", Resource: "*" }), null, "high+"],
  ["an alarm gone", "aws:cloudwatch/metricAlarm:MetricAlarm", {}, null, "medium"],
];

describe("compare: severity comes from what a change does", () => {
  for (const [what, type, recorded, live, expected] of cases) {
    it(`${what}: ${expected}`, () => {
      assert.equal(weightOf({ type, inputs: recorded, live: live === null ? null : { inputs: live } }), expected);
    });
  }

  it("given one rule that is closed and another that is opened, blames only the opening", () => {
    const inputs = { ingress: [rule(443, "10.0.0.0/8"), rule(9100, "10.20.0.0/16")] };
    const live = { inputs: { ingress: [rule(443, "10.0.0.0/8"), rule(22, "0.0.0.0/0")] } };
    const changes = compare([{ type: GROUP, inputs, live }]).drifts.flatMap((drift) => drift.changes);
    assert.deepEqual(changes.map(({ kind, severity, opensAccess }) => [kind, severity, opensAccess]), [["removed", "medium", undefined], ["added", "critical", true]]);
  });

  it("given an opening that only the outputs tell: critical+", () => {
    const live = { inputs: { ingress: [] }, outputs: { ingress: [rule(22, "0.0.0.0/0")] } };
    assert.equal(weightOf({ type: GROUP, inputs: { ingress: [] }, live }), "critical+");
  });
});
