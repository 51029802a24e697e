import assert from "node:assert/strict";
import { openDriftOf } from "../../../automation/ledger/openDrift";
import { stateResourceSchema } from "../../../automation/estate/deployment";
import { inputsDigest, openDriftSchema, type Change, type JsonObject, type StackReport } from "../../../policypack/model";
import { changeWith, driftWith, entryWith, event, hold, openDriftWith, URN } from "../../policypack/drifts";

const NOW = new Date("2026-03-02T02:00:00Z");
const inputs: JsonObject = { visibilityTimeoutSeconds: 30, key: { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:abc" } };
const resources = [stateResourceSchema.parse({ urn: URN, type: "aws:sqs/queue:Queue", inputs })];

function reportWith(given: Partial<StackReport> = {}, changes: readonly Partial<Change>[] = []): StackReport {
  const drifts = changes.length === 0 ? [] : [{ ...driftWith(changeWith()), changes: changes.map((change) => ({ ...changeWith(change), decision: hold, ...change })) }];
  return { stack: "acme/orders/prod", status: changes.length > 0 ? "drifted" : "in-sync", resources: { total: 1, checked: 1, unchecked: [] }, audit: [], drifts, ...given };
}

const previous = openDriftWith([entryWith({ fingerprint: "yesterday", recordedInputsDigest: "old" })], { generatedAt: "2026-03-01T02:00:00.000Z", expiresAt: "2026-03-02T14:00:00.000Z" });

describe("openDriftOf", () => {
  it("given a drifted stack, tells `up` what it must know, as the schema has it, for a day and a half", () => {
    const openDrift = openDriftOf({ report: reportWith({}, [{}]), resources, now: NOW });
    assert.deepEqual(openDriftSchema.parse(openDrift), openDrift);
    assert.equal(openDrift.expiresAt, "2026-03-03T14:00:00.000Z");
    const [entry] = openDrift.entries;
    assert.deepEqual([entry?.path, entry?.recorded, entry?.actual, entry?.decision, entry?.actor?.name], ["visibilityTimeoutSeconds", 30, 300, hold, "dana@example.com"]);
    assert.deepEqual([entry?.recordedInputsDigest, entry?.secretInputs], [inputsDigest(inputs), ["key"]]);
  });

  it("leaves out noise, what no `up` would touch, and the payload of events", () => {
    const attribution = { confidence: "proven", actor: entryActor(), event: { ...event, request: { a: 1 }, response: { b: 2 } }, related: [], why: [] } as const;
    const report = reportWith({}, [{ noise: { rule: "r", reason: "x" } }, { tier: "output" }, { tier: "ignored" }, { fingerprint: "kept", attribution }]);
    const { entries } = openDriftOf({ report, resources, now: NOW });
    assert.deepEqual(entries.map(({ fingerprint }) => fingerprint), ["kept"]);
    assert.deepEqual(entries[0]?.event, event);
  });

  it("given a stack in sync, drops what was open", () => {
    assert.deepEqual(openDriftOf({ report: reportWith(), resources, previous, now: NOW }).entries, []);
  });

  describe("where something could not be checked", () => {
    const unchecked = { total: 1, checked: 0, unchecked: [{ urn: URN, reason: "AccessDenied" }] };

    it("keeps the entries of that resource, against the inputs as they are recorded now", () => {
      const openDrift = openDriftOf({ report: reportWith({ status: "partial", resources: unchecked }), resources, previous, now: NOW });
      assert.deepEqual(openDrift.entries.map(({ fingerprint }) => fingerprint), ["yesterday"]);
      assert.equal(openDrift.entries[0]?.recordedInputsDigest, inputsDigest(inputs));
      assert.equal(openDrift.generatedAt, NOW.toISOString());
    });

    it("drops them when the resource has left the state", () => {
      assert.deepEqual(openDriftOf({ report: reportWith({ status: "partial", resources: unchecked }), resources: [], previous, now: NOW }).entries, []);
    });

    it("given a stack of which nothing could be read, keeps all of it, and its age", () => {
      const openDrift = openDriftOf({ report: reportWith({ status: "unchecked" }), previous, now: NOW });
      assert.deepEqual(openDrift, previous);
    });

    it("given nothing from before either, there is nothing to hold", () => {
      assert.deepEqual(openDriftOf({ report: reportWith({ status: "unchecked" }), now: NOW }).entries, []);
    });
  });
});

function entryActor() {
  const { actor } = entryWith();
  assert.ok(actor);
  return actor;
}
