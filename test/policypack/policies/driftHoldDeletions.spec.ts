import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inputsDigest, type OpenDriftEntry } from "../../../policypack/model";
import { entryWith, openDriftWith, URN } from "../drifts";
import { runPolicies } from "./runPolicies";

const OTHER = "urn:pulumi:prod::orders::aws:sqs/queue:Queue::other";
const props = { visibilityTimeoutSeconds: 30 };
const held = entryWith({ recordedInputsDigest: inputsDigest(props) });

describe("drift-hold-deletions", () => {
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "whodrift-deletions-"));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  async function refusals(entries: readonly OpenDriftEntry[], resources: Parameters<typeof runPolicies>[1], atTheEnd?: readonly string[]): Promise<readonly string[]> {
    const openDrift = join(folder, "open.json");
    writeFileSync(openDrift, JSON.stringify(openDriftWith(entries)));
    const { mandatory } = await runPolicies({ openDrift }, resources, { refresh: "never" }, atTheEnd ? { atTheEnd } : {});
    return mandatory.filter(({ policy }) => policy === "drift-hold-deletions").map(({ message }) => message);
  }

  it("refuses where a resource with a held change is neither registered nor there at the end, and says on whose account", async () => {
    const [message = "", ...more] = await refusals([held, entryWith({ path: "delaySeconds", fingerprint: "f-2" })], [{ urn: OTHER, props }]);
    assert.deepEqual(more, []);
    for (const part of ["visibilityTimeoutSeconds of aws:sqs/queue:Queue jobs is held: this update deletes the resource", "as is one more change of it", "dana@example.com", "e-1", "rule incident", "release:"]) {
      assert.ok(message.includes(part), `${part} is not in:\n${message}`);
    }
  });

  it("lets pass what is there, under whatever name", async () => {
    assert.deepEqual(await refusals([held], [{ props }]), []);
    assert.deepEqual(await refusals([held], [{ urn: OTHER, aliases: [URN], props }]), []);
    assert.deepEqual(await refusals([held], [{ urn: OTHER, props }], [OTHER, URN]), []);
  });

  it("lets pass a registered resource whose update was refused, so that it is missing at the end", async () => {
    assert.deepEqual(await refusals([held], [{ props: { visibilityTimeoutSeconds: 60 } }, { urn: OTHER, props }], [OTHER]), []);
  });

  it("lets pass the deletion of what is not held, no longer held, or gone from the cloud", async () => {
    const alert = entryWith({ decision: { action: "alert", by: { rule: "default" } } });
    const over = entryWith({ decision: { action: "hold", by: { rule: "r" }, until: "2026-03-02T02:59:59Z" } });
    for (const entry of [alert, over, entryWith({ path: "" })]) assert.deepEqual(await refusals([entry], [{ urn: OTHER, props }]), []);
  });
});
