import assert from "node:assert/strict";
import { awsCloudtrailTrailOff } from "../../../policypack/policies/awsCloudtrailTrailOff";
import { judge, remediate, UNKNOWN } from "./runGuardrail";

const TRAIL = "aws:cloudtrail/trail:Trail";

const policy = awsCloudtrailTrailOff();

describe("aws-cloudtrail-trail-off", () => {
  it("reports a trail that is stopped; one that the program says nothing of records", async () => {
    const { said } = await judge(policy, TRAIL, { enableLogFileValidation: true, enableLogging: false });
    assert.deepEqual([said.length, said[0]?.startsWith("enableLogging is off")], [1, true]);
    assert.deepEqual((await judge(policy, TRAIL, { enableLogFileValidation: true })).said, []);
  });

  it("reports a trail whose files are not validated, as they are not by default", async () => {
    for (const props of [{}, { enableLogFileValidation: false, enableLogging: true }]) {
      const { said } = await judge(policy, TRAIL, props);
      assert.deepEqual([said.length, said[0]?.startsWith("enableLogFileValidation is off")], [1, true]);
    }
  });

  it("turns on what is off, and writes nothing where both are on", async () => {
    assert.deepEqual(await remediate(policy, TRAIL, { name: "audit", enableLogging: false }), { name: "audit", enableLogging: true, enableLogFileValidation: true });
    assert.deepEqual(await remediate(policy, TRAIL, { name: "audit" }), { name: "audit", enableLogFileValidation: true });
    assert.equal(await remediate(policy, TRAIL, { enableLogFileValidation: true }), "nothing");
  });

  it("says that it could not judge what a preview does not know, and still reports the rest", async () => {
    const { said, unknown } = await judge(policy, TRAIL, { enableLogging: UNKNOWN, s3BucketName: UNKNOWN });
    assert.deepEqual([said.length, unknown], [1, true]);
    assert.equal(await remediate(policy, TRAIL, { enableLogging: UNKNOWN }), "unknown");
    assert.deepEqual(await judge(policy, TRAIL, { enableLogFileValidation: true, s3BucketName: UNKNOWN }), { said: [], unknown: false });
  });

  it("is silent about other types", async () => {
    assert.deepEqual(await judge(policy, "aws:cloudtrail/eventDataStore:EventDataStore", {}), { said: [], unknown: false });
    assert.equal(await remediate(policy, "aws:cloudtrail/eventDataStore:EventDataStore", {}), "nothing");
  });
});
