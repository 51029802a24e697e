import assert from "node:assert/strict";
import { awsAnyPolicyWildcardPrincipal } from "../../../policypack/policies/awsAnyPolicyWildcardPrincipal";
import { judge, UNKNOWN } from "./runGuardrail";

const QUEUE = "aws:sqs/queue:Queue";
const PERMISSION = "aws:lambda/permission:Permission";

const policy = awsAnyPolicyWildcardPrincipal();
const allow = (given: object): string => JSON.stringify({ Statement: { Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: "*", ...given } });

describe("aws-any-policy-wildcard-principal", () => {
  for (const [type, property] of [
    [QUEUE, "policy"],
    ["aws:sqs/queuePolicy:QueuePolicy", "policy"],
    ["aws:sns/topic:Topic", "policy"],
    ["aws:sns/topicPolicy:TopicPolicy", "policy"],
    ["aws:kms/key:Key", "policy"],
    ["aws:secretsmanager/secretPolicy:SecretPolicy", "policy"],
    ["aws:ecr/repositoryPolicy:RepositoryPolicy", "policy"],
    ["aws:opensearch/domain:Domain", "accessPolicies"],
    ["aws:iam/role:Role", "assumeRolePolicy"],
  ] as const) {
    it(`reports ${property} of ${type}, where it lets everybody in`, async () => {
      const { said } = await judge(policy, type, { [property]: allow({}) });
      assert.deepEqual(said, [`${property} lets everybody in: a statement allows the principal * without a condition that bounds who that is.`]);
    });
  }

  const cases: readonly (readonly [what: string, given: object, reported: boolean])[] = [
    ['{"AWS": "*"}', { Principal: { AWS: "*" } }, true],
    ["everybody but somebody", { Principal: undefined, NotPrincipal: { AWS: "arn:aws:iam::111122223333:root" } }, true],
    ["everybody, from anywhere on earth", { Condition: { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } } }, true],
    ["everybody, where a key that may be missing fits", { Condition: { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-1" } } }, true],
    ["a service", { Principal: { Service: "sns.amazonaws.com" } }, false],
    ["an account", { Principal: { AWS: "111122223333" } }, false],
    ["everybody, from one topic", { Condition: { ArnEquals: { "aws:SourceArn": "arn:aws:sns:eu-central-1:111122223333:orders" } } }, false],
    ["everybody of one account", { Condition: { StringEquals: { "kms:CallerAccount": "111122223333" } } }, false],
    ["nobody: everybody is denied", { Effect: "Deny" }, false],
  ];
  for (const [what, given, reported] of cases) {
    it(`${reported ? "reports" : "is silent about"} a queue for ${what}`, async () => {
      assert.equal((await judge(policy, QUEUE, { policy: allow(given) })).said.length, reported ? 1 : 0);
    });
  }

  it("is silent about queues without a policy, and about what is no resource's policy", async () => {
    for (const [type, props] of [[QUEUE, {}], [QUEUE, { policy: "" }], ["aws:ec2/vpcEndpoint:VpcEndpoint", { policy: allow({}) }], ["aws:iam/policy:Policy", { policy: allow({}) }]] as const) {
      assert.deepEqual(await judge(policy, type, props), { said: [], unknown: false });
    }
  });

  it("reports a function that everybody may call, unless a source, an account or an organisation bounds it", async () => {
    assert.equal((await judge(policy, PERMISSION, { principal: "*", action: "lambda:InvokeFunction", sourceArn: "" })).said.length, 1);
    for (const bound of [{ sourceArn: "arn:aws:s3:::assets" }, { sourceAccount: "111122223333" }, { principalOrgId: "o-1" }]) {
      assert.deepEqual(await judge(policy, PERMISSION, { principal: "*", ...bound }), { said: [], unknown: false });
    }
  });

  describe("in a preview that does not know everything", () => {
    it("says that it could not judge a policy, or a part of one, that it does not know", async () => {
      assert.deepEqual(await judge(policy, QUEUE, { policy: UNKNOWN }), { said: [], unknown: true });
      assert.deepEqual(await judge(policy, QUEUE, { policy: { Statement: [{ Effect: "Allow", Principal: "*", Resource: UNKNOWN }] } }), { said: [], unknown: true });
      assert.deepEqual(await judge(policy, PERMISSION, { principal: UNKNOWN }), { said: [], unknown: true });
      assert.deepEqual(await judge(policy, PERMISSION, { principal: "*", sourceArn: UNKNOWN }), { said: [], unknown: true });
    });

    it("does not ask for the source of a service's permission, nor for what else a queue has", async () => {
      assert.deepEqual(await judge(policy, PERMISSION, { principal: "sns.amazonaws.com", sourceArn: UNKNOWN }), { said: [], unknown: false });
      assert.deepEqual(await judge(policy, QUEUE, { kmsMasterKeyId: UNKNOWN }), { said: [], unknown: false });
    });
  });
});
