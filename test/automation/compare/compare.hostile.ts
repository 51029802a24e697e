import assert from "node:assert/strict";
import { findGain } from "../../../automation/compare/policyGrants";
import type { JsonObject } from "../../../policypack/model";
import { changesOf, compare, masker } from "./observed";

const BUCKET = "aws:s3/bucket:Bucket";

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
