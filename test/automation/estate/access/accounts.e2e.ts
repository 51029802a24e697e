import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { text } from "node:stream/consumers";
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

  async function whodrift(words: readonly string[], env: Readonly<Record<string, string>>) {
    const child = spawn(process.execPath, [path.join(checkout, "bin", "whodrift.js"), "scan", "--all", ...words], {
      cwd,
      env: { ...estate.env(estate.scanner), TMPDIR: path.join(cwd, "tmp"), ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = new Promise((resolve) => child.on("close", resolve));
    const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    return { stdout, stderr, status };
  }

  describe("given a scan role for each account, which two of four accounts do not give", () => {
    let report: ScanReport;
    let run: Awaited<ReturnType<typeof whodrift>>;
    let calls: readonly CloudTrailRecord[];
    before(async () => {
      const earlier = estate.aws.records().length;
      run = await whodrift(["--no-audit", "--format", "json"], { HOME_PASSPHRASE });
      calls = estate.aws.records().slice(earlier);
      assert.notEqual(run.stdout, "", run.stderr);
      report = scanReportSchema.parse(JSON.parse(run.stdout));
      if (process.env["SHOW"]) console.log(run.stderr, JSON.stringify(report.stacks, null, 1), calls.map((c) => [c.eventName, c.errorCode, "arn" in c.userIdentity ? c.userIdentity.arn : "", c.recipientAccountId]));
    });
    it("x", () => { void [administratorOf, OTHER, UNKNOWN, readdir, calls]; });
  });
});
