import assert from "node:assert/strict";
import type { ResourceValidationPolicy } from "@pulumi/policy";
import fc from "fast-check";
import { makePolicies } from "../../../policypack/policies";
import { judge, remediate, UNKNOWN } from "./runGuardrail";

const guardrails = makePolicies({ folders: [], now: () => new Date(0) }).flatMap((policy): ResourceValidationPolicy[] => (policy.name.startsWith("aws-") && !("validateStack" in policy) ? [policy] : []));

/** The types and names that they look at, filled with whatever a program, or somebody else, may write there. */
const TYPES = ["aws:ec2/securityGroup:SecurityGroup", "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "aws:s3/bucket:Bucket", "aws:s3/bucketAcl:BucketAcl", "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "aws:s3/bucketPolicy:BucketPolicy", "aws:sqs/queue:Queue", "aws:lambda/permission:Permission", "aws:rds/instance:Instance", "aws:cloudtrail/trail:Trail", "aws:ec2/instance:Instance", "aws:ec2/launchTemplate:LaunchTemplate"];
const NAMES = ["ingress", "protocol", "fromPort", "toPort", "cidrBlocks", "cidrIpv4", "acl", "grants", "accessControlPolicy", "policy", "principal", "sourceArn", "deletionProtection", "enableLogging", "metadataOptions", "httpTokens", "blockPublicAcls", "Statement"];
const TEXTS = ["0.0.0.0/0", "[secret]", "*", "-1", "public-read", "{", '{"Statement":[{"Effect":"Allow","Principal":"*"}]}', `0.0.0.0${"0".repeat(5_000)}/0`, "\u001b[31m\r\n::error::owned", UNKNOWN];

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(...TEXTS),
    fc.oneof(fc.string(), fc.boolean(), fc.integer(), fc.constant(null)),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...NAMES), tie("value")),
  ),
}));
const props = fc.dictionary(fc.constantFrom(...NAMES), value);

describe("the guardrails, given inputs of any shape", () => {
  for (const policy of guardrails) {
    it(`${policy.name} neither crashes nor says what breaks a log, and is content with what it remediated`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...TYPES), props, async (type, given) => {
          const { said } = await judge(policy, type, given);
          for (const message of said) {
            assert.doesNotMatch(message, /[\p{C}\p{Zl}\p{Zp}<>`]|##\[/u);
            assert.ok(message.length < 500);
          }
          const after = await remediate(policy, type, given);
          // What was remediated needs no further remediation.
          if (typeof after !== "string") assert.equal(await remediate(policy, type, after), "nothing");
        }),
      );
    });

    it(`${policy.name} judges a list of thousands`, async () => {
      const many = Array.from({ length: 3_000 }, () => ({ protocol: "tcp", fromPort: 1, toPort: 1, uri: "x" }));
      assert.deepEqual((await judge(policy, "aws:ec2/securityGroup:SecurityGroup", { ingress: many, grants: many })).said, []);
    });
  }
});
