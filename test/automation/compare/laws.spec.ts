import assert from "node:assert/strict";
import fc from "fast-check";
import { keyOf, ROOT, showPath } from "../../../automation/compare/difference";
import { findDifferences } from "../../../automation/compare/findDifferences";
import { noiseRuleNames, type NoiseRuleName } from "../../../automation/compare/noiseRules";
import { normalise } from "../../../automation/compare/normalise";
import { canonicalJson, counts, isJsonArray, isJsonObject, type Json, type JsonObject } from "../../../policypack/model";
import { compare, SECRET, type Case } from "./observed";

const TERMS = { type: "aws:x/y:Z", unknown: new Set<string>(), off: new Set<never>() };
const NAMES = ["ingress", "cidrBlocks", "tags", "policy", "name", "protocol", "list", "value", "a.b", "__proto__", ""];
const scalar = fc.oneof(fc.constantFrom<Json>(null, "", "443", 443, "true", true, "10.0.0.0/8", "0.0.0.0/0", '{"a":[1]}'), fc.string({ maxLength: 4 }), fc.integer());
const { tree: json } = fc.letrec<{ tree: Json }>((tie) => ({
  tree: fc.oneof({ maxDepth: 3 }, scalar, fc.array(tie("tree"), { maxLength: 4 }), fc.dictionary(fc.constantFrom(...NAMES), tie("tree"), { maxKeys: 4 })),
}));
const state: fc.Arbitrary<JsonObject> = fc.dictionary(fc.constantFrom(...NAMES), json, { maxKeys: 5 });
const type = fc.constantFrom("aws:ec2/securityGroup:SecurityGroup", "aws:s3/bucket:Bucket", "aws:iam/role:Role");

/** The same state, with its keys and the elements of its known sets in the opposite order. */
function turned(value: Json, name?: string): Json {
  if (isJsonArray(value)) {
    const elements = value.map((element) => turned(element));
    return name === "ingress" || name === "cidrBlocks" ? elements.reverse() : elements;
  }
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).reverse().map(([key, element]) => [key, turned(element, key)]));
}

function turnedState(value: JsonObject): JsonObject {
  const result = turned(value);
  return isJsonObject(result) ? result : {};
}

function counted(one: Case): readonly string[] {
  return compare([one]).drifts.flatMap(({ changes }) => changes.filter(counts).map(({ fingerprint }) => fingerprint)).sort();
}

