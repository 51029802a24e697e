import assert from "node:assert/strict";
import { openDriftOf } from "../../../automation/ledger/openDrift";
import { stateResourceSchema } from "../../../automation/estate/deployment";
import { inputsDigest, openDriftSchema, type Change, type JsonObject, type PersonDecision, type StackReport } from "../../../policypack/model";
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

describe("openDriftOf, of what is adopted", () => {
  const adopt = { action: "adopt", by: { rule: "owners-may" } } as const;
  const adoption = entryWith({ decision: adopt, recordedInputsDigest: "" });
  const adopted = openDriftWith([], { adoptions: [adoption] });
  const recordedAs = (value: number) => [stateResourceSchema.parse({ urn: URN, type: "aws:sqs/queue:Queue", inputs: { visibilityTimeoutSeconds: value } })];
  const names = (entries: readonly { fingerprint: string; actual?: unknown }[]) => entries.map(({ fingerprint, actual }) => [fingerprint, actual]);

  function after(given: Partial<Parameters<typeof openDriftOf>[0]>) {
    const { entries, adoptions } = openDriftOf({ report: reportWith(), resources: recordedAs(300), previous: adopted, now: NOW, ...given });
    return { entries: names(entries), adoptions: names(adoptions), adoption: adoptions[0] };
  }

  it("names an open change that is to be adopted among the adoptions, and only there", () => {
    const report = reportWith({}, [{ decision: adopt, opensAccess: false }, { fingerprint: "f-2", path: "delaySeconds" }]);
    const { entries, adoptions, adoption: found } = after({ report, resources: recordedAs(30), previous: undefined });
    assert.deepEqual([entries, adoptions], [[["f-2", 300]], [["f-1", 300]]]);
    assert.equal(found?.opensAccess, false);
  });

  it("keeps it while the adopted value is what is recorded, although nothing drifts", () => {
    assert.deepEqual(after({}).adoptions, [["f-1", 300]]);
  });

  it("keeps it where the resource could not be checked, and where nothing could be", () => {
    const unchecked = { total: 1, checked: 0, unchecked: [{ urn: URN, reason: "AccessDenied" }] };
    assert.deepEqual(after({ report: reportWith({ status: "partial", resources: unchecked }), resources: recordedAs(30) }).adoptions, [["f-1", 300]]);
    assert.deepEqual(after({ report: reportWith({ status: "unchecked" }), resources: undefined }).adoptions, [["f-1", 300]]);
  });

  const ends: Readonly<Record<string, Partial<Parameters<typeof openDriftOf>[0]>>> = {
    "the value before is recorded again: it was reverted": { resources: recordedAs(30) },
    "a third value is recorded: the program moved on": { resources: recordedAs(60) },
    "the resource has left the state": { resources: [] },
    "it has run out": { previous: openDriftWith([], { adoptions: [{ ...adoption, decision: { ...adopt, until: NOW.toISOString() } }] }) },
    "a person has ended it, though nothing drifts": { decisions: [personDecision("release")] },
    "it can be adopted no more": { previous: openDriftWith([], { adoptions: [{ ...adoption, replaces: true }] }) },
  };
  for (const [what, given] of Object.entries(ends)) {
    it(`ends it where ${what}`, () => {
      assert.deepEqual(after(given).adoptions, []);
    });
  }

  it("lets today's decision count where the same change is still open, or absorbed", () => {
    const report = reportWith({}, [{ absorbed: { at: NOW.toISOString(), certain: true } }]);
    assert.deepEqual(after({ report }), { entries: [["f-1", 300]], adoptions: [], adoption: undefined });
  });

  it("keeps it beside a change of what was adopted, which is decided by itself", () => {
    const worse = { valueDigest: "v-2", expected: 300, actual: 600 };
    const { entries, adoptions } = after({ report: reportWith({}, [worse]) });
    assert.deepEqual([entries, adoptions], [[["f-1", 600]], [["f-1", 300]]]);
  });

  it("takes a newer one in its place, of a program that still has what was before the first", () => {
    const worse = { valueDigest: "v-2", expected: 300, actual: 600, decision: adopt };
    const { entries, adoptions, adoption: newer } = after({ report: reportWith({}, [worse]) });
    assert.deepEqual([entries, adoptions, newer?.recorded], [[], [["f-1", 600]], 30]);
  });

  it("drops it where the value changed again before any up had adopted it", () => {
    const report = reportWith({}, [{ valueDigest: "v-2", expected: 30, actual: 600 }]);
    assert.deepEqual(after({ report, resources: recordedAs(30) }).adoptions, []);
  });
});

function personDecision(action: PersonDecision["action"]): PersonDecision {
  const by = { name: "kim", principal: "arn:aws:iam::111111111111:user/kim", basis: "sts" } as const;
  return { stack: "acme/orders/prod", fingerprint: "f-1", urn: URN, type: "aws:sqs/queue:Queue", path: "visibilityTimeoutSeconds", valueDigest: "v-1", action, by, reason: "r", at: "2026-03-01T12:00:00Z" };
}

function entryActor() {
  const { actor } = entryWith();
  assert.ok(actor);
  return actor;
}
