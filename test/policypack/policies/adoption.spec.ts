import assert from "node:assert/strict";
import fc from "fast-check";
import { jsonSchema, parsePath, type Json, type JsonObject, type OpenDriftEntry } from "../../../policypack/model";
import { judgeAdoption, unadoptable } from "../../../policypack/policies/adoption";
import { carryOut } from "../../../policypack/policies/edit";
import { entryWith } from "../drifts";

type Change = Pick<OpenDriftEntry, "path" | "recorded" | "actual">;

function judge(inputs: JsonObject, change: Change) {
  return judgeAdoption(inputs, parsePath(change.path), change);
}

/** The inputs after the adoption, and what it comes to then. */
function adopt(inputs: JsonObject, change: Change): readonly [after: Json, verdict: string] {
  const after = structuredClone(inputs);
  const judged = judge(inputs, change);
  if (judged.verdict === "lacks") carryOut(after, judged.edit);
  return [after, judge(after, change).verdict];
}

const changed: Change = { path: "visibilityTimeoutSeconds", recorded: 30, actual: 300 };
const rule = (port: number, description = "web"): JsonObject => ({ fromPort: port, description, cidrBlocks: ["10.0.0.0/8"] });

describe("an adoption", () => {
  describe("given a program that still has the value before, puts the adopted one in its place", () => {
    const cases: readonly { readonly what: string; readonly inputs: JsonObject; readonly change: Change; readonly after: Json }[] = [
      { what: "a property", inputs: { name: "jobs", visibilityTimeoutSeconds: 30 }, change: changed, after: { name: "jobs", visibilityTimeoutSeconds: 300 } },
      { what: "one that was added", inputs: { tags: { team: "a" } }, change: { path: "tags.by", actual: "dana" }, after: { tags: { team: "a", by: "dana" } } },
      { what: "one that was added where nothing was", inputs: {}, change: { path: "tags.by", actual: "dana" }, after: { tags: { by: "dana" } } },
      { what: "one whose key needs quotes", inputs: { tags: {} }, change: { path: 'tags["k8s.io/x"]', actual: "1" }, after: { tags: { "k8s.io/x": "1" } } },
      { what: "one that was removed", inputs: { tags: { team: "a", by: "dana" } }, change: { path: "tags.by", recorded: "dana" }, after: { tags: { team: "a" } } },
      { what: "an element that was changed, wherever it stands", inputs: { ingress: [rule(22), rule(443)] }, change: { path: "ingress[0]", recorded: rule(443), actual: rule(8443) }, after: { ingress: [rule(22), rule(8443)] } },
      { what: "an element that was added", inputs: { ingress: [rule(22)] }, change: { path: "ingress[0]", actual: rule(443) }, after: { ingress: [rule(22), rule(443)] } },
      { what: "the first element of a list", inputs: {}, change: { path: "ingress[0]", actual: rule(443) }, after: { ingress: [rule(443)] } },
      { what: "an element that was removed", inputs: { ingress: [rule(22), rule(443), rule(80)] }, change: { path: "ingress[0]", recorded: rule(443) }, after: { ingress: [rule(22), rule(80)] } },
      { what: "a property of the one element that has it", inputs: { ingress: [rule(22, "ssh"), rule(443)] }, change: { path: "ingress[0].description", recorded: "web", actual: "shop" }, after: { ingress: [rule(22, "ssh"), rule(443, "shop")] } },
    ];
    for (const { what, inputs, change, after } of cases) {
      it(`${what}; then the program has it, and nothing is left to do`, () => {
        assert.deepEqual(adopt(inputs, change), [after, "has"]);
      });
    }
  });

  it("given a program that has the value, wherever in a list, is silent", () => {
    assert.equal(judge({ visibilityTimeoutSeconds: 300 }, changed).verdict, "has");
    assert.equal(judge({ ingress: [rule(443), rule(22)] }, { path: "ingress[5]", actual: rule(443) }).verdict, "has");
    assert.equal(judge({ ingress: [rule(22)] }, { path: "ingress[0]", recorded: rule(443) }).verdict, "has");
    assert.equal(judge({ tags: {} }, { path: "tags.by", recorded: "dana" }).verdict, "has");
  });

  it("given a program with a third value, says that the code moved on", () => {
    assert.equal(judge({ visibilityTimeoutSeconds: 60 }, changed).verdict, "moved-on");
    assert.equal(judge({}, changed).verdict, "moved-on");
    assert.equal(judge({ tags: { by: "erin" } }, { path: "tags.by", actual: "dana" }).verdict, "moved-on");
    assert.equal(judge({ tags: { by: "erin" } }, { path: "tags.by", recorded: "dana" }).verdict, "moved-on");
    assert.equal(judge({ ingress: [rule(80)] }, { path: "ingress[0]", recorded: rule(443), actual: rule(8443) }).verdict, "moved-on");
  });

  it("given several elements that could be meant, touches none of them", () => {
    const twins = { ingress: [rule(22), rule(443)] };
    assert.equal(judge(twins, { path: "ingress[0].description", recorded: "web", actual: "shop" }).verdict, "moved-on");
    assert.equal(judge(twins, { path: "ingress[0].cidrBlocks[1]", actual: "10.1.0.0/16" }).verdict, "moved-on");
  });

  it("given any inputs, changes nothing but the place, and is done when it is done", () => {
    const inputs = fc.dictionary(fc.constantFrom("a", "b", "tags"), fc.jsonValue({ maxDepth: 3 }).map((value) => jsonSchema.parse(JSON.parse(JSON.stringify(value)))));
    fc.assert(
      fc.property(inputs, fc.integer(), fc.option(fc.integer(), { nil: undefined }), (others, actual, recorded) => {
        const before = { ...others, ...(recorded !== undefined && { size: recorded }) };
        const [after, verdict] = adopt(before, { path: "size", actual, ...(recorded !== undefined && { recorded }) });
        assert.equal(verdict, "has");
        assert.deepEqual(after, { ...before, size: actual });
      }),
    );
  });
});

describe("what cannot be adopted by an up", () => {
  const cases: Readonly<Record<string, Partial<OpenDriftEntry>>> = {
    "a deletion": { path: "" },
    "what would replace the resource": { replaces: true },
    "what opens access": { opensAccess: true },
    "a secret": { actual: { secret: true, digest: "d" } },
    "a list with a secret in it": { path: "list[0]", secretInputs: ["list[3].token"] },
    "a property of a secret object": { path: "settings.size", secretInputs: ["settings"] },
    "a path that cannot be read": { path: "a..[b" },
    "a key that would reach into JavaScript": { path: "tags.__proto__.polluted" },
  };
  for (const [what, given] of Object.entries(cases)) {
    it(`is ${what}`, () => {
      assert.equal(typeof unadoptable(entryWith(given)), "string");
    });
  }

  it("is not what only stands beside a secret", () => {
    assert.equal(unadoptable(entryWith({ path: "tags.team", secretInputs: ["tags.token", "password"] })), undefined);
  });
});
