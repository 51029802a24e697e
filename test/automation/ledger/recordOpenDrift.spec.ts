import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { deploymentSchema } from "../../../automation/estate/deployment";
import type { StackAtRest } from "../../../automation/estate";
import { openDriftKey, recordOpenDrift } from "../../../automation/ledger";
import { folderLedgerStore } from "../../../automation/ledger/folderLedgerStore";
import { writeOpenDrift } from "../../../automation/ledger/writeOpenDrift";
import { inputsDigest, openDriftSchema, type Decision, type ScanReport } from "../../../policypack/model";
import { changeWith, driftWith, entryWith, hold, openDriftWith, saidWith, URN } from "../../policypack/drifts";
import { aReport, aStack } from "../../fixtures/report";

const NOW = new Date("2026-03-02T02:00:00Z");
const STACK = "acme/orders/prod";
const inputs = { visibilityTimeoutSeconds: 30 };
const state: StackAtRest = {
  ref: { name: STACK, project: "orders", stack: "prod" },
  deployment: deploymentSchema.parse({ resources: [{ urn: URN, type: "aws:sqs/queue:Queue", inputs }] }),
  updates: [],
};
const states = new Map([[STACK, state.deployment.resources]]);
const drifted = aStack(STACK, { drifts: [{ ...driftWith(changeWith()), changes: [{ ...changeWith(), decision: hold }] }] });
const report = (...stacks: ScanReport["stacks"]) => aReport({ stacks });

describe("recordOpenDrift", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "whodrift-record-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const ledger = (root = folder) => ({ store: folderLedgerStore(root) });
  const openDriftPath = (stack: string) => join(folder, openDriftKey(stack));
  const recorded = async (stack: string) => openDriftSchema.parse(JSON.parse(await readFile(openDriftPath(stack), "utf8")));

  it("writes a file for every stack of the report, in sync or not", async () => {
    assert.deepEqual(await recordOpenDrift(ledger(), report(drifted, aStack("acme/orders/dev")), states, NOW), []);
    const [entry] = (await recorded(STACK)).entries;
    assert.deepEqual([entry?.path, entry?.recordedInputsDigest], ["visibilityTimeoutSeconds", inputsDigest(inputs, [])]);
    assert.deepEqual((await recorded("acme/orders/dev")).entries, []);
  });

  it("keeps adoptions, and what could not be checked this time, from the file before", async () => {
    await writeOpenDrift(ledger(), openDriftWith([entryWith({ fingerprint: "yesterday" })]));
    await recordOpenDrift(ledger(), report(aStack(STACK, { status: "unchecked", resources: { total: 0, checked: 0, unchecked: [] } })), new Map(), NOW);
    assert.deepEqual((await recorded(STACK)).entries.map(({ fingerprint }) => fingerprint), ["yesterday"]);
  });

  it("ends an adoption that somebody took back, even where the file was not told of it then", async () => {
    const adopt: Decision = { action: "adopt", by: { rule: "adopted" } };
    await writeOpenDrift(ledger(), openDriftWith([], { adoptions: [entryWith({ fingerprint: "taken-back", decision: adopt }), entryWith({ fingerprint: "stands", decision: adopt })] }));
    const unseen = report(aStack(STACK, { status: "unchecked", resources: { total: 0, checked: 0, unchecked: [] } }));
    await recordOpenDrift(ledger(), unseen, new Map(), NOW, new Map([[STACK, [saidWith({ fingerprint: "taken-back", action: "release" })]]]));
    assert.deepEqual((await recorded(STACK)).adoptions.map(({ fingerprint }) => fingerprint), ["stands"]);
  });

  for (const [what, content] of [["rubbish", "{"], ["a file of another stack", JSON.stringify(openDriftWith([entryWith()], { stack: "evil/orders/prod" }))]] as const) {
    it(`given ${what} from before, takes nothing of it, writes a good file, and says what that may have cost`, async () => {
      const file = openDriftPath(STACK);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
      const [problem, ...others] = await recordOpenDrift(ledger(), report(aStack(STACK, { status: "unchecked" })), new Map(), NOW);
      assert.deepEqual([problem?.code, problem?.stacks, others], ["ledger-unreadable", [STACK], []]);
      assert.deepEqual((await recorded(STACK)).entries, []);
    });
  }

  it("leaves out what is no stack's name", async () => {
    assert.deepEqual(await recordOpenDrift(ledger(), report(aStack("nonsense")), states, NOW), []);
    assert.deepEqual(await readdir(folder), []);
  });

  it("says once for all stacks why files could not be written, and writes the others", async () => {
    const inTheWay = ["acme/orders/a", "acme/orders/b"];
    for (const stack of inTheWay) await mkdir(openDriftPath(stack), { recursive: true });
    const problems = await recordOpenDrift(ledger(), report(...inTheWay.map((stack) => aStack(stack)), drifted), states, NOW);
    assert.equal(problems.length, 1);
    assert.deepEqual([problems[0]?.code, problems[0]?.stacks], ["ledger-not-written", inTheWay]);
    assert.match(problems[0]?.message ?? "", /EISDIR|EEXIST|ENOTEMPTY|EPERM/);
    assert.equal((await recorded(STACK)).entries.length, 1);
  });

  it("given a folder that cannot be made, says so of every stack, and throws nothing", async () => {
    await writeFile(join(folder, "file"), "");
    const problems = await recordOpenDrift(ledger(join(folder, "file")), report(drifted), states, NOW);
    assert.deepEqual(problems.map(({ code, stacks }) => [code, stacks]), [["ledger-not-written", [STACK]]]);
    assert.match(problems[0]?.fix ?? "", /can be read and written/);
  });
});
