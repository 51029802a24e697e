import assert from "node:assert/strict";
import { awsAnyResourceDeletable } from "../../../policypack/policies/awsAnyResourceDeletable";
import { judge, remediate, UNKNOWN } from "./runGuardrail";

const DATABASE = "aws:rds/instance:Instance";

const policy = awsAnyResourceDeletable();

describe("aws-any-resource-deletable", () => {
  for (const [type, property, on] of [
    [DATABASE, "deletionProtection", true],
    ["aws:rds/cluster:Cluster", "deletionProtection", true],
    ["aws:dynamodb/table:Table", "deletionProtectionEnabled", true],
    ["aws:lb/loadBalancer:LoadBalancer", "enableDeletionProtection", true],
    ["aws:cognito/userPool:UserPool", "deletionProtection", "ACTIVE"],
  ] as const) {
    it(`reports ${type} without ${property}, and turns it on`, async () => {
      for (const props of [{}, { [property]: false }, { [property]: "INACTIVE" }]) {
        const { said } = await judge(policy, type, props);
        assert.deepEqual([said.length, said[0]?.startsWith(`${property} is off`)], [1, true]);
        const after = await remediate(policy, type, { name: "orders", ...props });
        assert.deepEqual(after, { name: "orders", [property]: on });
        assert.deepEqual(await judge(policy, type, { [property]: on }), { said: [], unknown: false });
      }
    });
  }

  it("is silent about what has no such protection", async () => {
    assert.deepEqual(await judge(policy, "aws:rds/clusterInstance:ClusterInstance", {}), { said: [], unknown: false });
    assert.equal(await remediate(policy, "aws:rds/clusterInstance:ClusterInstance", {}), "nothing");
  });

  it("says that it could not judge what a preview does not know, and asks for nothing else", async () => {
    assert.deepEqual(await judge(policy, DATABASE, { deletionProtection: UNKNOWN }), { said: [], unknown: true });
    assert.equal(await remediate(policy, DATABASE, { deletionProtection: UNKNOWN }), "unknown");
    assert.deepEqual(await judge(policy, DATABASE, { deletionProtection: true, password: UNKNOWN }), { said: [], unknown: false });
  });

  it("keeps secret what is secret, and unknown what is unknown", async () => {
    const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: "CANARY" };
    assert.deepEqual(await remediate(policy, DATABASE, { password: secret, kmsKeyId: UNKNOWN }), { password: secret, kmsKeyId: UNKNOWN, deletionProtection: true });
  });
});
