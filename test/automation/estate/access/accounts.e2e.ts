import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { scanReportSchema, type ScanReport } from "../../../../policypack/model";
import type { CloudTrailRecord } from "../../../sandbox/aws";
import { checkout } from "../../../sandbox/toolchain/checkout";
import { administratorOf, EXTERNAL_ID, HOME, HOME_PASSPHRASE, OTHER, ROLELESS, DISTRUSTFUL, startAccountEstate, UNKNOWN, type AccountEstate } from "./accountEstate";

const PATIENCE_MS = 180_000;

const CONFIG = {
  accounts: [
    { account: "4444*", scanRole: "arn:aws:iam::{account}:role/whodrift-scan", externalId: EXTERNAL_ID },
    ...[HOME, ROLELESS, DISTRUSTFUL].map((account) => ({ account, scanRole: "arn:aws:iam::{account}:role/whodrift-scan" })),
  ],
  originalCredentials: ["*/*/sandbox"],
  stacks: { settings: [{ stack: "*/estate/home", env: { PULUMI_CONFIG_PASSPHRASE: { env: "HOME_PASSPHRASE" } } }] },
};

describe("an estate over several accounts, scanned by somebody who may only assume scan roles", function () {
  this.timeout(PATIENCE_MS);
  let estate: AccountEstate;
  let cwd: string;
  before(async () => {
    estate = await startAccountEstate();
    cwd = path.join(estate.dir, "scan");
    await mkdir(path.join(cwd, "tmp"), { recursive: true });
    // JSON is YAML.
    await writeFile(path.join(cwd, "whodrift.yaml"), JSON.stringify(CONFIG));
  });
  after(() => estate.stop());

  /** Everything that must not be seen anywhere: keys of the scanner and of the states, and passphrases. */
  function secrets(): readonly string[] {
    const people = [estate.scanner, ...[HOME, OTHER, ROLELESS, DISTRUSTFUL, UNKNOWN].map((account) => administratorOf(estate, account))];
    return [HOME_PASSPHRASE, ...people.flatMap(({ accessKeyId, secretAccessKey }) => [accessKeyId, secretAccessKey])];
  }

  async function whodrift(words: readonly string[], env: Readonly<Record<string, string>> = { HOME_PASSPHRASE }) {
    const child = spawn(process.execPath, [path.join(checkout, "bin", "whodrift.js"), "scan", ...words], {
      cwd,
      env: { ...estate.env(estate.scanner), TMPDIR: path.join(cwd, "tmp"), ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = new Promise((resolve) => child.on("close", resolve));
    const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    assert.notEqual(stdout, "", stderr);
    return { stdout, stderr, status };
  }

  describe("when they scan, and two of four configured accounts let nobody in", () => {
    let run: Awaited<ReturnType<typeof whodrift>>;
    let report: ScanReport;
    let calls: readonly CloudTrailRecord[];
    before(async () => {
      const earlier = estate.aws.records().length;
      run = await whodrift(["--all", "--no-audit", "--format", "json"]);
      calls = estate.aws.records().slice(earlier);
      report = scanReportSchema.parse(JSON.parse(run.stdout));
    });

    const stack = (name: string) => {
      const found = report.stacks.find((one) => one.stack === `organization/estate/${name}`);
      assert.ok(found);
      return found;
    };

    it("both other accounts are checked, and nothing that could not be read is called in sync", () => {
      assert.deepEqual(report.stacks.map((one) => [one.stack.replace("organization/estate/", ""), one.status, one.resources.checked]), [
        ["distrustful", "unchecked", 0],
        ["home", "in-sync", 1],
        ["mixed", "partial", 1],
        ["other", "in-sync", 1],
        ["refused", "unchecked", 0],
        ["roleless", "unchecked", 0],
        ["sandbox", "in-sync", 1],
      ]);
      assert.equal(run.status, 1);
    });

    it("a role that is missing, or does not trust the scanner, is named in the reason", () => {
      for (const [name, account] of [["roleless", ROLELESS], ["distrustful", DISTRUSTFUL]] as const) {
        const message = `unable to validate AWS credentials. Details: IAM Role (arn:aws:iam::${account}:role/whodrift-scan) cannot be assumed.`;
        const { problem, resources } = stack(name);
        assert.deepEqual([problem, resources.unchecked.map(({ reason }) => reason)], [{ code: "credentials", message }, [message]]);
      }
    });

    it("an account without a rule is not read, and the reason says what to type; the stack's other account is", () => {
      const reason = /^no scan role is configured for account 555566667777: add /;
      assert.match(stack("refused").problem?.message ?? "", reason);
      const [beyond, ...more] = stack("mixed").resources.unchecked;
      assert.ok(beyond?.urn.endsWith("::beyond") === true && more.length === 0);
      assert.match(beyond.reason, reason);
    });

    it("AWS was called by the scanner's sessions alone, but for the stack that may keep its credentials", () => {
      const callers = new Set(calls.flatMap(({ userIdentity, eventName }) => ("arn" in userIdentity ? [`${userIdentity.arn} ${eventName === "AssumeRole" ? eventName : "reads"}`] : [])));
      assert.deepEqual([...callers].toSorted(), [
        `arn:aws:iam::${HOME}:user/scanner AssumeRole`,
        `arn:aws:iam::${UNKNOWN}:user/admin reads`,
        `arn:aws:sts::${HOME}:assumed-role/whodrift-scan/whodrift reads`,
        `arn:aws:sts::${OTHER}:assumed-role/whodrift-scan/whodrift reads`,
      ]);
    });

    it("no credential and no passphrase is in what was written, and no copy of a state is left", async () => {
      const written = `${run.stdout}${run.stderr}`;
      for (const secret of secrets()) assert.ok(!written.includes(secret));
      // What Node itself keeps there are compiled modules.
      assert.deepEqual((await readdir(path.join(cwd, "tmp"))).filter((name) => name !== "node-compile-cache"), []);
    });
  });

  it("when a variable that the settings name is not there, the stack is unchecked and the reason names it", async () => {
    const { stdout, status } = await whodrift(["--stack", "*/*/home", "--no-audit", "--format", "json"], {});
    const [home] = scanReportSchema.parse(JSON.parse(stdout)).stacks;
    assert.deepEqual([home?.status, home?.problem?.code, status], ["unchecked", "environment", 1]);
    assert.match(home?.problem?.message ?? "", /^HOME_PASSPHRASE is not set/);
  });

  describe("when they ask for the plan", () => {
    it("it says for each stack which account, region and role would be used, asks AWS nothing, and fails as the scan would", async () => {
      const earlier = estate.aws.records().length;
      const { stdout, status } = await whodrift(["--all", "--plan", "--concurrency", "2"]);
      assert.equal(estate.aws.records().length, earlier);
      assert.equal(status, 1);
      assert.match(stdout, /^7 stacks, 2 at once; of 2 not everything would be checked$/m);
      const home = stdout.slice(stdout.indexOf("organization/estate/home"), stdout.indexOf("organization/estate/mixed"));
      assert.match(home, /· 1 resource\n +environment +sets PULUMI_CONFIG_PASSPHRASE\n +provider +default\S* \(aws[^)]*\): 1 resource, account 111122223333, eu-central-1\n +role +arn:aws:iam::111122223333:role\/whodrift-scan\n/);
      assert.match(stdout, /unchecked +no scan role is configured for account 555566667777/);
      assert.match(stdout, /credentials +as its state says \(accessKey, secretKey\)/);
      for (const secret of secrets()) assert.ok(!stdout.includes(secret));
    });

    it("it is 0 where everything would be read, and one JSON document for programs", async () => {
      const { stdout, status } = await whodrift(["--all", "--plan", "--exclude", "*/*/{mixed,refused}", "--format", "json"]);
      const plan = z.object({ schema: z.literal("whodrift/scan-plan@1"), stacks: z.array(z.object({ stack: z.string(), providers: z.array(z.object({ account: z.string(), access: z.looseObject({ kind: z.string() }) })) })) }).parse(JSON.parse(stdout));
      assert.deepEqual(plan.stacks.map(({ stack, providers }) => [stack.split("/")[2], ...providers.flatMap(({ account, access }) => [account, access.kind])]), [
        ["distrustful", DISTRUSTFUL, "role"],
        ["home", HOME, "role"],
        ["other", OTHER, "role"],
        ["roleless", ROLELESS, "role"],
        ["sandbox", UNKNOWN, "original"],
      ]);
      assert.equal(status, 0);
    });
  });
});
