import assert from "node:assert/strict";
import fc from "fast-check";
import { claimable } from "../../../automation/compare/claimable";
import { ClaimIndex } from "../../../automation/compare/claims";
import { compareStack } from "../../../automation/compare/compareStack";
import type { JsonObject } from "../../../policypack/model";
import { masker, observe, STACK, stackOf, type Case } from "./observed";

const NEIGHBOUR = "acme/web/prod";
const ACCOUNT = "111111111111";
const GROUP: Case = { type: "aws:ec2/securityGroup:SecurityGroup", id: "sg-1", inputs: {}, outputs: { ingress: [], arn: "arn:aws:ec2:eu-west-1:111111111111:security-group/sg-1" } };
const ROLE: Case = { type: "aws:iam/role:Role", id: "app", outputs: { arn: `arn:aws:iam::${ACCOUNT}:role/app`, managedPolicyArns: [], inlinePolicies: [] } };
const READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess";
const allow = (...actions: string[]) => JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] });
const allowAlike = (...actions: string[]) => JSON.stringify({ Statement: { Resource: ["*"], Action: actions.toReversed().map((action) => action.toUpperCase()), Effect: "Allow" }, Version: "2012-10-17" }, undefined, 1);

interface Declared {
  readonly type: string;
  readonly inputs: JsonObject;
  readonly outputs?: JsonObject;
}

/** Whom the first change of a resource belongs to, given what another stack's state has. */
function ownerOf(owner: Case, declared: readonly Declared[], stack = NEIGHBOUR): string | undefined {
  const observations = [observe(owner)];
  const { drifts } = compareStack(stackOf(observations), { observations }, masker(), new Set());
  const index = new ClaimIndex();
  index.add(stack, declared.map(({ type, inputs, outputs = {} }, at) => ({ urn: `urn:pulumi:prod::web::${type}::it-${at}`, type, custom: true, provider: "p", inputs, outputs })));
  const settings = [...claimable(drifts, observations).values()];
  return settings.map((one) => index.find(one, STACK)?.stack)[0];
}

/** The owner, with other outputs in the cloud. */
function shows(owner: Case, outputs: JsonObject): Case {
  return { ...owner, live: { inputs: owner.inputs ?? {}, outputs: { ...owner.outputs, ...outputs } }, op: "same" };
}

