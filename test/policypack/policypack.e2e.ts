import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asset, secret, Stash } from "@pulumi/pulumi";
import { openDriftOf } from "../../automation/ledger/openDrift";
import { folderLedgerStore } from "../../automation/ledger/folderLedgerStore";
import { OPEN_DRIFT_FOLDER, openDriftKey, writeOpenDrift } from "../../automation/ledger/writeOpenDrift";
import { inputsDigest, type StackReport } from "../../policypack/model";
import { changeWith, driftWith, hold } from "./drifts";
import { PackRun } from "./runPack";

const STACK = "organization/orders/prod";
const PASSED = { refused: false, mandatory: [], advisory: [] };

// The only resource that the engine itself provides. Its inputs have what is hard to compare.
function program({ owner = "platform", size = 1, other = 1 } = {}) {
  return () => {
    new Stash("jobs", { input: { tags: { owner }, size, nothing: null, password: secret({ value: "CANARY" }), list: [1, null, { token: secret("CANARY") }], code: new asset.StringAsset("code") } });
    new Stash("free", { input: other });
    return Promise.resolve();
  };
}

describe("the policy pack, in real runs of the CLI", function () {
  this.timeout(120_000);
  let pack: PackRun;
  let ledger = "";
  let openDrift = "";

  before(async () => {
    pack = await PackRun.make();
    ledger = await mkdtemp(join(tmpdir(), "whodrift-ledger-"));
    openDrift = join(ledger, OPEN_DRIFT_FOLDER);
    const first = await pack.run("up", program());
    assert.equal(first.refused, false);

    // Somebody has set the tag to "mallory", outside Pulumi.
    const resources = await pack.resources();
    const urn = resources.find((resource) => resource.urn.endsWith("::jobs"))?.urn ?? "";
    const change = changeWith({ path: "input.tags.owner", expected: "platform", actual: "mallory" });
    const drift = { ...driftWith(change), changes: [{ ...change, decision: hold }] };
    const report: StackReport = {
      stack: STACK,
      status: "drifted",
      resources: { total: 2, checked: 2, unchecked: [] },
      audit: [],
      drifts: [{ ...drift, resource: { ...drift.resource, urn, type: "pulumi:index:Stash" } }],
    };
    await writeOpenDrift({ store: folderLedgerStore(ledger) }, openDriftOf({ report, resources, now: new Date() }));
  });

  after(async () => {
    await pack.close();
    await rm(ledger, { recursive: true, force: true });
  });

  async function recordedDigest(): Promise<string> {
    const jobs = (await pack.resources()).find(({ urn }) => urn.endsWith("::jobs"));
    return inputsDigest(jobs?.inputs ?? {});
  }

  it("lets an `up` of an unchanged program pass, secrets, assets and nulls included", async () => {
    assert.deepEqual(await pack.run("up", program(), { openDrift }), PASSED);
  });

  it("lets an unrelated update pass", async () => {
    assert.deepEqual(await pack.run("up", program({ other: 2 }), { openDrift }), PASSED);
  });

  for (const command of ["up", "preview"] as const) {
    it(`refuses ${command} where it would overwrite the held change, with person, time and event`, async () => {
      const before = await recordedDigest();
      const { refused, mandatory } = await pack.run(command, program({ owner: "team-b", other: 2 }), { openDrift });
      assert.equal(refused, true);
      assert.equal(mandatory.length, 1);
      for (const part of ["input.tags.owner", '"mallory"', "dana@example.com", "2026-03-01 10:00:00 UTC", "e-1", `whodrift scan --stack ${STACK}`]) {
        assert.ok(mandatory[0]?.includes(part), `${part} is not in:\n${mandatory.join()}`);
      }
      assert.ok(!mandatory.join().includes("CANARY"));
      assert.equal(await recordedDigest(), before);
    });
  }

  it("refuses an update of another property of the resource, which may be sent whole", async () => {
    assert.equal((await pack.run("preview", program({ size: 2, other: 2 }), { openDrift })).refused, true);
  });

  it("lets the program take over the actual value", async () => {
    assert.equal((await pack.run("preview", program({ owner: "mallory", other: 2 }), { openDrift })).refused, false);
  });

  it("given refresh: assume, refuses `up --refresh` of an unchanged program, and plain `up` too: it cannot tell them apart", async () => {
    assert.equal((await pack.run("up", program({ other: 2 }), { openDrift, mode: "assume", refresh: true })).refused, true);
    assert.equal((await pack.run("up", program({ other: 2 }), { openDrift, mode: "assume" })).refused, true);
    assert.equal((await pack.run("preview", program({ owner: "mallory", other: 2 }), { openDrift, mode: "assume", refresh: true })).refused, false);
  });

  it("assumes a refresh by itself where Pulumi.yaml says options.refresh: always", async () => {
    assert.equal((await pack.run("preview", program({ other: 2 }), { openDrift, projectOptions: "{ refresh: always }" })).refused, true);
  });

  describe("where holds are not in force, blocks nothing and says so once", () => {
    const overwriting = program({ owner: "team-b", other: 2 });

    it("given no open-drift file", async () => {
      const { refused, mandatory, advisory } = await pack.run("preview", overwriting);
      assert.deepEqual([refused, mandatory.length, advisory.length], [false, 0, 1]);
      assert.match(advisory[0] ?? "", /WHODRIFT_OPEN_DRIFT/);
    });

    it("given a malformed one", async () => {
      await writeFile(join(ledger, openDriftKey(STACK)), "{");
      const { refused, mandatory, advisory } = await pack.run("up", overwriting, { openDrift });
      assert.deepEqual([refused, mandatory.length, advisory.length], [false, 0, 1]);
      assert.match(advisory[0] ?? "", /cannot be used/);
    });
  });
});
