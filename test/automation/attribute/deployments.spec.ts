import assert from "node:assert/strict";
import type { PastUpdate } from "../../../automation/estate/stack";
import { attributedTo, context, drift } from "./shapes/drifts";
import { alice, record, session } from "./shapes/records";

const suspended = drift({ type: "aws:s3/bucketVersioning:BucketVersioning", identities: ["app"] }, { path: "versioningConfiguration.status", expected: "Enabled", actual: "Suspended" });
const PULUMI = "APN/1.0 Pulumi/1.0 (+https://www.pulumi.com) Pulumi-Aws/7.48.0";
const call = (at: string, who: Parameters<typeof record>[3], userAgent = "aws-cli/2.15.0") => record("s3", "PutBucketVersioning", at, who, { bucketName: "app", VersioningConfiguration: { Status: "Suspended" } }, { userAgent });
const other = (at: string, who: Parameters<typeof record>[3]) => record("sqs", "CreateQueue", at, who, { queueName: "jobs" }, { userAgent: PULUMI });
const update = (from: string, to: string, more: Partial<PastUpdate> = {}): PastUpdate => ({ kind: "update", from: `2026-01-02T${from}:00Z`, to: `2026-01-02T${to}:00Z`, result: "succeeded", ...more });
const deployer = session("deploy", "ci");
const configured = { deployPrincipals: ["arn:aws:iam::*:role/deploy"], updates: [update("02:00", "02:05")] };

type Row = readonly [what: string, calls: Parameters<typeof context>[0], given: Parameters<typeof context>[1], kind: "iac" | "not iac", says: RegExp];
const rows: readonly Row[] = [
  ["a deploy principal during an update: this stack's deployment", [call("02:03", deployer)], configured, "iac", /by a deploy principal, during a deployment of this stack/],
  ["a deploy principal between updates: a finding", [call("04:00", deployer)], configured, "not iac", /by a deploy principal, outside of every deployment of this stack$/m],
  ["the same with Pulumi's user agent: perhaps another stack's", [call("04:00", deployer, PULUMI)], configured, "not iac", /outside of every deployment of this stack; the user agent is Pulumi's, so perhaps another stack's/],
  ["a deploy principal before the history that was read: not known", [call("01:00", deployer)], configured, "not iac", /which deployments there were at that time is not known/],
  ["a deploy principal during a refresh, which changes nothing: a finding", [call("02:03", deployer)], { ...configured, updates: [update("02:00", "02:05", { kind: "refresh" })] }, "not iac", /outside of every deployment/],
  ["a deploy principal during an update that has not ended: this stack's", [call("03:00", deployer)], { ...configured, updates: [update("02:00", "02:00", { result: "in-progress" })] }, "iac", /during a deployment of this stack/],
  ["an update that was never ended, once another has begun: it is over", [call("05:00", deployer)], { ...configured, updates: [update("03:00", "03:10"), update("02:00", "02:00", { result: "in-progress" })] }, "not iac", /outside of every deployment/],
  ["Pulumi by another principal at another time: perhaps another stack's", [call("04:00", alice, PULUMI)], configured, "not iac", /the user agent is Pulumi's, outside of the known deployments of this stack: perhaps another stack's/],
  ["Pulumi by a principal that is not configured, during an update", [call("02:03", alice, PULUMI)], configured, "not iac", /by a caller that is no configured deploy principal/],
  ["the same, where it made other calls then: probably one that deploys", [call("02:03", alice, PULUMI), other("02:01", alice)], configured, "not iac", /probably a deploy principal that is not configured/],
  ["Terraform: it may manage the resource too", [call("02:03", alice, "APN/1.0 HashiCorp/1.0 Terraform/1.9")], configured, "not iac", /Terraform's, which may manage this resource as well/],
  ["the CDK, by its role", [record("s3", "PutBucketVersioning", "04:00", session("cdk-hnb659fds-cfn-exec-role-111122223333-eu-west-1", "AWSCloudFormation", { invokedBy: "cloudformation.amazonaws.com" }), { bucketName: "app", VersioningConfiguration: { Status: "Suspended" } })], configured, "not iac", /through CloudFormation, with a role of the CDK/],
];

describe("deployments", () => {
  for (const [what, calls, given, kind, says] of rows) {
    it(`are told apart: ${what}`, () => {
      const { actor, why } = attributedTo(suspended, context(calls, given));
      assert.equal(actor.kind === "iac" ? "iac" : "not iac", kind);
      assert.match(why.join("\n"), says);
    });
  }

  it("are nothing that a person's own call is said to be", () => {
    assert.deepEqual(attributedTo(suspended, context([call("04:00", alice)], configured)).why, ["PutBucketVersioning by alice at 2026-01-02 04:00 UTC set Status=Suspended, which is the actual value"]);
  });
});
