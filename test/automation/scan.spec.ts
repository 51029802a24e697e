import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { PulumiCommand } from "@pulumi/pulumi/automation";
import { Masker } from "../../automation/compare";
import { SelectionError } from "../../automation/estate";
import { openDriftKey, openLedger } from "../../automation/ledger";
import { folderLedgerStore } from "../../automation/ledger/folderLedgerStore";
import { mergeShards } from "../../automation/mergeShards";
import { scan, type ScanEvent, type ScanRequest } from "../../automation/scan";
import { WHODRIFT_VERSION } from "../../automation/version";
import { scanReportSchema, type StackReport } from "../../policypack/model";

const NOW = new Date("2026-07-31T05:00:00Z");
const CANARY = "correct-horse-battery-staple";

// A command line that knows its version, and fails at everything else with what a provider said.
const FAKE_PULUMI = `#!/bin/sh
[ "$1" = version ] && echo v3.274.1 && exit 0
echo "error: the provider said: ${CANARY}" >&2
exit 255
`;

describe("scan", () => {
  let folder = "";
  let pulumi: PulumiCommand;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "whodrift-scan-"));
    await mkdir(join(folder, "bin"));
    await writeFile(join(folder, "bin", "pulumi"), FAKE_PULUMI, { mode: 0o700 });
    pulumi = await PulumiCommand.get({ root: folder, skipVersionCheck: true });
    await mkdir(join(folder, "scratch"));
    for (const stack of ["dev", "empty", "prod", "torn"]) await checkpoint(stack, stack === "empty" ? [] : [queue(stack)]);
    await writeFile(join(folder, ".pulumi", "stacks", "shop", "torn.json"), '{"version":3,');
  });
  after(() => rm(folder, { recursive: true }));

  function queue(stack: string) {
    return { urn: `urn:pulumi:${stack}::shop::aws:sqs/queue:Queue::jobs`, type: "aws:sqs/queue:Queue", custom: true, id: "jobs", inputs: {}, outputs: {} };
  }

  function ledgerIn(name: string) {
    return openLedger(folderLedgerStore(join(folder, name)));
  }

  async function checkpoint(stack: string, resources: readonly object[]) {
    await mkdir(join(folder, ".pulumi", "stacks", "shop"), { recursive: true });
    await writeFile(join(folder, ".pulumi", "stacks", "shop", `${stack}.json`), JSON.stringify({ version: 3, checkpoint: { latest: { resources } } }));
  }

  async function scanned(over: Partial<ScanRequest> = {}, tell: (event: ScanEvent) => void = () => undefined) {
    const report = await scan(
      {
        pulumi,
        backend: { kind: "files", folder },
        cwd: folder,
        callers: { whoIs: () => assert.fail("nothing is suspicious here"), requests: () => 0 },
        env: { PATH: [join(folder, "bin"), process.env["PATH"] ?? ""].join(delimiter) },
        selection: { all: true, stacks: [], exclude: [] },
        isExcluded: () => false,
        rules: [],
        deployPrincipals: [],
        masker: new Masker(Buffer.from("a key of the tests")),
        noiseOff: new Set(),
        ledger: ledgerIn("ledger"),
        scratch: join(folder, "scratch"),
        limits: { concurrency: 2, perAccount: () => undefined },
        timeoutMs: 60_000,
        retryPauseMs: 0,
        signal: new AbortController().signal,
        now: () => NOW,
        ...over,
      },
      tell,
    );
    const stack = (name: string): StackReport => {
      const found = report.stacks.find((one) => one.stack === `organization/shop/${name}`);
      assert.ok(found);
      return found;
    };
    return { report: scanReportSchema.parse(report), stack };
  }

  it("gives a report of every stack, whatever became of it, in the order of their names", async () => {
    const { report, stack } = await scanned({ configDigest: "d1" });
    assert.deepEqual(report.stacks.map((one) => [one.stack, one.status]), [
      ["organization/shop/dev", "unchecked"],
      ["organization/shop/empty", "empty"],
      ["organization/shop/prod", "unchecked"],
      ["organization/shop/torn", "unchecked"],
    ]);
    assert.equal(stack("torn").problem?.code, "state-unreadable");
    assert.deepEqual([report.scan.version, report.scan.pulumiVersion, report.scan.configDigest, report.scan.startedAt], [WHODRIFT_VERSION, "3.274.1", "d1", NOW.toISOString()]);
    assert.deepEqual(report.scan.usage, { lookupRequests: 0, stsRequests: 0, s3Requests: 0, resourcesRead: 0 });
  });

  it("tells how many there are, and then of each as it is done", async () => {
    const told: ScanEvent[] = [];
    await scanned({}, (event) => told.push(event));
    const stacks = ["dev", "empty", "prod", "torn"].map((name) => `organization/shop/${name}`);
    const [first] = told;
    assert.ok(first?.kind === "discovered");
    assert.equal(first.stacks, 4);
    assert.deepEqual([...first.sizes].toSorted(), stacks.map((stack, index) => [stack, [1, 0, 1, 0][index]]));
    assert.deepEqual(told.flatMap((event) => (event.kind === "checked" ? [event.report.stack] : [])).toSorted(), stacks);
  });

  it("tells of each stack that is refreshed when it starts, with how many resources there are to read, and when it ends", async () => {
    const told: ScanEvent[] = [];
    await scanned({}, (event) => told.push(event));
    const prod = "organization/shop/prod";
    assert.deepEqual(
      told.filter((event) => (event.kind === "started" || event.kind === "refreshed") && event.stack === prod),
      [{ kind: "started", stack: prod, resources: 1 }, { kind: "refreshed", stack: prod }],
    );
    assert.deepEqual(told.flatMap((event) => (event.kind === "started" ? [event.stack] : [])).toSorted(), ["organization/shop/dev", prod]);
  });

  it("given a step that throws on one stack, calls that one unchecked, tells the cause, and goes on with the others", async () => {
    const boom = new TypeError("boom");
    let asked = 0;
    const failures: ScanEvent[] = [];
    const now = () => {
      // The first question is the scan's own, the second the first stack's investigation.
      if (asked++ === 1) throw boom;
      return NOW;
    };
    const { report } = await scanned({ now }, (event) => {
      if (event.kind === "failed") failures.push(event);
    });
    const internal = report.stacks.filter(({ problem }) => problem?.code === "internal");
    assert.deepEqual(internal.map(({ status, problem }) => [status, problem?.message]), [["unchecked", "whodrift failed on this stack: boom"]]);
    assert.equal(report.stacks.length, 4);
    assert.deepEqual(failures, [{ kind: "failed", stack: internal[0]?.stack, error: boom }]);
  });

  it("given a shard, scans its part of the stacks alone, and says which part of what it is", async () => {
    const told: ScanEvent[] = [];
    const ledger = ledgerIn("ledger-2");
    const { report } = await scanned({ shard: { number: 2, of: 2 }, ledger }, (event) => told.push(event));
    const selection = ["dev", "empty", "prod", "torn"].map((name) => `organization/shop/${name}`);
    assert.deepEqual(report.scan.shard, { number: 2, of: 2, selection });
    assert.deepEqual(report.stacks.map(({ stack }) => stack), ["organization/shop/prod", "organization/shop/torn"]);
    const sizes = new Map([["organization/shop/prod", 1], ["organization/shop/torn", 0]]);
    assert.deepEqual(told[0], { kind: "discovered", stacks: 2, sizes, shard: report.scan.shard });
    assert.deepEqual((await readdir(join(ledger.store.location, "open-drift", "organization", "shop"))).toSorted(), ["prod.json", "torn.json"]);
  });

  it("law: the shards together say what one scan says, empty ones included", async () => {
    const { report: whole } = await scanned({ configDigest: "d1" });
    for (const of of [1, 2, 5]) {
      const shards = await Promise.all(Array.from({ length: of }, async (_, index) => (await scanned({ configDigest: "d1", shard: { number: index + 1, of } })).report));
      const merged = mergeShards(shards.map((report) => ({ name: "shard.json", report })));
      assert.deepEqual({ ...merged, scan: { ...merged.scan, id: whole.scan.id } }, whole);
    }
  });

  it("tells no secret that was learnt only after its stack was finished", async () => {
    const masker = new Masker(Buffer.from("a key of the tests"));
    const before: string[] = [];
    const { report, stack } = await scanned({ masker }, (event) => {
      if (event.kind !== "checked") return;
      before.push(JSON.stringify(event.report));
      if (before.length === 4) masker.learn(CANARY);
    });
    assert.ok(before.some((text) => text.includes(CANARY)));
    assert.ok(!JSON.stringify(report).includes(CANARY));
    assert.match(JSON.stringify(stack("dev")), /\[secret [0-9a-f]{16}\]/);
    assert.ok(!(await readFile(join(folder, "ledger", openDriftKey("organization/shop/dev")), "utf8")).includes(CANARY));
  });

  it("given a secret that is a part of stacks' names, keeps the names: the ledger and other shards go by them", async () => {
    const masker = new Masker(Buffer.from("a key of the tests"));
    masker.learn("organization");
    const ledger = ledgerIn("ledger-3");
    const { report, stack } = await scanned({ masker, ledger, shard: { number: 1, of: 1 } });
    assert.equal(stack("empty").status, "empty");
    assert.deepEqual(report.scan.shard?.selection, report.stacks.map((one) => one.stack));
    assert.equal((await readdir(join(ledger.store.location, "open-drift", "organization", "shop"))).length, 4);
  });

  it("says where the open-drift files could not be written, and reports all the same", async () => {
    await writeFile(join(folder, "file"), "");
    const { report } = await scanned({ ledger: ledgerIn("file") });
    assert.deepEqual(report.problems.filter(({ code }) => code === "ledger-not-written").map(({ stacks }) => stacks.length), [4]);
    assert.equal(report.stacks.length, 4);
  });

  it("says once what kept stacks from being checked, with what to do about it", async () => {
    const { report } = await scanned();
    assert.deepEqual(report.problems.map(({ code, message, stacks }) => [code, message, stacks]), [
      ["refresh-failed", `the provider said: ${CANARY}`, ["organization/shop/dev", "organization/shop/prod"]],
      ["state-unreadable", "its checkpoint is not valid JSON", ["organization/shop/torn"]],
    ]);
    assert.ok(report.problems.every(({ fix }) => fix !== undefined));
  });

  it("leaves nothing in the scratch folder, and the backend as it was", async () => {
    const file = join(folder, ".pulumi", "stacks", "shop", "dev.json");
    const before = await readFile(file, "utf8");
    await scanned();
    assert.deepEqual(await readdir(join(folder, "scratch")), []);
    assert.equal(await readFile(file, "utf8"), before);
    assert.deepEqual(await readdir(join(folder, ".pulumi")), ["stacks"]);
  });

  it("given that it is interrupted, reads and starts nothing more, and calls every stack cancelled", async () => {
    const interrupt = new AbortController();
    const { report } = await scanned({ signal: interrupt.signal }, ({ kind }) => {
      if (kind === "discovered") interrupt.abort();
    });
    assert.deepEqual(report.stacks.map(({ status, problem }) => [status, problem?.code]), Array(4).fill(["unchecked", "cancelled"]));
  });

  it("given a name that matches no stack, refuses: it must not look like a stack in sync", async () => {
    await assert.rejects(scanned({ selection: { all: false, stacks: ["*/shop/pord"], exclude: [] } }), SelectionError);
  });
});
