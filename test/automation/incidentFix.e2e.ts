import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { storySchema, type Story } from "../../automation/story";
import { scanReportSchema, type OpenDriftEntry, type ScanReport } from "../../policypack/model";
import { NightShift, type Ran } from "../policypack/nightShift";

const [PROD, STAGING] = ["organization/shop/prod", "organization/shop/staging"];
const [PROD_QUEUE, STAGING_QUEUE] = ["shop-prod-orders", "shop-staging-orders"];
const CONFIG = `
audit: { deployPrincipals: ["arn:aws:iam::*:role/pulumi-deploy"] }
ledger: { sign: { key: signing.pem }, trust: [signing.pem.pub] }
programs: [{ stack: "*/shop/*", path: ../programs/shop }]
rules:
  - name: incident-fixes-wait-for-a-person
    when: { actor: { kind: human, identity: verified }, confidence: [proven, likely] }
    then: hold
    for: 24h
`;

describe("incident fix: a person in the console, the night that holds it, and the ups that obey", function () {
  this.timeout(120_000);
  let shift: NightShift;

  before(async () => {
    shift = await NightShift.begin("{}\n");
    const made = await shift.whodrift("deploy", "ledger", "keygen", "signing.pem");
    assert.equal(made.status, 0, made.stderr);
    await shift.writeConfig(CONFIG);
    // At 3 at night the consumers hang: alice gives them more time, in the console, in both stacks.
    await shift.setVisibility("alice", PROD_QUEUE, 300);
    await shift.setVisibility("alice", STAGING_QUEUE, 120);
  });

  after(() => shift.end());

  async function night(status: 0 | 2): Promise<ScanReport> {
    const ended = await shift.whodrift("deploy", "scan", "--all", "--format", "json");
    assert.equal(ended.status, status, ended.stdout + ended.stderr);
    return scanReportSchema.parse(JSON.parse(ended.stdout));
  }

  async function open(stack: string): Promise<OpenDriftEntry> {
    const [entry] = (await shift.openDrift(stack)).entries.filter(({ path: changed }) => changed === "visibilityTimeoutSeconds");
    assert.ok(entry, `${stack} has no open change`);
    return entry;
  }

  async function up(options: Parameters<NightShift["up"]>[0] = {}): Promise<Ran> {
    return shift.up({ trust: path.join(shift.openDriftFolder, "..", "..", "signing.pem.pub"), ...options });
  }

  it("the nightly names her and holds both, in files that are signed", async () => {
    const { stacks } = await night(2);
    const told = stacks.flatMap(({ stack, drifts }) => drifts.flatMap(({ changes }) => changes.map(({ attribution, decision, history }) => [stack, attribution.confidence === "none" ? "nobody" : attribution.actor.name, decision.action, history?.state])));
    assert.deepEqual(told, [
      [PROD, "alice@example.com", "hold", "new"],
      [STAGING, "alice@example.com", "hold", "new"],
    ]);
    assert.ok((await shift.openDrift(PROD)).signature !== undefined);
  });

  it("an unrelated up passes, and nothing is said", async () => {
    const { status, mandatory, advisory, stdout } = await up({ config: { release: 2 } });
    assert.deepEqual([status, mandatory, advisory], [0, [], []], stdout);
    assert.equal(await shift.visibility(PROD_QUEUE), 300);
  });

  it("the up that would overwrite it is refused with her name, by the pack and by the gate", async () => {
    const refused = await up({ config: { ordersVisibilityTimeout: 45 } });
    assert.notEqual(refused.status, 0);
    assert.match(refused.mandatory.join(), /visibilityTimeoutSeconds .*is held.*alice@example\.com/s);
    const gate = await shift.gate();
    assert.equal(gate.status, 2, gate.stdout + gate.stderr);
    assert.match(gate.stdout, /visibilityTimeoutSeconds.*alice@example\.com/s);
    assert.equal(await shift.visibility(PROD_QUEUE), 300);
  });

  it("bob releases it, and says what is to become of either", async () => {
    const { fingerprint } = await open(PROD);
    for (const words of [
      [fingerprint, "release", "--reason", "the consumers are mended"],
      [fingerprint, "revert", "--reason", "30 s is enough again"],
      [(await open(STAGING)).fingerprint, "adopt", "--reason", "staging keeps it", "--for", "30d"],
    ]) {
      const decided = await shift.decide("bob", ...words);
      assert.equal(decided.status, 0, decided.stderr);
    }
    assert.deepEqual((await open(PROD)).decision.action, "revert");
    const gate = await shift.gate();
    assert.equal(gate.status, 0, gate.stdout + gate.stderr);
  });

  it("is reverted in one stack and adopted in the other, and nothing else is", async () => {
    await shift.configure("ordersVisibilityTimeout", 30);
    const done = await shift.remediate("deploy", "--all", "--apply", "--yes", "--max-changes", "2");
    assert.equal(done.status, 0, done.stdout + done.stderr);
    assert.deepEqual([await shift.visibility(PROD_QUEUE), await shift.visibility(STAGING_QUEUE)], [30, 120]);
  });

  it("stays adopted under an up of a program that does not have it yet", async () => {
    const { status, mandatory, stdout } = await up({ stack: "staging" });
    assert.deepEqual([status, mandatory], [0, []], stdout);
    assert.equal(await shift.visibility(STAGING_QUEUE), 120);
  });

  it("the next nightly says resolved, each in its way", async () => {
    const { stacks } = await night(0);
    const ended = stacks.flatMap(({ stack, resolved = [] }) => resolved.map(({ how, path: changed }) => [stack, changed, how]));
    assert.deepEqual(ended, [
      [PROD, "visibilityTimeoutSeconds", "reverted"],
      [STAGING, "visibilityTimeoutSeconds", "adopted"],
    ]);
  });

  it("the ledger tells the story, and verifies", async () => {
    const told = await shift.whodrift("deploy", "history", "urn:pulumi:prod::shop::aws:sqs/queue:Queue::orders", "--format", "json");
    const story: Story = storySchema.parse(JSON.parse(told.stdout));
    assert.deepEqual(story.chapters.map(({ kind }) => kind).filter((kind) => kind !== "step"), ["seen", "decided", "decided", "resolved"]);
    assert.ok(story.chapters.some(({ kind }) => kind === "step"));
    const verified = await shift.whodrift("deploy", "ledger", "verify");
    assert.equal(verified.status, 0, verified.stdout + verified.stderr);
  });

  it("and does not verify once an entry has been changed", async () => {
    const file = path.join(shift.openDriftFolder, "..", "entries", "0000000002.json");
    const entry = await readFile(file, "utf8");
    await writeFile(file, entry.replace("the consumers are mended", "nothing happened here."));
    const broken = await shift.whodrift("deploy", "ledger", "verify");
    await writeFile(file, entry);
    assert.equal(broken.status, 1, broken.stdout);
    assert.match(broken.stdout + broken.stderr, /entry 2\b/);
  });
});
