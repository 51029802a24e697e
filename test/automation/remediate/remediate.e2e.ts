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
      assert.deepEqual([status, /--max-changes/.test(stderr)], [64, true], stderr);
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

  for (const [key, value, back, says] of [
    ["ordersRetention", 600, 345_600, /messageRetentionSeconds as well: code that waits to be deployed/],
    ["ordersVisibilityTimeout", 45, 30, /another visibilityTimeoutSeconds than the recorded one: code waits/],
  ] as const) {
    it(`stops where code waits to be deployed on the target: ${key}`, async () => {
      await shift.configure(key, value);
      const report = await remediate("--stack", PROD, "--apply", "--yes", "--max-changes", "9");
      await shift.configure(key, back);
      const [orders] = report.stacks.flatMap(({ targets }) => targets);
      assert.deepEqual([report.status, orders?.outcome?.end], [1, "stopped"]);
      assert.match(orders?.outcome?.reason ?? "", says);
      assert.equal(await shift.visibility(QUEUE), 300);
    });
  }
});
