import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { gateReportSchema, type GateReport } from "../../../automation/gate/gateReport";
import { deployedPassword } from "../../sandbox/estate/deploy";
import { rotatedPassword } from "../../sandbox/estate/story";
import { checkout } from "../../sandbox/toolchain/checkout";
import { NightShift, PACK } from "../../policypack/nightShift";

const QUEUE = "shop-prod-orders";
const ORDERS = "aws:sqs/queue:Queue::orders";
const WORKFLOW = "repo:acme/platform:ref:refs/heads/main";

/** The program without the queue, and with another name for it, which replaces it. */
const withoutQueue = (source: string) => source.replace(/new aws\.sqs\.Queue\("orders"[^]*?\n\}\);\n/, "");
const renamed = (source: string) => source.replace("`shop-${stack}-orders`", "`shop-${stack}-orders-2`");

describe("whodrift gate, in front of real deployments the morning after", function () {
  this.timeout(120_000);
  let shift: NightShift;

  before(async () => {
    shift = await NightShift.begin();
    await shift.setVisibility("ci", QUEUE, 300);
    await shift.rotatePassword("mallory");
    await shift.scan();
  });

  after(() => shift.end());

  async function gate(...args: readonly string[]): Promise<GateReport & { readonly status: number }> {
    const { status, stdout, stderr } = await shift.gate("--format", "json", ...args);
    for (const secret of [deployedPassword, rotatedPassword]) assert.ok(!`${stdout}${stderr}`.includes(secret), "a secret was printed");
    assert.notEqual(stdout, "", stderr);
    return { status, ...gateReportSchema.parse(JSON.parse(stdout)) };
  }

  function refusals({ refused }: GateReport): readonly string[] {
    return refused.flatMap(({ op, urn, held }) => held.map(({ why, path: at }) => `${op} ${urn.split("::").slice(2).join("::")} ${at} ${why}`));
  }

  function assertPasses(report: GateReport & { readonly status: number }, allowed: readonly string[]): void {
    assert.deepEqual([report.status, report.verdict, report.problems, refusals(report)], [0, "may-go-ahead", [], []]);
    assert.deepEqual(report.allowed.map(({ op, urn }) => `${op} ${urn.split("::").at(-1) ?? ""}`), allowed);
  }

  it("lets an unchanged program pass: what the up only passes is not touched", async () => {
    assertPasses(await gate(), []);
  });

  it("lets an update of another resource pass", async () => {
    await shift.configure("release", 2);
    assertPasses(await gate(), ["update assets"]);
  });

  it("refuses the update that would overwrite the held value, and only that step, with the person's name and how to go on", async () => {
    await shift.configure("ordersVisibilityTimeout", 45);
    const report = await gate();
    assert.deepEqual([report.status, report.verdict, refusals(report)], [2, "refused", [`update ${ORDERS} visibilityTimeoutSeconds writes`]]);
    assert.deepEqual(report.allowed.map(({ op, urn }) => [op, urn.split("::").at(-1)]), [["update", "assets"]]);
    const [{ actual, planned, actor, event, ways, fingerprint, decision } = assert.fail("nothing is in the way")] = report.refused[0]?.held ?? [];
    assert.deepEqual([actual, planned, actor?.name, actor?.identity, event?.operation], [300, 45, WORKFLOW, "verified", "SetQueueAttributes"]);
    assert.deepEqual(decision.by, { rule: "what-people-do-at-night-is-held" });
    assert.deepEqual(ways.flatMap(({ command = [] }) => command), ["whodrift scan --stack organization/shop/prod", `whodrift decide ${fingerprint} release --reason "…"`]);
  });

  it("says the same to people, in a terminal and in Markdown", async () => {
    for (const format of ["terminal", "markdown"]) {
      const { status, stdout } = await shift.gate("--format", format);
      assert.equal(status, 2);
      for (const part of ["1 of 2 steps touches what is held", WORKFLOW, "SetQueueAttributes", "release --reason"]) assert.ok(stdout.includes(part), `${part} is not in:\n${stdout}`);
    }
  });

  it("refuses an update of another property of the resource, because the provider may send the whole", async () => {
    await shift.configure("ordersVisibilityTimeout", 30);
    await shift.configure("ordersRetention", 600);
    assert.deepEqual(refusals(await gate()), [`update ${ORDERS} visibilityTimeoutSeconds may-send-whole`]);
  });

  it("lets it pass where the program has the actual value by now", async () => {
    await shift.configure("ordersVisibilityTimeout", 300);
    assertPasses(await gate(), ["update assets", "update orders"]);
    await shift.configure("ordersVisibilityTimeout", 30);
    await shift.configure("ordersRetention", 345_600);
  });

  it("refuses to delete a resource that has a held value", async () => {
    const report = await shift.edited(withoutQueue, () => gate());
    assert.deepEqual([report.status, refusals(report)], [2, [`delete ${ORDERS} visibilityTimeoutSeconds deletes`]]);
  });

  it("refuses to replace it, once for both halves of the replacement", async () => {
    const report = await shift.edited(renamed, () => gate());
    assert.deepEqual([report.status, refusals(report)], [2, [`replace ${ORDERS} visibilityTimeoutSeconds replaces`]]);
  });

  describe("with --refresh", () => {
    it("refuses an unchanged program, which would put the recorded value back; the held secret, too", async () => {
      const report = await gate("--refresh");
      assert.deepEqual([report.status, report.refreshed], [2, true]);
      assert.deepEqual(refusals(report).toSorted(), [`update ${ORDERS} visibilityTimeoutSeconds writes`, "update aws:ssm/parameter:Parameter::db-password value writes"]);
      const secret = report.refused.flatMap(({ held }) => held).find(({ path: at }) => at === "value");
      assert.ok(JSON.stringify(secret?.actual).includes('"secret":true') && JSON.stringify(secret?.planned).includes('"secret":true'), JSON.stringify(secret));
    });

    it("lets an update of another property pass where nothing but that would be written", async () => {
      await shift.configure("ordersVisibilityTimeout", 300);
      await shift.configure("ordersRetention", 600);
      const report = await gate("--refresh");
      assert.deepEqual(refusals(report), ["update aws:ssm/parameter:Parameter::db-password value writes"]);
      assert.ok(report.allowed.some(({ urn }) => urn.endsWith(ORDERS)));
      await shift.configure("ordersVisibilityTimeout", 30);
      await shift.configure("ordersRetention", 345_600);
    });

    it("refuses deletion and replacement as well", async () => {
      assert.ok(refusals(await shift.edited(withoutQueue, () => gate("--refresh"))).includes(`delete ${ORDERS} visibilityTimeoutSeconds deletes`));
      assert.ok(refusals(await shift.edited(renamed, () => gate("--refresh"))).includes(`replace ${ORDERS} visibilityTimeoutSeconds replaces`));
    });
  });

  it("says which mandatory policy of a pack would refuse the up", async () => {
    const policies = path.join(shift.openDriftFolder, "policies.json");
    await writeFile(policies, JSON.stringify({ "drift-hold": { enforcementLevel: "mandatory", refresh: "assume", openDrift: shift.openDriftFolder } }));
    const report = await gate("--policy-pack", PACK, "--policy-pack-config", policies);
    assert.deepEqual([report.status, report.verdict, refusals(report)], [2, "refused", []]);
    assert.ok(report.violations.some(({ pack, policy }) => pack === "whodrift" && policy === "drift-hold"));
    await rm(policies);
  });

  it("does not repeat what a policy says of a resource with secrets, which the policy was shown", async () => {
    const house = await shift.addPack(path.join(checkout, "test", "automation", "reality", "pack"));
    const { status, violations } = await gate("--policy-pack", house);
    assert.equal(status, 2);
    assert.deepEqual(violations.map(({ urn, policy, message }) => [urn.split("::").at(-1), policy, message]).toSorted(), [
      ["db-password", "long-passwords", undefined],
      ["orders", "queues-are-encrypted", "Queues have a key of their own: it has none"],
    ]);
  });

  it("writes nothing to the backend", async () => {
    const before = await shift.backend();
    await gate("--refresh");
    assert.deepEqual(await shift.backend(), before);
  });

  describe("where it cannot tell, exits with 1 and says why", () => {
    it("given Ctrl-C, after which nothing runs any more", async () => {
      const before = await shift.backend();
      const { status, stdout, stderr } = await shift.interruptedGate();
      const { verdict, problems } = gateReportSchema.parse(JSON.parse(stdout));
      assert.deepEqual([status, verdict, problems.map(({ code }) => code)], [1, "unknown", ["interrupted"]], stderr);
      assert.deepEqual([await shift.processes(), await shift.backend()], [[], before]);
    });

    it("given a program that fails", async () => {
      const report = await shift.edited(() => 'throw new Error("no such luck");\n', () => gate());
      assert.deepEqual([report.status, report.verdict, report.problems.map(({ code }) => code)], [1, "unknown", ["preview-failed"]]);
      assert.match(report.problems[0]?.message ?? "", /no such luck/);
    });

    it("given an open-drift file that has run out, unless --allow-stale", async () => {
      const file = path.join(shift.openDriftFolder, "expired.json");
      await writeFile(file, JSON.stringify({ ...(await shift.openDrift("organization/shop/prod")), expiresAt: new Date(0).toISOString() }));
      const stale = await gate("--open-drift", file);
      assert.deepEqual([stale.status, stale.problems.map(({ code }) => code)], [1, ["open-drift-stale"]]);
      assertPasses(await gate("--open-drift", file, "--allow-stale"), ["update assets"]);
      await rm(file);
    });

    it("given an open-drift file that is none", async () => {
      const file = path.join(shift.openDriftFolder, "broken.json");
      await writeFile(file, "{");
      const report = await gate("--open-drift", file);
      assert.deepEqual([report.status, report.verdict, report.problems.map(({ code }) => code)], [1, "unknown", ["open-drift-unusable"]]);
      await rm(file);
    });
  });

  describe("given a held element of a set, a rule that somebody took away", () => {
    const WEB = "aws:ec2/securityGroup:SecurityGroup::web";
    const withoutMetrics = (source: string) => source.replace(/^.*"metrics".*\n/m, "");
    const withHttp = (source: string) => source.replace("  ingress: [\n", '  ingress: [\n    { protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["10.0.0.0/8"] },\n');

    before(async () => {
      await shift.closeMetrics("bob", "shop-prod-web");
      await shift.scan();
    });

    async function ofGroup(edit: (source: string) => string, ...args: readonly string[]): Promise<readonly string[]> {
      return refusals(await shift.edited(edit, () => gate(...args))).filter((text) => text.includes(WEB));
    }

    it("refuses to bring it back", async () => {
      assert.deepEqual(await ofGroup((source) => source), []);
      assert.deepEqual(await ofGroup((source) => source, "--refresh"), [`update ${WEB} ingress[1] writes`]);
      assert.deepEqual(await ofGroup(withHttp), [`update ${WEB} ingress[1] writes`]);
    });

    it("lets a program pass that does without it, and changes the set otherwise", async () => {
      const edit = (source: string) => withHttp(withoutMetrics(source));
      assert.deepEqual([await ofGroup(edit), await ofGroup(edit, "--refresh")], [[], []]);
    });
  });

  describe("given a held deletion", () => {
    before(async () => {
      await shift.deleteQueue("bob", QUEUE);
      await shift.scan();
    });

    it("refuses to make the resource again, with --refresh and without", async () => {
      assert.deepEqual(refusals(await gate("--refresh")).filter((text) => text.includes(ORDERS)), [`create ${ORDERS}  recreates`]);
      await shift.configure("ordersVisibilityTimeout", 45);
      assert.deepEqual(refusals(await gate()), [`update ${ORDERS}  recreates`]);
    });

    it("lets the program give the resource up", async () => {
      assertPasses(await shift.edited(withoutQueue, () => gate()), ["update assets", "delete orders"]);
    });

    it("knows by itself that each up refreshes where Pulumi.yaml says so", async () => {
      await shift.refreshAlways();
      const report = await gate();
      assert.deepEqual([report.refreshed, refusals(report).filter((text) => text.includes(ORDERS))], [true, [`create ${ORDERS}  recreates`]]);
    });
  });

  it("holds nothing where there is no open-drift file, and says so", async () => {
    const report = await gate("--open-drift", path.join(shift.openDriftFolder, "nowhere"));
    assert.deepEqual([report.status, report.openDrift.outcome], [0, "missing"]);
    const { stdout } = await shift.gate("--open-drift", path.join(shift.openDriftFolder, "nowhere"));
    assert.match(stdout, /nothing: there is no open-drift file at/);
  });

  it("takes an unknown stack, and a folder without a program, for mistakes: 64", async () => {
    const unknown = await shift.gate("--stack", "nope");
    assert.deepEqual([unknown.status, unknown.stderr.includes('no stack "nope"')], [64, true], unknown.stderr);
    const nowhere = await shift.gate("--program", "/");
    assert.deepEqual([nowhere.status, nowhere.stderr.includes("in no Pulumi project")], [64, true], nowhere.stderr);
  });
});
