import assert from "node:assert/strict";
import { findGain } from "../../../policypack/exposure/policyGrants";
import type { JsonObject } from "../../../policypack/model";
import { changesOf, compare, masker } from "./observed";

const BUCKET = "aws:s3/bucket:Bucket";

const laughs = ["a: &a [x, x, x, x, x, x, x, x, x]", ..."bcdefghi".split("").map((name, index) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${"abcdefgh"[index] ?? ""}`).join(", ")}]`)].join("\n");

function policyOf(names: readonly string[]): string {
  return JSON.stringify({ Statement: names.map((Sid) => ({ Sid, Effect: "Allow", Action: "s3:GetObject", Resource: "x" })) });
}

function deep(levels: number, end: string): JsonObject {
  return levels === 0 ? { end } : { a: [deep(levels - 1, end)] };
}

describe("compare: hostile states", () => {
  it("keeps a path that is none as it came", () => {
    const change = changesOf({ type: BUCKET, live: {}, diff: { "a..b[": "add" } });
    assert.deepEqual(Object.keys(change), ['["a..b["]']);
  });

  it("takes a key named __proto__ for a key", () => {
    const tags = (value: string): JsonObject => Object.fromEntries([["tags", Object.fromEntries([["__proto__", value]])]]);
    const change = changesOf({ type: BUCKET, inputs: tags("a"), live: { inputs: tags("b") } })["tags.__proto__"];
    assert.deepEqual([change?.expected, change?.actual], ["a", "b"]);
    assert.equal(changesOf({ type: BUCKET, inputs: {}, live: { inputs: tags("b") } })["tags.__proto__"]?.actual, "b");
  });

  it("is not fooled by a value that pretends to be masked", () => {
    const pretend = (digest: string): JsonObject => ({ tags: { a: { secret: true, digest } } });
    assert.equal(changesOf({ type: BUCKET, inputs: pretend("1"), live: { inputs: pretend("2") } })["tags.a"]?.kind, "changed");
  });

  it("compares a document that is nested deeper than the stack as text", () => {
    const deep = (end: string): JsonObject => ({ policy: `${"[".repeat(200_000)}${end}${"]".repeat(200_000)}` });
    assert.equal(changesOf({ type: BUCKET, inputs: deep("1"), live: { inputs: deep("2") } })["policy"]?.kind, "changed");
  });

  it("reads a policy made of wildcards and one of thousands of actions in no time", () => {
    const policy = (action: string | string[]): JsonObject => ({ Statement: [{ Effect: "Allow", Principal: "*", Action: action, Resource: "*" }] });
    const started = performance.now();
    assert.equal(findGain(policy(`${"*a".repeat(5_000)}b`), policy("a".repeat(10_000))), "everybody");
    const actions = Array.from({ length: 1_500 }, (_, index) => `s3:Action${index}`);
    assert.equal(findGain(policy(actions), policy([...actions].reverse())), undefined);
    assert.ok(performance.now() - started < 5_000);
  });

  const many = Array.from({ length: 4_000 }, (_, index) => `element ${index}`);
  const wide: Readonly<Record<string, readonly [JsonObject, JsonObject]>> = {
    "sets of four thousand, in the opposite order": [{ cidrBlocks: many }, { cidrBlocks: many.toReversed() }],
    "sets of four thousand, all different": [{ cidrBlocks: many }, { cidrBlocks: many.map((one) => `another ${one}`) }],
    "sets of four thousand that are known by name": [{ routes: many.map((name) => ({ name, a: 1 })) }, { routes: many.map((name) => ({ name, a: 2 })).reverse() }],
    "four thousand tags, told twice": [
      { tags: Object.fromEntries(many.map((one) => [one, "1"])), tagsAll: Object.fromEntries(many.map((one) => [one, "1"])) },
      { tags: Object.fromEntries(many.map((one) => [one, "2"])), tagsAll: Object.fromEntries(many.map((one) => [one, "2"])) },
    ],
    "a policy of two thousand statements": [{ policy: policyOf(many.slice(2_000)) }, { policy: policyOf(many.slice(2_000).reverse()) }],
    "a text of ten million": [{ a: "x".repeat(10_000_000) }, { a: `${"x".repeat(10_000_000)}y` }],
    "a document of spaces": [{ a: `${" ".repeat(5_000_000)}{}` }, { a: `{}${" ".repeat(5_000_000)}` }],
    "values nested as deep as a state may be": [deep(400, "1"), deep(400, "2")],
  };
  for (const [what, [inputs, live]] of Object.entries(wide)) {
    it(`compares in no time ${what}`, () => {
      const started = performance.now();
      assert.ok(compare([{ type: BUCKET, inputs, live: { inputs: live } }]).drifts.length > 0);
      assert.ok(performance.now() - started < 5_000);
    }).timeout(10_000);
  }

  const yaml: Readonly<Record<string, readonly [string, string]>> = {
    "that unfolds into gigabytes": [laughs, `${laughs} `],
    "that holds itself": ["a: &a [*a]", "a: &a [*a] "],
    "in which an alias leads nowhere": ["a: *x", "a: *x "],
    "that is nested deeper than the stack": ["[".repeat(10_000) + "]".repeat(10_000), `${"[".repeat(10_000)} ${"]".repeat(10_000)}`],
    "longer than AWS takes": ["a: 1\n".repeat(1_000_000), "b: 1\n".repeat(1_000_000)],
    "in which keys are there twice, and often": ["a: 1\n".repeat(10_000), "b: 1\n".repeat(10_000)],
  };
  for (const [what, [recorded, live]] of Object.entries(yaml)) {
    it(`compares YAML ${what} as text`, () => {
      const started = performance.now();
      const change = changesOf({ type: "aws:ssm/document:Document", inputs: { content: recorded }, live: { inputs: { content: live } } })["content"];
      assert.deepEqual([change?.kind, change?.noise], ["changed", undefined]);
      assert.ok(performance.now() - started < 5_000);
    }).timeout(10_000);
  }

  it("takes the names of a prototype for names, in YAML and in a policy too", () => {
    const content = (value: string): JsonObject => ({ content: `__proto__: { a: ${value} }\nconstructor: 1` });
    assert.equal(changesOf({ type: "aws:ssm/document:Document", inputs: content("1"), live: { inputs: content("2") } })["content"]?.noise, undefined);
    assert.equal(changesOf({ type: "aws:ssm/document:Document", inputs: content("1"), live: { inputs: content(" 1") } })["content"]?.noise?.rule, "yaml-equal");
    const policy = (value: string): JsonObject => ({ policy: `{"Statement":[{"Effect":"Allow","Condition":{"__proto__":{"a":"${value}"}}}]}` });
    assert.equal(changesOf({ type: BUCKET, inputs: policy("1"), live: { inputs: policy("2") } })["policy"]?.noise, undefined);
  });

  it("survives policy statements of every wrong shape", () => {
    const statements = [null, 1, "x", [], {}, { Effect: "Allow" }, { Effect: 1, Action: {} }, { Effect: "Allow", Principal: 5, Action: "x" }, { Effect: "Allow", Principal: { AWS: [{}] }, Action: ["x"] }];
    for (const statement of statements) {
      const live = { inputs: { policy: JSON.stringify({ Statement: statement }) } };
      assert.equal(changesOf({ type: BUCKET, inputs: { policy: "{}" }, live })["policy"]?.kind, "changed");
    }
  });

  it("redacts a secret that is a key, in the path too", () => {
    const by = masker();
    by.learn("canary-7f3a");
    const { drifts } = compare([{ type: BUCKET, id: "id-canary-7f3a", inputs: {}, live: { inputs: { tags: { "canary-7f3a": "x" } } } }], by);
    assert.equal(drifts.length, 1);
    assert.doesNotMatch(JSON.stringify(drifts), /canary/);
  });

  it("redacts a secret in the reason why a resource was not read", () => {
    const by = masker();
    by.learn("canary-7f3a");
    assert.equal(by.redactText("denied for canary-7f3a").includes("canary"), false);
  });
});