const listed = { protocol: "tcp", fromPort: 8080, toPort: 8080, cidrBlocks: ["10.1.0.0/16"], description: "web" };
const rule = { securityGroupId: "sg-1", ipProtocol: "tcp", fromPort: 8080, toPort: 8080, cidrIpv4: "10.1.0.0/16" };
const oldRule = { type: "ingress", securityGroupId: "sg-1", protocol: "6", fromPort: 8080, toPort: 8080, cidrBlocks: ["10.1.0.0/16", "10.2.0.0/16"] };
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const OLD = "aws:ec2/securityGroupRule:SecurityGroupRule";
const route = { cidrBlock: "10.9.0.0/16", gatewayId: "", natGatewayId: "nat-1" };
const TABLE: Case = { type: "aws:ec2/routeTable:RouteTable", id: "rtb-1", outputs: { routes: [] } };
const policy = (type: string, id: string, arn = id): Case => shows({ type, id, outputs: { arn, policy: "" } }, { policy: allow("s3:Get*", "s3:List*") });
const known: Declared = { type: "aws:sqs/queue:Queue", inputs: {}, outputs: { arn: `arn:aws:sqs:eu-west-1:${ACCOUNT}:jobs` } };
const attachment = { type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment", inputs: { role: "app", policyArn: READ_ONLY } };

interface Kind {
  readonly what: string;
  readonly owner: Case;
  readonly declared: readonly Declared[];
  readonly nearMisses: Readonly<Record<string, readonly Declared[]>>;
}

const one = (type: string, inputs: JsonObject): readonly Declared[] => [{ type, inputs }];

const KINDS: readonly Kind[] = [
  {
    what: "a rule of its own in a security group",
    owner: shows(GROUP, { ingress: [listed] }),
    declared: one(INGRESS, rule),
    nearMisses: {
      "another port": one(INGRESS, { ...rule, toPort: 8081 }),
      "another range": one(INGRESS, { ...rule, cidrIpv4: "10.1.0.0/17" }),
      "another protocol": one(INGRESS, { ...rule, ipProtocol: "udp" }),
      "another group": one(INGRESS, { ...rule, securityGroupId: "sg-11" }),
      "the other direction": one("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", rule),
    },
  },
  {
    what: "a rule of the older kind, one of its ranges in a rule of the program's own",
    owner: { ...GROUP, inputs: { ingress: [listed] }, outputs: { ingress: [listed] }, live: { inputs: { ingress: [{ ...listed, cidrBlocks: ["10.1.0.0/16", "10.2.0.0/16"] }] } } },
    declared: one(OLD, oldRule),
    nearMisses: { "not that range": one(OLD, { ...oldRule, cidrBlocks: ["10.1.0.0/16"] }), "an outgoing one": one(OLD, { ...oldRule, type: "egress" }) },
  },
  {
    what: "a rule for a group, which a person gave one more source",
    owner: shows(GROUP, { ingress: [{ ...listed, cidrBlocks: [], securityGroups: ["sg-2"], self: true }] }),
    declared: [...one(OLD, { ...oldRule, cidrBlocks: [], sourceSecurityGroupId: "sg-2" }), ...one(INGRESS, { ...rule, cidrIpv4: "", referencedSecurityGroupId: "sg-1" })],
    nearMisses: { "only one of the sources": one(OLD, { ...oldRule, cidrBlocks: [], sourceSecurityGroupId: "sg-2" }) },
  },
  {
    what: "a route of its own",
    owner: shows(TABLE, { routes: [route] }),
    declared: one("aws:ec2/route:Route", { routeTableId: "rtb-1", destinationCidrBlock: "10.9.0.0/16", natGatewayId: "nat-1" }),
    nearMisses: {
      "another target": one("aws:ec2/route:Route", { routeTableId: "rtb-1", destinationCidrBlock: "10.9.0.0/16", natGatewayId: "nat-2" }),
      "another destination": one("aws:ec2/route:Route", { routeTableId: "rtb-1", destinationCidrBlock: "10.8.0.0/16", natGatewayId: "nat-1" }),
      "another table": one("aws:ec2/route:Route", { routeTableId: "rtb-2", destinationCidrBlock: "10.9.0.0/16", natGatewayId: "nat-1" }),
    },
  },
  {
    what: "a policy attached to a role",
    owner: shows(ROLE, { managedPolicyArns: [READ_ONLY] }),
    declared: [known, attachment],
    nearMisses: {
      "another policy": [known, { ...attachment, inputs: { role: "app", policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" } }],
      "another role": [known, { ...attachment, inputs: { role: "app-2", policyArn: READ_ONLY } }],
      "a role of another account": [{ ...known, outputs: { arn: "arn:aws:sqs:eu-west-1:222222222222:jobs" } }, attachment],
      "an account that nothing tells": [attachment],
    },
  },
  {
    what: "an inline policy of a role, written otherwise",
    owner: shows(ROLE, { inlinePolicies: [{ name: "read", policy: allow("s3:Get*", "s3:List*") }] }),
    declared: [known, { type: "aws:iam/rolePolicy:RolePolicy", inputs: { role: "app", name: "read", policy: allowAlike("s3:Get*", "s3:List*") } }],
    nearMisses: {
      "one action more": [known, { type: "aws:iam/rolePolicy:RolePolicy", inputs: { role: "app", name: "read", policy: allow("s3:Get*") } }],
      "another name": [known, { type: "aws:iam/rolePolicy:RolePolicy", inputs: { role: "app", name: "write", policy: allow("s3:Get*", "s3:List*") } }],
    },
  },
  ...[
    { owner: policy("aws:s3/bucket:Bucket", "logs", "arn:aws:s3:::logs"), type: "aws:s3/bucketPolicy:BucketPolicy", link: "bucket", name: "logs" },
    { owner: policy("aws:sqs/queue:Queue", "https://sqs.eu-west-1.amazonaws.com/111111111111/q"), type: "aws:sqs/queuePolicy:QueuePolicy", link: "queueUrl", name: "https://sqs.eu-west-1.amazonaws.com/111111111111/q" },
    { owner: policy("aws:sns/topic:Topic", "arn:aws:sns:eu-west-1:111111111111:t"), type: "aws:sns/topicPolicy:TopicPolicy", link: "arn", name: "arn:aws:sns:eu-west-1:111111111111:t" },
    { owner: policy("aws:kms/key:Key", "0f1e", "arn:aws:kms:eu-west-1:111111111111:key/0f1e"), type: "aws:kms/keyPolicy:KeyPolicy", link: "keyId", name: "0f1e" },
    { owner: policy("aws:secretsmanager/secret:Secret", "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s"), type: "aws:secretsmanager/secretPolicy:SecretPolicy", link: "secretArn", name: "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s" },
  ].map(({ owner, type, link, name }): Kind => ({
    what: `a ${type}, written otherwise`,
    owner,
    declared: one(type, { [link]: name, policy: allowAlike("s3:Get*", "s3:List*") }),
    nearMisses: { "another meaning": one(type, { [link]: name, policy: allow("s3:*") }), "another owner": one(type, { [link]: `${name}-2`, policy: allow("s3:Get*", "s3:List*") }) },
  })),
  {
    what: "a bucket's versioning",
    owner: shows({ type: "aws:s3/bucket:Bucket", id: "logs", outputs: { versioning: { enabled: false } } }, { versioning: { enabled: true } }),
    declared: one("aws:s3/bucketVersioning:BucketVersioning", { bucket: "logs", versioningConfiguration: { status: "Enabled" } }),
    nearMisses: { "the other state": one("aws:s3/bucketVersioning:BucketVersioning", { bucket: "logs", versioningConfiguration: { status: "Suspended" } }) },
  },
];

describe("claims of other stacks", () => {
  for (const { what, owner, declared, nearMisses } of KINDS) {
    describe(what, () => {
      it("explains the change where all of it is declared", () => {
        assert.equal(ownerOf(owner, declared), NEIGHBOUR);
      });

      it("explains nothing within one stack: that is a matter of the program's own", () => {
        assert.equal(ownerOf(owner, declared, STACK), undefined);
      });

      for (const [miss, others] of Object.entries(nearMisses)) {
        it(`does not, given ${miss}`, () => {
          assert.equal(ownerOf(owner, others), undefined);
        });
      }
    });
  }

  it("do not explain what was taken away, or became another", () => {
    const declared = one(INGRESS, rule);
    assert.equal(ownerOf({ ...GROUP, inputs: { ingress: [listed] }, live: { inputs: { ingress: [] } } }, declared), undefined);
    assert.equal(ownerOf({ ...GROUP, inputs: { ingress: [{ ...listed, description: "before" }] }, live: { inputs: { ingress: [listed] } } }, declared), undefined);
  });

  it("are not made by a resource that waits to be deleted, or by what is no resource", () => {
    const index = new ClaimIndex();
    index.add(NEIGHBOUR, [null, 7, "x", {}, { type: INGRESS }, { type: INGRESS, urn: "u", delete: true, inputs: rule }, { type: INGRESS, urn: 7, inputs: rule }]);
    const observations = [observe(shows(GROUP, { ingress: [listed] }))];
    const { drifts } = compareStack(stackOf(observations), { observations }, masker(), new Set());
    for (const settings of claimable(drifts, observations).values()) assert.equal(index.find(settings, STACK), undefined);
  });

  it("law: whatever other stacks declare, no change of a resource is explained that none of them names", () => {
    const ids = fc.constantFrom("sg-2", "sg-11", "rtb-2", "logs-2", "", "app-2");
    const declared = fc.constantFrom(...KINDS.flatMap((kind) => kind.declared));
    fc.assert(
      fc.property(fc.constantFrom(...KINDS), fc.array(fc.tuple(declared, ids), { maxLength: 6 }), ({ owner }, others) => {
        const links = ["securityGroupId", "routeTableId", "role", "bucket", "queueUrl", "arn", "keyId", "secretArn"];
        const renamed = others.map(([{ type, inputs, outputs }, id]) => ({ type, inputs: Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, links.includes(name) ? id : value])), ...(outputs && { outputs }) }));
        assert.equal(ownerOf(owner, renamed), undefined);
      }),
      { numRuns: 60 },
    );
  }).timeout(10_000);
});
