import assert from "node:assert/strict";
import { makePolicies } from "../../../policypack/policies";

const policies = makePolicies({ folders: [], now: () => new Date(0) });
const guardrails = policies.filter(({ name }) => name.startsWith("aws-"));

describe("the guardrails", () => {
  it("are six, and each says all about itself", () => {
    assert.equal(guardrails.length, 6);
    for (const { name, displayName, description, severity, framework, tags, remediationSteps, url } of guardrails) {
      assert.match(name, /^aws-[a-z0-9]+-[a-z0-9]+-[a-z0-9-]+$/);
      for (const text of [displayName, description, severity, framework?.reference, framework?.specification, tags?.[0], remediationSteps]) assert.ok(text !== undefined && text.length > 1, name);
      assert.ok(url?.startsWith("https://docs.aws.amazon.com/"), name);
    }
  });

  it("are advisory until a configuration says otherwise, so that a pack which is added refuses nothing but what overwrites drift", () => {
    assert.deepEqual([...new Set(guardrails.map(({ enforcementLevel }) => enforcementLevel))], ["advisory"]);
  });

  it("remediate what was adopted: the adoption comes first", () => {
    const remediating = policies.flatMap((policy) => ("remediateResource" in policy ? [policy.name] : []));
    assert.deepEqual(remediating, ["drift-adopt", "aws-any-resource-deletable", "aws-cloudtrail-trail-off", "aws-ec2-instance-imdsv1", "aws-s3-bucket-public"]);
  });
});
