import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inputsDigest, type OpenDriftEntry } from "../../../policypack/model";
import { entryWith, openDriftWith } from "../drifts";
import { runPolicies, unknownStringValue } from "./runPolicies";

const URN = "urn:pulumi:prod::orders::acme:web:Site$aws:sqs/queue:Queue::jobs";
const recorded = { name: "jobs", visibilityTimeoutSeconds: 30 };
const overdue = entryWith({ urn: URN, recordedInputsDigest: inputsDigest(recorded), decision: { action: "revert", by: { rule: "doors" }, until: "2026-03-02T02:00:00Z", overdue: true } });

describe("drift-revert-overdue", () => {
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "whodrift-overdue-"));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  async function advice(given: Partial<OpenDriftEntry> = {}, props: Record<string, unknown> = recorded, refresh: "never" | "assume" = "never") {
    const openDrift = join(folder, "open.json");
    writeFileSync(openDrift, JSON.stringify(openDriftWith([{ ...overdue, ...given }])));
    const { advisory, unknown } = await runPolicies({ openDrift }, [{ urn: URN, props }], { refresh });
    return { said: advisory.filter(({ policy }) => policy === "drift-revert-overdue").map(({ message }) => message), unknown };
  }

  it("given an unchanged program and no refresh, says that the change stays, and the command that reverts it", async () => {
    const { said } = await advice();
    assert.equal(said.length, 1);
    assert.match(said[0] ?? "", /was to be reverted by 2026-03-02 02:00:00 UTC, and this update leaves it/);
    assert.match(said[0] ?? "", /^ {2}run: +pulumi up --refresh --stack acme\/orders\/prod --target 'urn:pulumi:prod::orders::acme:web:Site\$aws:sqs\/queue:Queue::jobs'$/m);
  });

  const silent: Readonly<Record<string, Parameters<typeof advice>>> = {
    "the update refreshes first": [{}, recorded, "assume"],
    "the resource is updated anyway": [{}, { ...recorded, name: "other" }],
    "a refresh has taken the change into the state: the update reverts it": [{ absorbed: { at: "2026-03-02T01:00:00Z", certain: true } }],
    "there is time yet": [{ decision: { action: "revert", by: { rule: "doors" }, until: "2026-03-02T04:00:00Z" } }],
    "it need not be reverted by any time": [{ decision: { action: "revert", by: { rule: "doors" } } }],
    "it is not to be reverted": [{ decision: { action: "alert", by: { rule: "doors" }, until: "2026-03-02T02:00:00Z", overdue: true } }],
  };
  for (const [what, given] of Object.entries(silent)) {
    it(`is silent where ${what}`, async () => {
      assert.deepEqual((await advice(...given)).said, []);
    });
  }

  it("where a value is not known yet, leaves it to the SDK to say that a preview cannot tell", async () => {
    assert.deepEqual(await advice({}, { ...recorded, name: unknownStringValue }), { said: [], unknown: ["drift-revert-overdue"] });
  });

  it("prints a command that a shell takes as it is, whatever a resource is called", async () => {
    const urn = `${URN}'; rm -rf / #\n$(id)`;
    const openDrift = join(folder, "hostile.json");
    writeFileSync(openDrift, JSON.stringify(openDriftWith([{ ...overdue, urn }])));
    const { advisory } = await runPolicies({ openDrift }, [{ urn, props: recorded }], { refresh: "never" });
    assert.match(advisory.map(({ message }) => message).join(), /--target '[^'\s]*jobsrm-rf\/\$id'$/m);
  });
});
