import assert from "node:assert/strict";
import { awsEc2InstanceImdsv1 } from "../../../policypack/policies/awsEc2InstanceImdsv1";
import { judge, remediate, UNKNOWN } from "./runGuardrail";

const INSTANCE = "aws:ec2/instance:Instance";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const CONFIGURATION = "aws:ec2/launchConfiguration:LaunchConfiguration";

const policy = awsEc2InstanceImdsv1();
const required = { httpEndpoint: "enabled", httpTokens: "required" };

describe("aws-ec2-instance-imdsv1", () => {
  for (const type of [INSTANCE, TEMPLATE, CONFIGURATION, "aws:ec2/spotInstanceRequest:SpotInstanceRequest"]) {
    it(`reports ${type} that answers without a token, and no other`, async () => {
      for (const props of [{}, { metadataOptions: {} }, { metadataOptions: { httpTokens: "optional" } }]) {
        assert.equal((await judge(policy, type, props)).said.length, 1, JSON.stringify(props));
      }
      for (const props of [{ metadataOptions: { httpTokens: "required" } }, { metadataOptions: { httpEndpoint: "disabled" } }]) {
        assert.deepEqual(await judge(policy, type, props), { said: [], unknown: false });
      }
    });
  }

  it("leaves it to the launch template, where an instance has one and says nothing itself", async () => {
    assert.deepEqual(await judge(policy, INSTANCE, { launchTemplate: { id: UNKNOWN } }), { said: [], unknown: false });
    assert.equal(await remediate(policy, INSTANCE, { launchTemplate: UNKNOWN }), "nothing");
    assert.equal((await judge(policy, INSTANCE, { launchTemplate: { id: "lt-1" }, metadataOptions: { httpTokens: "optional" } })).said.length, 1);
  });

  it("requires the token of instances and launch templates, and keeps the other options", async () => {
    assert.deepEqual(await remediate(policy, INSTANCE, { ami: "ami-1" }), { ami: "ami-1", metadataOptions: required });
    const options = { httpTokens: "optional", httpPutResponseHopLimit: 2 };
    assert.deepEqual(await remediate(policy, TEMPLATE, { metadataOptions: options }), { metadataOptions: { ...options, ...required } });
    assert.equal(await remediate(policy, INSTANCE, { metadataOptions: { httpTokens: "required" } }), "nothing");
  });

  it("does not remediate what only a replacement would change", async () => {
    assert.equal(await remediate(policy, CONFIGURATION, {}), "nothing");
  });

  it("says that it could not judge what a preview does not know, and asks for nothing else", async () => {
    for (const metadataOptions of [UNKNOWN, { httpTokens: UNKNOWN }, { httpTokens: "optional", httpEndpoint: UNKNOWN }]) {
      assert.deepEqual(await judge(policy, INSTANCE, { metadataOptions }), { said: [], unknown: true });
      assert.equal(await remediate(policy, INSTANCE, { metadataOptions }), "unknown");
    }
    assert.deepEqual(await judge(policy, INSTANCE, { subnetId: UNKNOWN, metadataOptions: { ...required, httpPutResponseHopLimit: UNKNOWN } }), { said: [], unknown: false });
  });
});
