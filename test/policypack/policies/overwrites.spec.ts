import assert from "node:assert/strict";
import { inputsDigest, openDriftEntrySchema, type JsonObject, type OpenDriftEntry } from "../../../policypack/model";
import { overwrites } from "../../../policypack/policies/overwrites";
import { entryWith } from "../drifts";

const recorded: JsonObject = { name: "jobs", visibilityTimeoutSeconds: 30, tags: { team: "a" }, __defaults: [] };

function entryOf(given: Partial<OpenDriftEntry> = {}): OpenDriftEntry {
  return entryWith({ recordedInputsDigest: inputsDigest(given.path?.startsWith("ingress") ? rules : recorded), ...given });
}

const rule = (port: number): JsonObject => ({ fromPort: port, cidrBlocks: ["10.0.0.0/8"] });
const rules: JsonObject = { ingress: [rule(443), rule(22)] };

describe("overwrites", () => {
  const cases: readonly { readonly what: string; readonly inputs: JsonObject; readonly entry?: Partial<OpenDriftEntry>; readonly never: boolean; readonly assume: boolean }[] = [
    { what: "an unchanged program: nothing happens without a refresh, with one the value is written", inputs: recorded, never: false, assume: true },
    { what: "the program has the actual value", inputs: { ...recorded, visibilityTimeoutSeconds: 300 }, never: false, assume: false },
    { what: "the program has a third value", inputs: { ...recorded, visibilityTimeoutSeconds: 60 }, never: true, assume: true },
    { what: "another property of the resource changes, and the provider may send all of them", inputs: { ...recorded, tags: { team: "b" } }, never: true, assume: true },
    { what: "another property changes too, but the program has the actual value", inputs: { ...recorded, visibilityTimeoutSeconds: 300, tags: {} }, never: false, assume: false },
    { what: "a removed property is set again", inputs: { ...recorded, name: "x" }, entry: { path: "tags.team", recorded: "a" }, never: true, assume: true },
    { what: "an added property that the program does not have", inputs: { ...recorded, name: "x" }, entry: { path: "tags.by", actual: "dana" }, never: true, assume: true },
    { what: "an added property that the program has by now", inputs: { ...recorded, tags: { team: "a", by: "dana" } }, entry: { path: "tags.by", actual: "dana" }, never: false, assume: false },
    { what: "a deleted resource, unchanged program", inputs: recorded, entry: { path: "" }, never: false, assume: true },
    { what: "a deleted resource that the program changes", inputs: { ...recorded, name: "x" }, entry: { path: "" }, never: true, assume: true },
    { what: "a masked value, unchanged program", inputs: recorded, entry: { actual: { secret: true, digest: "d" } }, never: false, assume: true },
    { what: "a masked value, changed program", inputs: { ...recorded, name: "x" }, entry: { actual: { secret: true, digest: "d" } }, never: true, assume: true },
    { what: "a rule added by hand that the program names elsewhere in the list", inputs: { ingress: [rule(8080), rule(443), rule(22)] }, entry: { path: "ingress[2]", actual: rule(8080) }, never: false, assume: false },
    { what: "a rule added by hand that the program does not name", inputs: { ingress: [rule(443), rule(80)] }, entry: { path: "ingress[2]", actual: rule(8080) }, never: true, assume: true },
    { what: "a path that cannot be read, unchanged program", inputs: recorded, entry: { path: "a..[b" }, never: false, assume: true },
  ];
  for (const { what, inputs, entry = {}, never, assume } of cases) {
    it(`given ${what}`, () => {
      const given = "actual" in entry || entry.path === undefined ? entryOf(entry) : withoutActual(entryOf(entry));
      assert.deepEqual([overwrites(inputs, given, "never"), overwrites(inputs, given, "assume")], [never, assume]);
    });
  }

  describe("given a change that a refresh took into the state", () => {
    const taken: JsonObject = { ...recorded, visibilityTimeoutSeconds: 300 };
    const absorbed = { at: "2026-03-01T09:00:00Z", certain: true };
    const entry = entryWith({ absorbed, recordedInputsDigest: inputsDigest(taken) });

    it("an unchanged program overwrites it by a plain `up`, and one that has the value does not", () => {
      assert.deepEqual([overwrites(recorded, entry, "never"), overwrites(recorded, entry, "assume")], [true, true]);
      assert.deepEqual([overwrites(taken, entry, "never"), overwrites(taken, entry, "assume")], [false, false]);
    });

    it("an addition that only the outputs tell is overwritten although the inputs are those recorded", () => {
      const added = entryWith({ absorbed, path: "tags.by", actual: "dana", recordedInputsDigest: inputsDigest(recorded) });
      assert.equal(overwrites(recorded, added, "never"), true);
      assert.equal(overwrites({ ...recorded, tags: { team: "a", by: "dana" } }, added, "never"), false);
    });

    it("a deletion is overwritten by whatever makes the resource again: the state has no inputs of it", () => {
      const gone = withoutActual({ ...entry, path: "", recordedInputsDigest: "" });
      assert.deepEqual([overwrites(recorded, gone, "never"), overwrites(recorded, gone, "assume")], [true, true]);
    });

    it("no program is taken to have a secret", () => {
      assert.equal(overwrites(taken, { ...entry, actual: { secret: true, digest: "d" } }, "never"), true);
    });
  });

  it("given a rule removed by hand, the program overwrites it as long as it names it anywhere", () => {
    const entry = withoutActual(entryOf({ path: "ingress[1]", recorded: rule(22) }));
    assert.equal(overwrites({ ingress: [rule(22), rule(443)] }, entry, "assume"), true);
    assert.equal(overwrites({ ingress: [rule(443)] }, entry, "assume"), false);
  });

  it("given a rule removed by hand that held a secret, the program is never taken to agree", () => {
    const entry = withoutActual(entryOf({ path: "ingress[1]", recorded: { key: { secret: true, digest: "d" } } }));
    assert.equal(overwrites({ ingress: [rule(443)] }, entry, "assume"), true);
  });

  it("given secrets among the inputs, an unchanged program is unchanged", () => {
    const marked = { ...recorded, password: { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1" } };
    const entry = entryOf({ recordedInputsDigest: inputsDigest(marked), secretInputs: ["password"] });
    assert.equal(overwrites({ ...recorded, password: "in plain text" }, entry, "never"), false);
  });
});

function withoutActual(entry: OpenDriftEntry): OpenDriftEntry {
  return openDriftEntrySchema.parse({ ...entry, actual: undefined });
}