describe("compare: laws", () => {
  it("a state has no drift against itself", () => {
    fc.assert(
      fc.property(type, state, (type, inputs) => {
        assert.deepEqual(compare([{ type, inputs, live: {}, op: "same" }]).drifts, []);
        assert.deepEqual(counted({ type, inputs, live: { inputs }, op: "update" }), []);
      }),
    );
  });

  it("a state has no drift against itself in another order", () => {
    fc.assert(
      fc.property(type, state, (type, inputs) => {
        assert.deepEqual(counted({ type, inputs, live: { inputs: turnedState(inputs) } }), []);
        assert.deepEqual(counted({ type, inputs, live: { outputs: turnedState(inputs) }, op: "same" }), []);
      }),
    );
  });

  it("the order of keys and sets does not change fingerprints", () => {
    fc.assert(
      fc.property(type, state, state, (type, inputs, live) => {
        assert.deepEqual(counted({ type, inputs: turnedState(inputs), live: { inputs: turnedState(live) } }), counted({ type, inputs, live: { inputs: live } }));
      }),
    );
  });

  it("what differs one way differs the other way, with the sides exchanged", () => {
    const differences = (one: JsonObject, other: JsonObject, swap: boolean): readonly string[] =>
      findDifferences(one, other, ROOT, TERMS)
        .map(({ place, expected, actual, noise }) => canonicalJson([place.canonical.map((segment) => (typeof segment === "object" ? { ...segment } : segment)), (swap ? actual : expected) ?? "-", (swap ? expected : actual) ?? "-", noise?.rule ?? "-"]))
        .sort();
    fc.assert(
      fc.property(state, state, (one, other) => {
        assert.deepEqual(differences(one, other, false), differences(other, one, true));
      }),
    );
  });

  it("each change has a path of its own, among those of its kind", () => {
    fc.assert(
      fc.property(state, state, (one, other) => {
        const sides = findDifferences(one, other, ROOT, TERMS).map(({ place, expected, actual }) => [showPath(place), expected === undefined, actual === undefined].join());
        assert.equal(new Set(sides).size, sides.length);
      }),
    );
  });

  it("switching rules off turns noise into changes, and does nothing else", () => {
    const differences = (one: JsonObject, other: JsonObject, off: readonly NoiseRuleName[]): readonly (readonly [string, NoiseRuleName | undefined])[] =>
      findDifferences(one, other, ROOT, { ...TERMS, off: new Set(off) }).map(({ place, expected, actual, noise }) => [canonicalJson([keyOf(place), expected ?? "-", actual ?? "-"]), noise?.rule]);
    fc.assert(
      fc.property(state, state, fc.subarray([...noiseRuleNames]), (one, other, off) => {
        const told = (rule: NoiseRuleName | undefined): NoiseRuleName | undefined => (rule === undefined || off.includes(rule) ? undefined : rule);
        assert.deepEqual(differences(one, other, off), differences(one, other, []).map(([difference, rule]) => [difference, told(rule)]));
      }),
    );
  });

  it("there is a change where the normal forms differ, and only there", () => {
    fc.assert(
      fc.property(state, state, (one, other) => {
        const isSame = findDifferences(one, other, ROOT, TERMS).every(({ noise }) => noise !== undefined);
        assert.equal(isSame, canonicalJson(normalise(one)) === canonicalJson(normalise(other)));
      }),
    );
  });

  it("a policy respelt by some rules is noise by no others", () => {
    const value = fc.constantFrom("a", "b", "111122223333", "*");
    const values = fc.uniqueArray(value, { minLength: 1, maxLength: 3 });
    const statement = fc.record({ Effect: fc.constantFrom("Allow", "Deny"), Action: values, Resource: values, Principal: fc.record({ AWS: values }) });
    const respelt = (statements: readonly JsonObject[], rules: readonly NoiseRuleName[]): JsonObject => {
      const spell = (name: string, one: Json): Json => {
        if (isJsonObject(one)) return canonicalJson(one) === '{"AWS":["*"]}' && rules.includes("policy-principal") && rules.includes("policy-single-value") ? "*" : Object.fromEntries(Object.entries(one).map(([key, element]) => [key, spell(key, element)]));
        if (typeof one === "string" && name === "Action") return rules.includes("policy-action-case") ? one.toUpperCase() : one;
        if (typeof one === "string" && name === "AWS") return rules.includes("policy-principal") && one.startsWith("1") ? `arn:aws:iam::${one}:root` : one;
        if (!isJsonArray(one)) return one;
        const elements = one.map((element) => spell(name, element));
        const [only] = elements;
        if (elements.length === 1 && only !== undefined && rules.includes("policy-single-value")) return only;
        return rules.includes("policy-order") ? elements.toReversed() : elements;
      };
      return { Statement: spell("Statement", statements) };
    };
    fc.assert(
      fc.property(fc.array(statement, { minLength: 1, maxLength: 3 }), fc.subarray(noiseRuleNames.filter((rule) => rule.startsWith("policy-"))), (statements, rules) => {
        const [policy, other] = [JSON.stringify({ Statement: statements }), JSON.stringify(respelt(statements, rules))];
        const off = new Set(noiseRuleNames.filter((rule) => !rules.includes(rule)));
        assert.ok(findDifferences(policy, other, ROOT, { ...TERMS, off }).every(({ noise }) => noise !== undefined && rules.some((rule) => rule === noise.rule)));
      }),
    );
  });

  it("normalising twice is normalising once", () => {
    fc.assert(
      fc.property(json, (value) => {
        const once = normalise(value);
        assert.equal(canonicalJson(normalise(once)), canonicalJson(once));
      }),
    );
  });

  it("no planted secret is in the report, wherever it was planted", () => {
    const planted = fc.letrec<{ tree: Json }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        fc.constant<Json>(SECRET),
        scalar,
        fc.array(tie("tree"), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...NAMES), tie("tree"), { maxKeys: 3 }),
      ),
    })).tree;
    const found = (value: Json, canary: Json): Json => {
      if (canonicalJson(value) === canonicalJson(SECRET)) return canary;
      if (isJsonArray(value)) return value.map((element) => found(element, canary));
      return isJsonObject(value) ? Object.fromEntries(Object.entries(value).map(([key, element]) => [key, found(element, canary)])) : value;
    };
    const canaries = fc.constantFrom<Json>("canary-7f3a", { deep: ["canary-7f3a"] }, '{"token":"canary-7f3a"}', 'canary-7f3a "quoted"');
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...NAMES), planted), canaries, fc.boolean(), (recorded, canary, same) => {
        const live = found(recorded, canary);
        const leaks = canonicalJson(recorded).includes(canonicalJson(SECRET)) ? { tags: { leak: "see canary-7f3a!" } } : {};
        const inputs = isJsonObject(live) ? live : {};
        const { drifts } = compare([
          { type: "aws:x/y:Z", name: "leaking", inputs: {}, live: { inputs: leaks } },
          { type: "aws:x/y:Z", inputs: recorded, live: { inputs, outputs: { ...inputs, more: 1 } }, op: same ? "same" : "update" },
        ]);
        const learnt = typeof canary === "string" && canary.includes("quoted") ? drifts.filter(({ resource }) => resource.name !== "leaking") : drifts;
        assert.doesNotMatch(JSON.stringify(learnt), /canary-7f3a/);
      }),
    );
  });
});
