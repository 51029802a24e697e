import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { cp, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { text } from "node:stream/consumers";
import { counts, isAttributed, openDriftSchema, scanReportSchema, type Change, type Drift, type ScanReport } from "../../policypack/model";
import { startSandbox, type Sandbox } from "../sandbox";
import { REPORTED_AS, clientsOf } from "../sandbox/estate/clients";
import { deployedPassword, deployEstate } from "../sandbox/estate/deploy";
import { night, rotatedPassword, type Expectation } from "../sandbox/estate/story";
import { run, type Finished } from "../sandbox/run";
import { checkout } from "../sandbox/toolchain/checkout";

interface Told {
  readonly stack: string;
  readonly drift: Drift;
  readonly change: Change;
}

describe("whodrift scan, the morning after", function () {
  this.timeout(120_000);
  let sandbox: Sandbox;
  let folder: string;
  let scanned: Finished;
  let report: ScanReport;
  let backendBefore: string;

  const whodrift = (args: readonly string[], env: Readonly<Record<string, string>> = {}, cwd = folder) =>
    run(process.execPath, [path.join(checkout, "bin", "whodrift.js"), ...args], { cwd, env: { ...sandbox.env("deploy"), ...env } });
  const told = (): readonly Told[] =>
    report.stacks.flatMap(({ stack, drifts }) => drifts.flatMap((drift) => drift.changes.filter(counts).map((change) => ({ stack, drift, change }))));

  before(async () => {
    sandbox = await startSandbox();
    await deployEstate(sandbox);
    for (const { who, run: happen } of night) await happen(clientsOf(sandbox.aws, who), sandbox.aws);
    folder = path.join(sandbox.dir, "nightly");
    await mkdir(folder);
    await cp(path.join(checkout, "test", "sandbox", "demo", "whodrift.yaml"), path.join(folder, "whodrift.yaml"));
    backendBefore = await digestOf(path.join(sandbox.dir, "state"));
    scanned = await whodrift(["scan", "--all", "--format", "json", "--format", "terminal=report.txt", "--format", "markdown=report.md", "--format", "json=report.json"]);
    report = scanReportSchema.parse(JSON.parse(scanned.stdout));
  });

  after(async () => {
    await sandbox.stop();
  });

  const expected = night.flatMap(({ who, expect = [] }) => expect.map((expectation) => ({ who, ...expectation })));

  for (const expectation of expected) {
    it(`gives ${expectation.path || "the deletion"} of ${expectation.resource} to ${expectation.who}`, () => {
      const candidates = told().filter((one) => isAbout(one, expectation) && actorOf(one.change) === REPORTED_AS[expectation.who]);
      assert.equal(candidates.length, 1, describeAll(told()));
      const attribution = candidates[0]?.change.attribution;
      assert.ok(attribution && isAttributed(attribution));
      assert.equal(attribution.event.operation, expectation.operation);
      assert.equal(attribution.confidence, expectation.confidence);
    });
  }

  it("finds no more than what happened, and blames nobody for a decoy", () => {
    assert.equal(told().length, expected.length, describeAll(told()));
    assert.equal(report.stacks.find(({ stack }) => stack === "organization/shop/staging")?.status, "in-sync");
    assert.ok(!describeAll(told()).includes("jobs-2"));
  });

  it("names the event that the trail recorded, with the caller's own address", () => {
    const recorded = new Map(sandbox.aws.records().map((record) => [record.eventID, record]));
    for (const { change } of told()) {
      assert.ok(isAttributed(change.attribution));
      const record = recorded.get(change.attribution.event.id);
      assert.equal(record?.sourceIPAddress, change.attribution.actor.sourceIp);
      assert.equal(record?.eventName, change.attribution.event.operation);
    }
  });

  it("exits with 2 on drift, prints nothing but JSON on stdout, and tells its progress on stderr", () => {
    assert.equal(scanned.status, 2, scanned.stderr);
    assert.match(scanned.stderr, /\[3\/3\] organization\/\S+: (drifted|in-sync), \d+ of \d+ resources/);
  });

  it("leaves the backend as it was, to the byte", async () => {
    assert.equal(await digestOf(path.join(sandbox.dir, "state")), backendBefore);
  });

  it("decides by the rules: what opens access is reverted, what people did is held", () => {
    const actions = told().map(({ change }) => [change.opensAccess ?? false, change.decision.action]);
    assert.ok(actions.every(([opens, action]) => (opens ? action === "revert" : action === "hold")), JSON.stringify(actions));
  });

  it("writes the open drift of each stack for the policy pack", async () => {
    const file = path.join(folder, ".whodrift", "open-drift", "organization", "shop", "prod.json");
    const open = openDriftSchema.parse(JSON.parse(await readFile(file, "utf8")));
    const held = open.entries.filter(({ decision }) => decision.action === "hold").map(({ urn, path: at }) => `${urn.split("::").at(-1) ?? ""} ${at}`);
    assert.deepEqual(held.toSorted(), ["app tags.note", "assets versioningConfiguration.status", "db-password value", "orders visibilityTimeoutSeconds", "web ingress[1]"]);
  });

  it("asks little of AWS: one sweep of each region, and a lookup for each session that needs one", () => {
    // Two pages of writes in the home region, one in us-east-1; the workflow's and mallory's sessions, in both regions.
    assert.ok(report.scan.usage.lookupRequests <= 8, String(report.scan.usage.lookupRequests));
    assert.equal(report.scan.usage.stsRequests, 1);
  });

  it("given a second scan of the same night, says the same of everybody, and asks no more: what CloudTrail answered is kept for its owner only", async () => {
    const kept = path.join(folder, ".whodrift", "cache", "audit");
    const names = await readdir(kept);
    assert.ok(names.length > 0);
    for (const name of names) assert.equal((await stat(path.join(kept, name))).mode & 0o777, 0o600);
    const again = scanReportSchema.parse(JSON.parse((await whodrift(["scan", "--all", "--format", "json"])).stdout));
    const people = ({ stacks }: ScanReport) => stacks.flatMap(({ drifts }) => drifts.flatMap(({ changes }) => changes.map((change) => [change.path, actorOf(change)])));
    assert.deepEqual(people(again), people(report));
    assert.ok(again.scan.usage.lookupRequests <= report.scan.usage.lookupRequests);
  });

  it("gives the same people from the trail files alone: whodrift explain", async () => {
    await sandbox.aws.flushTrail();
    const explained = await whodrift(["explain", "--drift", "report.json", "--events", sandbox.aws.trailDir, "--format", "json"]);
    assert.equal(explained.status, 0, explained.stderr);
    const again = scanReportSchema.parse(JSON.parse(explained.stdout));
    assert.deepEqual(whoDidWhat(again), whoDidWhat(report));
  });

  it("says the same where two machines scan a shard each, and whodrift report merges them", async () => {
    const shards = await Promise.all(["1/2", "2/2"].map((shard, index) => whodrift(["scan", "--all", "--shard", shard, "--concurrency", "1", "--format", `json=shard-${index}.json`])));
    const merged = await whodrift(["report", "shard-1.json", "shard-0.json", "--format", "json"]);
    assert.equal(merged.status, 2, [...shards, merged].map(({ stderr }) => stderr).join(""));
    const { scan, stacks, ...rest } = scanReportSchema.parse(JSON.parse(merged.stdout));
    assert.deepEqual(stacks.map(({ stack, status, resources }) => [stack, status, resources]), report.stacks.map(({ stack, status, resources }) => [stack, status, resources]));
    assert.deepEqual(whoDidWhat({ ...rest, scan, stacks }), whoDidWhat(report));
    assert.deepEqual([scan.shard, scan.configDigest, rest.problems], [undefined, report.scan.configDigest, []]);
  });

  it("shows a secret nowhere: reports, ledger, output, log lines", async () => {
    const written = [scanned.stdout, scanned.stderr, ...(await textsIn(folder)), ...(await textsIn(path.join(sandbox.dir, "pulumi-home")))];
    for (const canary of [deployedPassword, rotatedPassword]) {
      for (const form of [canary, Buffer.from(canary).toString("base64").replace(/=+$/, ""), encodeURIComponent(canary)]) {
        assert.ok(!written.some((text) => text.includes(form)), `${canary} was written`);
      }
    }
    assert.ok(written.length > 6 && written.join("").includes("db-password"));
  });

  it("carries hostile names through every format harmlessly", async () => {
    for (const file of ["report.txt", "report.md", "report.json"]) {
      const text = await readFile(path.join(folder, file), "utf8");
      assert.ok(!/\p{Cc}/u.test(text.replaceAll("\n", "")), `${file} has a control character`);
      assert.ok(!text.split("\n").some((line) => /^\s*(::|##\[)/.test(line)), `${file} has a workflow command`);
      assert.ok(text.includes("note"), `${file} does not tell of the hostile tag`);
    }
    assert.ok(!(await readFile(path.join(folder, "report.md"), "utf8")).includes("<script"));
  });

  it("exits with 0 where the drift is below --fail-on, and for a stack that is in sync", async () => {
    assert.equal((await whodrift(["scan", "--all", "--fail-on", "never", "--no-audit"])).status, 0);
    assert.equal((await whodrift(["scan", "--stack", "*/shop/staging"])).status, 0);
  });

  it("says that nobody was asked with --no-audit, and sends no request", async () => {
    const before = sandbox.aws.records().filter(isLookup).length;
    const { stdout } = await whodrift(["scan", "--stack", "*/platform/prod", "--no-audit", "--format", "json"]);
    const { stacks } = scanReportSchema.parse(JSON.parse(stdout));
    const reasons = stacks.flatMap(({ drifts }) => drifts.flatMap(({ changes }) => changes.filter(counts).map(({ attribution }) => (isAttributed(attribution) ? "somebody" : attribution.reason))));
    assert.deepEqual([...new Set(reasons)], ["not-asked"]);
    assert.equal(sandbox.aws.records().filter(isLookup).length, before);
  });

  it("finds the selected stack of a project by itself", async () => {
    const project = path.join(sandbox.dir, "programs", "shop");
    await run(sandbox.pulumi.command, ["stack", "select", "organization/shop/staging"], { cwd: project, env: sandbox.env("deploy") });
    const { status, stdout } = await whodrift(["scan", "--format", "json"], {}, project);
    assert.equal(status, 0);
    assert.deepEqual(scanReportSchema.parse(JSON.parse(stdout)).stacks.map(({ stack }) => stack), ["organization/shop/staging"]);
  });

  it("reports a stack that cannot be read as unchecked, with a reason, and the others all the same: exit 1", async () => {
    const broken = path.join(sandbox.dir, "state", ".pulumi", "stacks", "broken");
    await mkdir(broken);
    await writeFile(path.join(broken, "prod.json"), '{"version": 3, "checkpoint": ');
    const { status, stdout } = await whodrift(["scan", "--all", "--format", "json", "--no-audit"]);
    const { stacks } = scanReportSchema.parse(JSON.parse(stdout));
    assert.equal(status, 1);
    assert.deepEqual(Object.fromEntries(stacks.map(({ stack, status: found }) => [stack, found])), {
      "organization/broken/prod": "unchecked",
      "organization/platform/prod": "drifted",
      "organization/shop/prod": "drifted",
      "organization/shop/staging": "in-sync",
    });
    assert.match(stacks.find(({ stack }) => stack.includes("broken"))?.problem?.message ?? "", /not valid JSON/);
  });

  it("reports stacks whose secrets it cannot open as unchecked: a wrong passphrase is no drift", async () => {
    const { status, stdout } = await whodrift(["scan", "--stack", "*/shop/*", "--format", "json"], { PULUMI_CONFIG_PASSPHRASE: "not this one" });
    const { stacks } = scanReportSchema.parse(JSON.parse(stdout));
    assert.equal(status, 1);
    assert.deepEqual(stacks.map(({ status: found, problem, drifts }) => [found, problem?.code, drifts.length]), [["unchecked", "passphrase", 0], ["unchecked", "passphrase", 0]]);
  });

  it("stops on Ctrl-C, still writes the report of what was done, and leaves no process behind", async () => {
    const child = spawn(process.execPath, [path.join(checkout, "bin", "whodrift.js"), "scan", "--all", "--concurrency", "1", "--format", "json"], {
      cwd: folder,
      env: sandbox.env("deploy"),
      stdio: ["ignore", "pipe", "pipe"],
    });
    const stdout = text(child.stdout);
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (line: string) => {
      stderr += line;
      // One stack is done, the next is under way.
      if (line.includes(": drifted")) child.kill("SIGINT");
    });
    await once(child, "close");
    const { stacks } = scanReportSchema.parse(JSON.parse(await stdout));
    assert.equal(child.exitCode, 1);
    assert.match(stderr, /press Ctrl-C again/);
    assert.ok(stacks.some((stack) => stack.resources.checked > 0), "what was done is reported");
    assert.ok(stacks.some(({ problem }) => problem?.code === "cancelled"), "what was not is said");
    const processes = await run("ps", ["-eo", "args"], { cwd: folder, env: sandbox.env("deploy") });
    assert.deepEqual(processes.stdout.split("\n").filter((line) => line.includes(sandbox.dir) && line.includes("provider")), []);
  });

  it("reports a stack as unchecked that there are no credentials for", async () => {
    const { status, stdout } = await whodrift(["scan", "--stack", "*/platform/prod", "--format", "json"], { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "", AWS_SESSION_TOKEN: "", AWS_EC2_METADATA_DISABLED: "true" });
    const [stack] = scanReportSchema.parse(JSON.parse(stdout)).stacks;
    assert.equal(status, 1);
    assert.deepEqual([stack?.status, stack?.drifts.length], ["unchecked", 0]);
  });
});

function isAbout({ stack, drift, change }: Told, expectation: Expectation): boolean {
  return (
    stack === expectation.stack &&
    drift.resource.name === expectation.resource &&
    drift.resource.type === expectation.type &&
    (expectation.path === "" ? change.path === "" : change.path.startsWith(expectation.path)) &&
    isAttributed(change.attribution) &&
    change.attribution.event.operation === expectation.operation
  );
}

function actorOf({ attribution }: Change): string {
  return isAttributed(attribution) ? attribution.actor.name : `nobody (${attribution.reason})`;
}

function describeAll(all: readonly Told[]): string {
  return all.map(({ stack, drift, change }) => `${stack} ${drift.resource.name} ${change.path}: ${actorOf(change)}`).join("\n");
}

function whoDidWhat(report: ScanReport): readonly string[] {
  return report.stacks.flatMap(({ drifts }) =>
    drifts.flatMap(({ changes }) =>
      changes.map(({ fingerprint, attribution }) => `${fingerprint} ${isAttributed(attribution) ? `${attribution.confidence} ${attribution.actor.name} ${attribution.event.id}` : attribution.reason}`),
    ),
  );
}

function isLookup(record: { readonly eventName?: unknown }): boolean {
  return record.eventName === "LookupEvents";
}

async function filesIn(root: string): Promise<readonly string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name)).toSorted();
}

async function textsIn(root: string): Promise<readonly string[]> {
  return Promise.all((await filesIn(root)).map((file) => readFile(file, "latin1")));
}

async function digestOf(root: string): Promise<string> {
  const hash = createHash("sha256");
  for (const file of await filesIn(root)) hash.update(file).update(await readFile(file));
  return hash.digest("hex");
}
