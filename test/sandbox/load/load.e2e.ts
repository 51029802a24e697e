import assert from "node:assert/strict";
import { cp, mkdir } from "node:fs/promises";
import path from "node:path";
import { LocalWorkspace, Stack } from "@pulumi/pulumi/automation";
import { counts, isAttributed, scanReportSchema, type ScanReport } from "../../../policypack/model";
import { startSandbox, type Sandbox } from "..";
import type { CloudTrailRecord } from "../aws";
import { REPORTED_AS } from "../estate/clients";
import { run } from "../run";
import { checkout } from "../toolchain/checkout";
import { lookAt } from "../workbench";
import { loadSandbox, nameOf, newClock, type Load } from ".";

const HOUR_MS = 3_600_000;
const NOISE = 3_000;

describe("a loaded sandbox: 12 stacks of 6 resources, 8 drifts, 3,000 records of noise in the last hour", function () {
  this.timeout(240_000);
  let sandbox: Sandbox;
  let load: Load;
  let trail: readonly CloudTrailRecord[];

  before(async () => {
    const clock = newClock();
    clock.putTo(new Date(Date.now() - HOUR_MS));
    sandbox = await startSandbox(undefined, { clock: clock.now });
    load = await loadSandbox(sandbox, clock, { stacks: 12, resources: 6, drift: 8, noise: NOISE, hours: 1, seed: "night" });
    trail = sandbox.aws.records();
  });

  after(async () => {
    await sandbox.stop();
  });

  it("has as many stacks and resources as were asked for", () => {
    assert.equal(new Set(load.estate.map(nameOf)).size, 12);
    assert.deepEqual([...new Set(load.estate.map(({ resources }) => resources.length))], [6]);
  });

  it("gives stacks that the real engine refreshes: nothing differs where nobody changed anything", async () => {
    const drifted = new Set(load.happenings.flatMap(({ expect = [] }) => expect.map(({ stack }) => stack)));
    const quiet = load.estate.filter((stack) => !drifted.has(nameOf(stack)));
    assert.ok(quiet.length >= 2, "nobody left two stacks alone");
    for (const { project, stack, resources } of quiet.slice(0, 2)) {
      const workDir = path.join(sandbox.dir, "looked-at", project, stack);
      await mkdir(workDir, { recursive: true });
      const workspace = await LocalWorkspace.create({ workDir, projectSettings: { name: project, runtime: "nodejs" }, pulumiCommand: sandbox.pulumi, envVars: sandbox.env("deploy") });
      const { seen, events } = await lookAt(await Stack.select(`organization/${project}/${stack}`, workspace));
      assert.deepEqual([...new Set(Object.values(seen).map(({ op }) => op))], ["same"]);
      const urns = new Set(events.flatMap(({ resOutputsEvent }) => resOutputsEvent?.metadata.urn ?? []));
      // Beside the resources the stack and the default provider.
      assert.equal(urns.size, resources.length + 2);
    }
  });

  it("has a deployment in the trail: every resource was made by the deploy role", () => {
    const made = new Set(["CreateQueue", "PutParameter", "CreateRole", "CreateSecurityGroup", "CreateBucket"]);
    const calls = trail.filter(({ eventName, userIdentity }) => made.has(eventName) && "arn" in userIdentity && userIdentity.arn.includes("pulumi-deploy"));
    const owners = load.estate.flatMap(({ resources }) => resources).filter(({ kind }) => kind.label !== "versioning");
    assert.ok(calls.length >= owners.length, `${calls.length} calls for ${owners.length} resources`);
  });

  it("names no resource of the estate in the noise", () => {
    const ids = load.estate.flatMap(({ resources }) => resources.map(({ id }) => id));
    const noise = trail.slice(-NOISE).map((record) => JSON.stringify(record));
    assert.deepEqual(ids.filter((id) => noise.some((record) => record.includes(id))), []);
  });

  it("is scanned by whodrift: exactly the seeded drifts are found, each with its person", async () => {
    const folder = path.join(sandbox.dir, "nightly");
    await mkdir(folder);
    await cp(path.join(checkout, "test", "sandbox", "demo", "whodrift.yaml"), path.join(folder, "whodrift.yaml"));
    const scan = [path.join(checkout, "bin", "whodrift.js"), "scan", "--all", "--format", "json"];
    const { status, stdout, stderr } = await run(process.execPath, scan, { cwd: folder, env: sandbox.env("deploy") });
    assert.equal(status, 2, stderr);
    const expected = load.happenings.flatMap(({ who, expect = [] }) =>
      expect.map(({ stack, resource, type, operation, confidence }) => [stack, type, resource, operation, confidence, REPORTED_AS[who]].join(" ")));
    assert.equal(expected.length, 8);
    assert.deepEqual(foundIn(scanReportSchema.parse(JSON.parse(stdout))), expected.toSorted());
  });
});

/** Once for each resource and its person: one call may change several properties. */
function foundIn(report: ScanReport): readonly string[] {
  const found = report.stacks.flatMap(({ stack, drifts }) =>
    drifts.flatMap(({ resource, changes }) =>
      changes.filter(counts).map(({ attribution }) => {
        const told = isAttributed(attribution) ? [attribution.event.operation, attribution.confidence, attribution.actor.name] : ["nobody", attribution.reason];
        return [stack, resource.type, resource.name, ...told].join(" ");
      })));
  return [...new Set(found)].toSorted();
}
