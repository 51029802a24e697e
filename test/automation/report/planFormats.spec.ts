import assert from "node:assert/strict";
import type { ScanPlan } from "../../../automation/estate";
import { planFormats } from "../../../automation/report";

const PLAN: ScanPlan = {
  schema: "whodrift/scan-plan@1",
  concurrency: 4,
  shard: { number: 2, of: 3 },
  stacks: [
    {
      stack: "acme/shop/prod",
      resources: 15,
      environment: { set: ["AWS_PROFILE", "PULUMI_CONFIG_PASSPHRASE"], removed: ["AWS_REGION"] },
      providers: [
        { urn: "urn:pulumi:prod::shop::pulumi:providers:aws::default_7_48_0", package: "aws", version: "7.48.0", resources: 12, account: "111122223333", region: "eu-central-1", access: { kind: "role", role: "arn:aws:iam::111122223333:role/whodrift-scan" } },
        { urn: "urn:pulumi:prod::shop::pulumi:providers:aws::backup", package: "aws", resources: 1, access: { kind: "refused", reason: "nothing tells its account" } },
        { urn: "urn:pulumi:prod::shop::pulumi:providers:random::default", package: "random", resources: 2, access: { kind: "original", credentials: [] } },
      ],
    },
    {
      stack: "acme/shop/sandbox",
      resources: 1,
      environment: { set: [], removed: [] },
      providers: [{ urn: "urn:a::p", package: "aws", resources: 1, account: "444455556666", region: "us-east-1", access: { kind: "original", credentials: ["profile", "assumeRoles"] } }],
    },
    { stack: "acme/shop/torn", resources: 0, environment: { set: [], removed: [] }, providers: [], problem: { code: "state-unreadable", message: "its checkpoint is not valid JSON" } },
  ],
};

describe("the plan of a scan", () => {
  it("says for a person what would be read, as whom, and what would not be", () => {
    assert.equal(
      planFormats["terminal"]?.(PLAN),
      `3 stacks in shard 2/3, 3 at once; of 2 not everything would be checked

acme/shop/prod · 15 resources
  environment  sets AWS_PROFILE, PULUMI_CONFIG_PASSPHRASE; takes away AWS_REGION
  provider     default_7_48_0 (aws 7.48.0): 12 resources, account 111122223333, eu-central-1
  role         arn:aws:iam::111122223333:role/whodrift-scan
  provider     backup (aws): 1 resource, account unknown, region unknown
  unchecked    nothing tells its account
  provider     default (random): 2 resources
  credentials  as its state or the environment says

acme/shop/sandbox · 1 resource
  provider     p (aws): 1 resource, account 444455556666, us-east-1
  credentials  as its state says (profile, assumeRoles)

acme/shop/torn · 0 resources
  unchecked    its checkpoint is not valid JSON
`,
    );
  });

  it("is for programs the plan itself", () => {
    assert.deepEqual(JSON.parse(planFormats["json"]?.(PLAN) ?? ""), PLAN);
  });
});
