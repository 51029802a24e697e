import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDriftEntrySchema, type OpenDriftEntry } from "../../../policypack/model";
import { actor, entryWith, openDriftWith } from "../drifts";
import { runPolicies, unknownStringValue } from "./runPolicies";

describe("drift-unknown-actor", () => {
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "whodrift-actor-"));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  async function advice(entry: OpenDriftEntry, urn?: string): Promise<readonly string[]> {
    const openDrift = join(folder, "open.json");
    writeFileSync(openDrift, JSON.stringify(openDriftWith([entry])));
    const { advisory } = await runPolicies({ openDrift }, [{ ...(urn !== undefined && { urn }), props: { name: unknownStringValue } }]);
    return advisory.filter(({ policy }) => policy === "drift-unknown-actor").map(({ message }) => message);
  }

  const alert = { decision: { action: "alert", by: { rule: "default" } } } as const;
  const nobody = openDriftEntrySchema.parse({ ...entryWith(alert), actor: undefined, event: undefined });

  it("says that nobody is known, that a name is only claimed, or that only a role is known; values of the program do not matter", async () => {
    assert.match((await advice(nobody)).join(), /^visibilityTimeoutSeconds of aws:sqs\/queue:Queue jobs was changed outside Pulumi, and nobody is known to have done it\.$/m);
    assert.match((await advice(entryWith({ ...alert, actor: { ...actor, identity: "claimed" } }))).join(), /chosen by the caller\.$/m);
    assert.match((await advice(entryWith({ ...alert, actor: { ...actor, identity: "unresolved" } }))).join(), /only the role/);
  });

  it("is silent where somebody is known, where the change is ignored, and of resources that the program does not have", async () => {
    assert.deepEqual(await advice(entryWith(alert)), []);
    assert.deepEqual(await advice({ ...nobody, decision: { action: "ignore", by: { rule: "r" } } }), []);
    assert.deepEqual(await advice(nobody, "urn:pulumi:prod::orders::aws:sqs/queue:Queue::other"), []);
  });
});
