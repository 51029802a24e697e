import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { Stack } from "@pulumi/pulumi/automation";
import { counts, isAttributed, scanReportSchema, type StackReport } from "../../policypack/model";
import { startSandbox, type Sandbox } from "../sandbox";
import { cases } from "../sandbox/provider/cases";
import { setStage } from "../sandbox/provider/cases/deploy";
import { liveOf, recordedIn } from "../sandbox/provider/cases/recorded";
import { run } from "../sandbox/run";
import type { Services } from "../sandbox/services";
import { checkout } from "../sandbox/toolchain/checkout";

describe("whodrift scan, on a stack with every type that the sandbox has", function () {
  this.timeout(240_000);
  let sandbox: Sandbox;
  let stack: Stack;
  let bob: Services;

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
    const { status, drifts, resources } = await scan();
    assert.deepEqual(drifts.flatMap(({ resource, changes }) => changes.filter(counts).map(({ path: at }) => `${resource.name} ${at}`)), []);
    assert.equal(status, "in-sync");
    assert.deepEqual([resources.checked, resources.unchecked], [resources.total, []]);
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
