import assert from "node:assert/strict";
import { cp } from "node:fs/promises";
import { dirname, join } from "node:path";
import { openWorkbench } from "../workbench";
import type { Workbench } from "../workbench";
import { checkout } from "../toolchain/checkout";

describe("the sandbox's nodejs language host, driven by the real engine", function () {
  this.timeout(60_000);
  const fixture = join(checkout, "test/sandbox/language/fixture");
  let bench: Workbench;
  let pack: string;

  before(async () => {
    bench = await openWorkbench(join(fixture, "program"), {});
    pack = join(dirname(bench.stack.workspace.workDir), "pack");
    await cp(join(fixture, "pack"), pack, { recursive: true });
  });

  after(() => bench.dispose());

  const setSize = (size: number) => bench.stack.setConfig("size", { value: String(size) });

  it("runs a TypeScript program on disk, with its configuration, stack and organization", async () => {
    await setSize(3);
    const { stdout, outputs } = await bench.stack.up();
    assert.deepEqual(outputs["stashed"]?.value, { size: 3 });
    assert.match(stdout, /stack dev of organization/);
  });

  it("fails an update with what the program threw", async () => {
    await setSize(-1);
    await assert.rejects(bench.stack.up(), /a size is never negative/);
  });

  it("lets an update pass that the policy pack has nothing against", async () => {
    await setSize(4);
    const { summary, stdout } = await bench.stack.up({ policyPacks: [pack] });
    assert.equal(summary.result, "succeeded");
    assert.match(stdout, /sized/);
  });

  it("lets a policy pack refuse an update, which then changes nothing", async () => {
    await setSize(11);
    await assert.rejects(bench.stack.up({ policyPacks: [pack] }), /11 is too large/);
    const { stashed } = await bench.stack.outputs();
    assert.deepEqual(stashed?.value, { size: 4 });
  });

  it("says which policy pack could not start, and why", async () => {
    await cp(join(fixture, "program", "index.ts"), join(pack, "index.ts"));
    await assert.rejects(bench.stack.up({ policyPacks: [pack] }), /pack/);
  });
});
