import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { counts, openDriftSchema, scanReportSchema, type ScanReport, type StackReport } from "../../policypack/model";
import { startSandbox, type Sandbox } from "../sandbox";
import { FAULTS_FILE, type FaultRules } from "../sandbox/provider/faults";
import { run } from "../sandbox/run";
import { checkout } from "../sandbox/toolchain/checkout";
import { deployCopies, STACKS } from "./faults/deployCopies";

const TOPIC_HANGS: FaultRules = [{ type: "aws:sns/*", method: "read", fault: { kind: "hang" } }];
const NO_FAULT: FaultRules = [];

interface Scan {
  readonly status: number | null;
  readonly stderr: string;
  readonly report: ScanReport;
  readonly stack: (name: string) => StackReport;
}

describe("whodrift scan, when something goes wrong", function () {
  this.timeout(120_000);
  let sandbox: Sandbox;
  let folder: string;
  let temporary: string;

  before(async () => {
    sandbox = await startSandbox();
    [folder, temporary] = [path.join(sandbox.dir, "nightly"), path.join(sandbox.dir, "tmp")];
    await Promise.all([mkdir(folder), mkdir(temporary)]);
    await deployCopies(sandbox);
  });
  after(() => sandbox.stop());
  afterEach(async () => {
    assert.deepEqual((await readdir(temporary)).filter((name) => name.startsWith("whodrift-")), [], "no copy of a state is left");
    assert.deepEqual(await pluginsRunning(), [], "no plugin is left");
  });

  const command = (...args: readonly string[]) => [path.join(checkout, "bin", "whodrift.js"), ...args];
  const env = () => ({ ...sandbox.env("deploy"), TMPDIR: temporary, [FAULTS_FILE]: path.join(sandbox.dir, "faults.json") });
  const fault = (rules: FaultRules) => writeFile(path.join(sandbox.dir, "faults.json"), JSON.stringify(rules));

  /** @param onLine is told each line of stderr as it comes, with the process */
  async function scan(rules: FaultRules, args: readonly string[], onLine: (line: string, pid: number) => void = () => undefined): Promise<Scan> {
    await fault(rules);
    const child = spawn(process.execPath, command("scan", "--no-audit", "--format", "json", ...args), { cwd: folder, env: env(), stdio: ["ignore", "pipe", "pipe"] });
    const { pid } = child;
    assert.ok(pid !== undefined);
    const stdout = text(child.stdout);
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (told: string) => {
      stderr += told;
      for (const line of told.split("\n")) onLine(line, pid);
    });
    await once(child, "close");
    const report = scanReportSchema.parse(JSON.parse(await stdout));
    return { status: child.exitCode, stderr, report, stack: (name) => report.stacks.find(({ stack }) => stack === `organization/faults/${name}`) ?? assert.fail(name) };
  }

  /** Processes as the system lists them: [pid, parent, command]. */
  async function processes(): Promise<readonly (readonly [number, number, string])[]> {
    const { stdout } = await run("ps", ["-eo", "pid=,ppid=,args="], { cwd: folder, env: sandbox.env("deploy") });
    return stdout.split("\n").flatMap((line) => {
      const [, pid, parent, args] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      return pid === undefined || parent === undefined ? [] : [[Number(pid), Number(parent), args ?? ""] as const];
    });
  }

  async function pluginsRunning(): Promise<readonly string[]> {
    // The stand-in looks every two seconds whether the engine that started it is still there.
    for (let seconds = 0; ; seconds++) {
      const left = (await processes()).map(([, , args]) => args).filter((args) => args.includes(sandbox.dir) && args.includes("provider"));
      if (left.length === 0 || seconds === 5) return left;
      await wait(1_000);
    }
  }

  /** Kills the CLI that a scan has started, as soon as everything but the topic has been read. */
  async function killTheCli(scanPid: number, readsBefore: number): Promise<void> {
    while (queueReads() < readsBefore + 3) await wait(50);
    // What was read has to be told, too.
    await wait(500);
    const [cli] = (await processes()).find(([, parent, args]) => parent === scanPid && args.includes(" refresh ")) ?? assert.fail("no CLI is running");
    process.kill(cli, "SIGKILL");
  }

  const queueReads = () => sandbox.aws.records().filter(({ eventName }) => eventName === "GetQueueAttributes").length;

  function assertNothingLost({ resources, drifts, status }: StackReport, checked: number): void {
    assert.deepEqual([resources.total, resources.checked, resources.unchecked.length], [4, checked, 4 - checked]);
    assert.equal(drifts.flatMap(({ changes }) => changes.filter(counts)).length, 1);
    assert.equal(status, "drifted");
  }

  it("without a fault, finds the drift of each stack", async () => {
    const { status, report } = await scan(NO_FAULT, ["--all"]);
    assert.equal(status, 2);
    assert.deepEqual(report.stacks.map(({ stack }) => stack.split("/").at(-1)), STACKS);
    for (const stack of report.stacks) assertNothingLost(stack, 4);
    assert.deepEqual(report.problems, []);
  });

  it("given a CLI that is killed, and once more, keeps what had been read, and says it twice", async () => {
    const kills: Promise<void>[] = [];
    const { status, stack, report } = await scan(TOPIC_HANGS, ["--stack", "*/faults/a"], (line, pid) => {
      if (/^scanning|trying again/.test(line)) kills.push(killTheCli(pid, queueReads()));
    });
    await Promise.all(kills);
    assert.deepEqual([status, kills.length], [1, 2]);
    assertNothingLost(stack("a"), 3);
    const problem = { code: "cli-killed", message: "twice: the Pulumi CLI was killed (SIGKILL)" };
    assert.deepEqual(stack("a").problem, problem);
    assert.deepEqual(stack("a").resources.unchecked.map(({ reason }) => reason), [problem.message]);
    assert.deepEqual(report.problems.map(({ code, message, stacks }) => [code, message, stacks]), [[problem.code, problem.message, ["organization/faults/a"]]]);
  });

  it("given a throttled read, tries again, tells why, and reports the stack as complete", async () => {
    const throttled: FaultRules = [{ type: "aws:sns/*", method: "read", fault: { kind: "error", error: "throttled" } }];
    const passed: Promise<void>[] = [];
    const { status, stack, stderr } = await scan(throttled, ["--stack", "*/faults/a"], (line) => {
      if (line.includes("trying again")) passed.push(fault(NO_FAULT));
    });
    await Promise.all(passed);
    assert.equal(status, 2, stderr);
    assert.match(stderr, /stack organization\/faults\/a: trying again: .*ThrottlingException/);
    assertNothingLost(stack("a"), 4);
    assert.equal(stack("a").problem, undefined);
  });

  it("given a provider that hangs, ends everything at the timeout, and keeps what had been read", async () => {
    const { status, stack, stderr } = await scan(TOPIC_HANGS, ["--stack", "*/faults/a", "--timeout", "8s"]);
    assert.equal(status, 1);
    assert.equal(stack("a").problem?.code, "timeout");
    assertNothingLost(stack("a"), 3);
    assert.doesNotMatch(stderr, /trying again/);
  });

  it("given a provider that crashes in one stack, calls nothing there in sync, and checks the others", async () => {
    const { status, stack } = await scan([{ urn: "urn:pulumi:b::*topic", method: "read", fault: { kind: "crash" } }], ["--stack", "*/faults/[ab]"]);
    assert.equal(status, 1);
    assertNothingLost(stack("a"), 4);
    const { status: found, problem, resources } = stack("b");
    assert.equal(problem?.code, "provider-crashed");
    assert.match(problem.message, /^twice: .*exited prematurely/);
    assert.equal(resources.checked + resources.unchecked.length, 4);
    assert.ok(found !== "in-sync" && resources.checked < 4);
  });

  it("given Ctrl-C while most stacks wait, starts none of them, and reports them all", async () => {
    const stopped = { reads: 0 };
    const before = queueReads();
    const { status, report } = await scan(TOPIC_HANGS, ["--all", "--concurrency", "1"], (line, pid) => {
      if (!line.startsWith("scanning")) return;
      void (async () => {
        while (queueReads() < before + 3) await wait(50);
        await wait(500);
        process.kill(pid, "SIGINT");
        stopped.reads = queueReads();
      })();
    });
    assert.equal(status, 1);
    // Which of them has its turn first depends on how fast their states were read.
    assert.deepEqual(report.stacks.map(({ resources }) => resources.checked).toSorted(), [0, 0, 0, 0, 0, 3]);
    assert.deepEqual(report.stacks.map(({ problem }) => problem?.code), STACKS.map(() => "cancelled"));
    assert.ok(report.stacks.every(({ status: found }) => found !== "in-sync"));
    assert.deepEqual(report.problems.map(({ code, stacks }) => [code, stacks]), [["cancelled", STACKS.map((name) => `organization/faults/${name}`)]]);
    assert.equal(queueReads(), stopped.reads, "nothing was read after it");
  });

  it("given two scans at once, both are complete and say the same, and the ledger is whole", async () => {
    const both = await Promise.all([scan(NO_FAULT, ["--all"]), scan(NO_FAULT, ["--all"])]);
    assert.deepEqual(both.map(({ status }) => status), [2, 2]);
    const [one, other] = both.map(({ report: { stacks, problems } }) => JSON.stringify({ stacks, problems }, withoutTimes));
    assert.equal(one, other);
    const ledger = path.join(folder, ".whodrift", "open-drift", "organization", "faults");
    assert.deepEqual((await readdir(ledger)).toSorted(), STACKS.map((name) => `${name}.json`));
    for (const name of await readdir(ledger)) assert.equal(openDriftSchema.parse(JSON.parse(await readFile(path.join(ledger, name), "utf8"))).entries.length, 1);
  });

  /** Where no file may grow beyond a block of 512 bytes: the system refuses, as a full disk does, in the middle of a write. */
  const runOnFullDisk = (...args: readonly string[]) => run("/bin/sh", ["-c", 'ulimit -f 1; exec "$@"', "sh", process.execPath, ...args], { cwd: folder, env: env() });
  const halfFiles = async () => (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".tmp"));

  it("given a full disk under the ledger, says so, and leaves the open drift of before", async () => {
    const { report } = await scan(NO_FAULT, ["--stack", "*/faults/a", "--format", "json=whole.json"]);
    const file = path.join(folder, ".whodrift", "open-drift", ...`${report.stacks[0]?.stack ?? ""}.json`.split("/"));
    const before = await readFile(file, "utf8");
    const record = `const { openLedger, openLedgerStore, recordOpenDrift } = require(${JSON.stringify(path.join(checkout, "dist", "automation", "ledger"))});
      recordOpenDrift(openLedger(openLedgerStore(".whodrift", { folder: process.cwd(), env: {} })), require(${JSON.stringify(path.join(folder, "whole.json"))}), new Map(), new Date())
      .then((problems) => console.log(JSON.stringify(problems)))`;
    const { status, stdout } = await runOnFullDisk("-e", record);
    assert.equal(status, 0);
    assert.match(stdout, /"code":"ledger-not-written".*"stacks":\["organization\/faults\/a"\]/);
    assert.equal(await readFile(file, "utf8"), before);
    assert.deepEqual(await halfFiles(), []);
  });

  it("given a full disk under one report, says so in a line, writes the others, and leaves the older one whole", async () => {
    await writeFile(path.join(folder, "old.json"), "old");
    await scan(NO_FAULT, ["--stack", "*/faults/a", "--format", "json=whole.json"]);
    const { status, stdout, stderr } = await runOnFullDisk(...command("report", "whole.json", "--format", "json=old.json", "--format", "terminal"));
    assert.equal(status, 1);
    assert.match(stderr, /^whodrift: the json report could not be written to old\.json: E\w+: .*\n$/);
    assert.match(stdout, /faults\/a · drifted/);
    assert.equal(await readFile(path.join(folder, "old.json"), "utf8"), "old");
    assert.deepEqual(await halfFiles(), []);
  });
});

function withoutTimes(key: string, value: unknown): unknown {
  return ["firstSeen", "lastSeen", "until", "window"].includes(key) ? undefined : value;
}
