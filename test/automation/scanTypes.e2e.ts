import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { Stack } from "@pulumi/pulumi/automation";
import { counts, isAttributed, scanReportSchema, type StackReport } from "../../policypack/model";
import { scannerRights } from "../../automation/deploy/scannerRights";
import { startSandbox, type Sandbox } from "../sandbox";
import type { CloudTrailRecord } from "../sandbox/aws";
import { cases } from "../sandbox/provider/cases";
import { setStage } from "../sandbox/provider/cases/deploy";
import { liveOf, recordedIn } from "../sandbox/provider/cases/recorded";
import { run } from "../sandbox/run";
import type { Services } from "../sandbox/services";
import { checkout } from "../sandbox/toolchain/checkout";
import { actionOf } from "./deploy/actionOf";

/** Calls of the sandbox's provider that the scanner's role has no right to. */
const notAllowed: Readonly<Record<string, string>> = {
  "cloudtrail:GetTrail": "the sandbox's stand-in asks this, the AWS provider DescribeTrails",
  "secretsmanager:GetSecretValue": "a secret's value: the role is not given it, so versions of secrets are unchecked",
  "sts:GetCallerIdentity": "needs no permission",
};

/** Rights whose calls the trail does not have. */
const notSeen: Readonly<Record<string, string>> = {
  "cloudtrail:DescribeTrails": "the AWS provider asks this, the sandbox's stand-in GetTrail",
  "cloudtrail:GetInsightSelectors": "asked where a trail has insight selectors, which the stand-in does not know",
  "cloudtrail:LookupEvents": "nobody changed anything",
  "ec2:DescribeInstanceCreditSpecifications": "asked for instances whose type can burst, by DescribeInstanceTypes; the stand-in does not know credits",
  "ec2:DescribeInstanceTypes": "asked before the credits",
  "ec2:DescribeLaunchTemplateVersions": "asked where an instance has a launch template, which the stand-in does not know",
  "ec2:DescribeLaunchTemplates": "asked where an instance has a launch template",
  "ec2:DescribeTags": "tells an instance's launch template",
  "lambda:GetFunctionCodeSigningConfig": "asked of each function, not by the stand-in",
  "lambda:ListVersionsByFunction": "asked for the latest version of each function, not by the stand-in",
  "s3:ListBucket": "HeadBucket is a data event, which no trail has unless it is told to",
  "s3:ListTagsForResource": "the AWS provider asks S3 Control for tags, the stand-in asks S3",
};

describe("whodrift scan, on a stack with every type that the sandbox has", function () {
  this.timeout(240_000);
  let sandbox: Sandbox;
  let stack: Stack;
  let bob: Services;
  let calls: readonly CloudTrailRecord[];

  before(async () => {
    sandbox = await startSandbox();
    ({ stack, bob } = await setStage(sandbox, cases));
    await stack.up();
    await mkdir(path.join(sandbox.dir, "nightly"));
  });
  after(() => sandbox.stop());

  async function scan(): Promise<StackReport> {
    const command = [path.join(checkout, "bin", "whodrift.js"), "scan", "--all", "--format", "json"];
    const { stdout, stderr } = await run(process.execPath, command, { cwd: path.join(sandbox.dir, "nightly"), env: sandbox.env("deploy") });
    const [report] = scanReportSchema.parse(JSON.parse(stdout)).stacks;
    return report ?? assert.fail(stderr);
  }

  it("where nobody changed anything, reports nothing, and that everything was read", async () => {
    const before = sandbox.aws.records().length;
    const { status, drifts, resources } = await scan();
    calls = sandbox.aws.records().slice(before);
    assert.deepEqual(drifts.flatMap(({ resource, changes }) => changes.filter(counts).map(({ path: at }) => `${resource.name} ${at}`)), []);
    assert.equal(status, "in-sync");
    assert.deepEqual([resources.checked, resources.unchecked], [resources.total, []]);
  });

  it("has read by calls that the scanner's policy allows, and no right is left over without a reason", () => {
    const used = new Set(calls.map(actionOf));
    const rights = new Set(Object.values(scannerRights).flat());
    assert.deepEqual([...used].filter((action) => !rights.has(action)).toSorted(), Object.keys(notAllowed));
    assert.deepEqual([...rights].filter((action) => !used.has(action)).toSorted(), Object.keys(notSeen));
  });

  it("where somebody changed each of them, finds every change that can be seen, and blames nobody else", async () => {
    const resources = await recordedIn(stack);
    const changed = cases.flatMap(({ name, changes: [change] }) => (change === undefined ? [] : [{ name, change }]));
    for (const { name, change } of changed) await change.make(bob, liveOf(resources, name));
    const { drifts } = await scan();
    const found = new Map(drifts.map(({ resource, changes }) => [resource.name, changes.filter(counts)]));

    const visible = changed.filter(({ change: { seen } }) => Object.keys(seen).length > 0).map(({ name }) => name);
    assert.deepEqual(visible.filter((name) => (found.get(name) ?? []).length === 0), []);
    const actors = [...found.values()].flat().flatMap(({ attribution }) => (isAttributed(attribution) ? [attribution.actor.name] : []));
    assert.deepEqual([...new Set(actors)], ["bob"]);
    const unattributed = visible.filter((name) => !(found.get(name) ?? []).some(({ attribution }) => isAttributed(attribution)));
    assert.deepEqual(unattributed, []);
  });
});
