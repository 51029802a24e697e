import assert from "node:assert/strict";
import { remediationReportSchema, type RemediationReport } from "../../../automation/remediate/remediationReport";
import { ledgerEntrySchema, type RemediationStep } from "../../../policypack/model";
import { deployedPassword } from "../../sandbox/estate/deploy";
import { rotatedPassword } from "../../sandbox/estate/story";
import { NightShift } from "../../policypack/nightShift";

const [PROD, STAGING] = ["organization/shop/prod", "organization/shop/staging"];
const QUEUE = "shop-prod-orders";
const ORDERS = "urn:pulumi:prod::shop::aws:sqs/queue:Queue::orders";
const RULES = `
rules:
  - { name: staging-keeps-what-people-did, when: { stack: "*/*/staging", path: visibilityTimeoutSeconds }, then: adopt }
  - { name: queues-are-as-declared, when: { stack: "*/*/prod", path: visibilityTimeoutSeconds }, then: revert, within: 24h }
  - { name: passwords-are-as-declared, when: { path: value }, then: revert }
`;
const PROGRAMS = `programs: [{ stack: "*/shop/*", path: ../programs/shop }]\n`;
const YES = ["--all", "--apply", "--yes", "--max-changes"];

describe("whodrift remediate, the morning after", function () {
  this.timeout(120_000);
  let shift: NightShift;

  before(async () => {
    shift = await NightShift.begin(RULES + PROGRAMS);
    await shift.setVisibility("alice", QUEUE, 300);
    await shift.setVisibility("alice", "shop-staging-orders", 120);
    await shift.rotatePassword("mallory");
    await shift.closeMetrics("bob", "shop-prod-web");
    await shift.scan();
    // Waits to be deployed on another resource.
    await shift.configure("release", 2);
  });

  after(() => shift.end());

  interface Told extends RemediationReport {
    readonly status: number;
    readonly stderr: string;
  }

  async function remediate(...words: readonly string[]): Promise<Told> {
    const { status, stdout, stderr } = await shift.remediate("deploy", "--format", "json", ...words);
    for (const secret of [deployedPassword, rotatedPassword]) assert.ok(!`${stdout}${stderr}`.includes(secret), "a secret was printed");
    assert.notEqual(stdout, "", stderr);
    return { status, stderr, ...remediationReportSchema.parse(JSON.parse(stdout)) };
  }

  const targetsOf = ({ stacks }: RemediationReport) => stacks.flatMap(({ stack, targets }) => targets.map(({ action, urn, outcome }) => `${stack.split("/").at(-1) ?? ""} ${action} ${urn.split("::").at(-1) ?? ""}${outcome ? ` ${outcome.end}` : ""}`));
  const reasonsOf = ({ stacks }: RemediationReport) => stacks.flatMap(({ targets }) => targets.flatMap(({ outcome }) => outcome?.reason ?? []));
  const steps = async (): Promise<readonly RemediationStep[]> =>
    (await shift.ledgerText()).map((text) => ledgerEntrySchema.parse(JSON.parse(text)).body).flatMap((body) => (body.kind === "remediation" ? [body.step] : []));

  it("shows what would be reverted and adopted, by which command, and does nothing", async () => {
    const before = await shift.backend();
    const report = await remediate("--all");
    assert.deepEqual([report.status, report.applied, targetsOf(report)], [2, false, ["prod revert orders", "prod revert db-password", "staging adopt orders"]], report.stderr);
    const [prod] = report.stacks.filter(({ stack }) => stack === PROD);
    assert.equal(prod?.targets[0]?.command, `pulumi up --stack ${PROD} --target ${ORDERS} --refresh`);
    assert.deepEqual(prod.left.map(({ path }) => path), ["ingress[1]"]);
    assert.deepEqual([await shift.backend(), await shift.visibility(QUEUE), await steps()], [before, 300, []]);
  });

  it("says the same to people", async () => {
    const { status, stdout } = await shift.remediate("deploy", "--all");
    assert.equal(status, 2);
    for (const part of ["2 changes of 2 resources to carry out", `pulumi up --stack ${PROD} --target ${ORDERS} --refresh`, "visibilityTimeoutSeconds: 120,", "index.ts"]) assert.ok(stdout.includes(part), `${part} is not in:\n${stdout}`);
  });

  it("with nobody to ask, does nothing without --yes and a maximum, and says what to type", async () => {
    for (const words of [["--all", "--apply"], ["--all", "--apply", "--yes"]]) {
      const { status, stderr } = await shift.remediate("deploy", ...words);
      assert.deepEqual([status, stderr.includes("--max-changes")], [64, true], stderr);
    }
  });

  it("does nothing at all where there are more changes than the maximum", async () => {
    const report = await remediate(...YES, "2");
    assert.deepEqual([report.status, report.refused?.code, report.applied], [1, "too-many-changes", false]);
    assert.deepEqual([await shift.visibility(QUEUE), await steps()], [300, []]);
  });

  it("without a program, says which command to run, and reverts nothing", async () => {
    await shift.writeConfig(RULES);
    const report = await remediate("--stack", PROD, "--apply", "--yes", "--max-changes", "9");
    assert.deepEqual([report.status, targetsOf(report)], [1, ["prod revert orders stopped", "prod revert db-password stopped"]]);
    assert.ok(reasonsOf(report).every((reason) => reason.includes("run the command in the folder of the program")));
    await shift.writeConfig(RULES + PROGRAMS);
  });

  it("stops where code waits to be deployed on the target; the other target is reverted, a secret, and nothing else", async () => {
    await shift.configure("ordersRetention", 600);
    const report = await remediate("--stack", PROD, "--apply", "--yes", "--max-changes", "2");
    await shift.configure("ordersRetention", 345_600);
    assert.deepEqual([report.status, targetsOf(report)], [1, ["prod revert orders stopped", "prod revert db-password done"]], reasonsOf(report).join());
    assert.match(reasonsOf(report).join(), /messageRetentionSeconds as well: code that waits to be deployed/);
    assert.deepEqual([await shift.visibility(QUEUE), await shift.password()], [300, deployedPassword]);
    assert.deepEqual((await shift.recorded("Bucket::assets"))["tags"], { app: "shop", env: "prod", release: "1" });
    assert.deepEqual((await shift.openDrift(PROD)).entries.map(({ path }) => path).toSorted(), ["ingress[1]", "visibilityTimeoutSeconds"]);
    assert.deepEqual(
      (await steps()).filter(({ urn }) => urn.endsWith("db-password")).map(({ action, status }) => `${action} ${status}`),
      ["release done", "revert started", "revert done"],
    );
  });

  it("stops where the value is another one by now than the scan saw", async () => {
    await shift.setVisibility("bob", QUEUE, 200);
    const report = await remediate("--stack", PROD, "--apply", "--yes", "--max-changes", "9");
    assert.deepEqual([report.status, targetsOf(report)], [1, ["prod revert orders stopped"]]);
    assert.match(reasonsOf(report).join(), /visibilityTimeoutSeconds has another value by now/);
    assert.equal(await shift.visibility(QUEUE), 200);
    await shift.setVisibility("bob", QUEUE, 300);
  });

  it("killed while it reverts, and run again, ends as if it had not been, and does it once", async () => {
    const isBegun = (text: string) => text.includes(ORDERS) && text.includes('"started"');
    await shift.killedRemediate("deploy", isBegun, "--stack", PROD, "--apply", "--yes", "--max-changes", "9");
    const report = await remediate("--stack", PROD, "--apply", "--yes", "--max-changes", "9");
    assert.deepEqual([report.status, targetsOf(report)], [0, ["prod revert orders done"]], report.stderr);
    const ofOrders = (await steps()).filter(({ urn }) => urn === ORDERS);
    assert.deepEqual(ofOrders.slice(-3).map(({ action, status }) => `${action} ${status}`), ["release done", "revert started", "revert done"]);
    assert.equal(new Set(ofOrders.slice(-3).map(({ run }) => run)).size, 1);
    assert.deepEqual([await shift.visibility(QUEUE), (await shift.openDrift(PROD)).entries.map(({ path }) => path)], [30, ["ingress[1]"]]);
  });

  it("adopts: the state has the value, the cloud keeps it, and the text for the program is told, every time", async () => {
    const report = await remediate("--stack", STAGING, "--apply", "--yes", "--max-changes", "1");
    assert.deepEqual([report.status, targetsOf(report)], [0, ["staging adopt orders done"]], report.stderr);
    assert.deepEqual([(await shift.recorded("Queue::orders", "staging"))["visibilityTimeoutSeconds"], await shift.visibility("shop-staging-orders")], [120, 120]);
    const code = { path: "visibilityTimeoutSeconds", edit: "set", typescript: "visibilityTimeoutSeconds: 120,", yaml: "visibilityTimeoutSeconds: 120" };
    const told = report.stacks.flatMap(({ targets }) => targets.flatMap((target) => target.code));
    assert.deepEqual(told.map(({ path, edit, typescript, yaml }) => ({ path, edit, typescript, yaml })), [code]);
    assert.deepEqual((await remediate("--stack", STAGING)).stacks.flatMap(({ adopted }) => adopted.flatMap((one) => one.code)), told);
  });

  it("is seen by the next scan, which keeps the adoption and finds nothing else changed", async () => {
    await shift.scan();
    const [prod, staging] = [await shift.openDrift(PROD), await shift.openDrift(STAGING)];
    assert.deepEqual([prod.entries.map(({ path }) => path), staging.entries, staging.adoptions.map(({ path, actual }) => [path, actual])], [["ingress[1]"], [], [["visibilityTimeoutSeconds", 120]]]);
    const after = await remediate("--all");
    assert.deepEqual([after.status, targetsOf(after)], [0, []]);
  });
});
