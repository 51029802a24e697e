import assert from "node:assert/strict";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { isAttributed, scanReportSchema, type ScanReport, type Violation } from "../../../policypack/model";
import { startSandbox, type Sandbox } from "../../sandbox";
import { clientsOf } from "../../sandbox/estate/clients";
import { deployedPassword, deployEstate } from "../../sandbox/estate/deploy";
import { night, rotatedPassword } from "../../sandbox/estate/story";
import { run, type Finished } from "../../sandbox/run";
import { checkout } from "../../sandbox/toolchain/checkout";

const PROD = "organization/shop/prod";

describe("whodrift scan --policy-pack, the morning after", function () {
  this.timeout(120_000);
  let sandbox: Sandbox;
  let folder: string;
  let scanned: Finished;
  let report: ScanReport;

  before(async () => {
    sandbox = await startSandbox();
    await deployEstate(sandbox);
    for (const { who, run: happen } of night) await happen(clientsOf(sandbox.aws, who), sandbox.aws);
    folder = path.join(sandbox.dir, "nightly");
    await mkdir(folder);
    // Beside the programs, where the SDK is found.
    await cp(path.join(checkout, "test", "automation", "reality", "pack"), path.join(sandbox.dir, "programs", "house"), { recursive: true });
    await mkdir(path.join(sandbox.dir, "programs", "broken"));
    await writeFile(path.join(sandbox.dir, "programs", "broken", "PulumiPolicy.yaml"), "runtime: nodejs\nversion: 0.0.1\nmain: nothing.js\n");
    scanned = await scan("--all", "--policy-pack", "../programs/house", "--format", "terminal=report.txt", "--format", "markdown=report.md");
    report = scanReportSchema.parse(JSON.parse(scanned.stdout));
  });

  after(() => sandbox.stop());

  function scan(...args: readonly string[]): Promise<Finished> {
    return run(process.execPath, [path.join(checkout, "bin", "whodrift.js"), "scan", ...args, "--format", "json"], { cwd: folder, env: sandbox.env("deploy") });
  }

  function violationsOf(stack: string, among = report): readonly Violation[] | undefined {
    return among.stacks.find((one) => one.stack === stack)?.violations;
  }

  function said(violations: readonly Violation[] = []): readonly string[] {
    return violations.map(({ pack, policy, level, urn, message }) => `${urn.split("::").at(-1) ?? ""}: ${policy} of ${pack} (${level}): ${message}`).toSorted();
  }

  function peopleBehind({ fingerprints }: Violation): readonly string[] {
    const changes = report.stacks.flatMap(({ drifts }) => drifts.flatMap((drift) => drift.changes)).filter(({ fingerprint }) => fingerprints.includes(fingerprint));
    return [...new Set(changes.flatMap(({ attribution }) => (isAttributed(attribution) ? [attribution.actor.name] : [])))].toSorted();
  }

  it("names what drifted out of compliance, and not what is as it was or was out of it before", () => {
    assert.deepEqual(said(violationsOf(PROD)), [
      "assets: versions-are-kept of house (remediate): it would change versioningConfiguration",
      "orders: short-visibility of house (advisory): Work that failed is tried again soon: not for 300 s",
      "web: no-open-ssh of house (mandatory): SSH is for the inner network: port 22 is open",
    ]);
  });

  it("gives each to the people who changed the resource", () => {
    const [assets, orders, web] = [...(violationsOf(PROD) ?? [])].toSorted((one, other) => (one.policy > other.policy ? -1 : 1));
    assert.ok(assets && orders && web);
    assert.deepEqual([peopleBehind(assets), peopleBehind(orders), peopleBehind(web)], [["bob"], ["repo:acme/platform:ref:refs/heads/main"], ["alice@example.com", "bob"]]);
  });

  it("judges a stack as a whole without what is gone", () => {
    const platform = violationsOf("organization/platform/prod") ?? [];
    assert.deepEqual(said(platform), ["platform-prod: mail-is-queued of house (mandatory): The platform has a queue for mail: there is none"]);
    assert.deepEqual(platform[0]?.fingerprints, []);
  });

  it("has nothing to say of a stack in sync, and does not exit otherwise than for the drift", () => {
    assert.deepEqual([violationsOf("organization/shop/staging"), report.problems, scanned.status], [[], [], 2]);
  });

  it("keeps secrets from the policies, which can say nothing of them", async () => {
    const written = [scanned.stdout, scanned.stderr, ...(await Promise.all(["report.txt", "report.md"].map((file) => readFile(path.join(folder, file), "utf8"))))].join("");
    for (const secret of [deployedPassword, rotatedPassword]) assert.ok(!written.includes(secret));
    assert.ok(!written.includes("long-passwords"));
  });

  it("tells people, with the number in the first lines", async () => {
    for (const file of ["report.txt", "report.md"]) {
      const text = (await readFile(path.join(folder, file), "utf8")).replace(/[`*]|\s+/g, " ").replace(/ +/g, " ");
      assert.match(text, /4 policy violations by drift/);
      assert.match(text, /no-open-ssh of house \( ?mandatory ?\) is broken by drift of web [^]*port 22 is open .{0,4}by [^]{0,90}alice@example\.com/);
    }
  });

  it("does not ask policies where nobody wants it", async () => {
    const { stdout } = await scan("--stack", "*/shop/prod", "--no-audit");
    assert.equal(violationsOf(PROD, scanReportSchema.parse(JSON.parse(stdout))), undefined);
  });

  it("takes whodrift's own pack, whose holds have nothing against reality", async () => {
    const { status, stdout } = await scan("--stack", "*/shop/prod", "--no-audit", "--policy-pack", path.join(checkout, "policypack"));
    const found = scanReportSchema.parse(JSON.parse(stdout));
    assert.deepEqual([status, found.problems, said(violationsOf(PROD, found)).filter((text) => text.includes(" drift-"))], [2, [], []]);
  });

  it("says which pack could not judge, exits with 1, and goes on with the others", async () => {
    const { status, stdout } = await scan("--stack", "*/shop/prod", "--no-audit", "--policy-pack", "../programs/broken", "--policy-pack", "../programs/house");
    const { stacks, problems } = scanReportSchema.parse(JSON.parse(stdout));
    assert.equal(status, 1);
    assert.deepEqual(problems.map(({ code, stacks: concerned }) => [code, concerned]), [["policy-pack", [PROD]]]);
    assert.match(problems[0]?.message ?? "", /programs\/broken could not judge/);
    assert.deepEqual([stacks[0]?.status, said(stacks[0]?.violations).length], ["drifted", 3]);
  });
});
