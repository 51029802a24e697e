import assert from "node:assert/strict";
import fc from "fast-check";
import { rulesSchema } from "../../../policypack/remediation";
import { wildcard } from "../../../policypack/remediation/wildcard";

function messagesOf(rules: unknown): readonly string[] {
  const parsed = rulesSchema.safeParse(rules);
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
}

describe("rules of whodrift.yaml", () => {
  it("reads the rules of the documentation", () => {
    const rules = [
      { name: "open-doors-are-closed", when: { opensAccess: true }, then: "revert", within: "24h" },
      { name: "autoscaling", when: { type: "aws:ecs/service:Service", path: "desiredCount", actor: { kind: "aws-service" }, state: ["new", "worse", "ongoing"] }, then: "ignore", for: "30d", owner: "platform@example.com", reason: "the autoscaler sets it" },
      { name: "incident-fixes", when: { stack: "*/*/prod", actor: { kind: "human", identity: "verified" }, confidence: ["proven", "likely"] }, then: "hold", for: "24h" },
      { name: "nobody-did-it", when: { confidence: "none", reason: ["no-event"], age: { olderThan: "7d" }, flaps: 5 }, then: "ignore", until: "2026-12-31T00:00:00Z", owner: "o", reason: "r" },
      { name: "everything-else", then: "alert" },
    ];
    assert.deepEqual(messagesOf(rules), []);
  });

  const wrong: readonly { readonly what: string; readonly rules: unknown; readonly says: RegExp }[] = [
    { what: "an unknown key of a rule", rules: [{ name: "a", then: "alert", wen: {} }], says: /wen/ },
    { what: "an unknown condition", rules: [{ name: "a", then: "alert", when: { paths: "x" } }], says: /paths/ },
    { what: "an unknown condition on the actor", rules: [{ name: "a", then: "alert", when: { actor: { role: "x" } } }], says: /role/ },
    { what: "an unknown action", rules: [{ name: "a", then: "delete" }], says: /then/ },
    { what: "ignoring without an owner", rules: [{ name: "a", then: "ignore", reason: "x" }], says: /owner and a reason/ },
    { what: "ignoring without a reason", rules: [{ name: "a", then: "ignore", owner: "x" }], says: /owner and a reason/ },
    { what: "ignoring without an end", rules: [{ name: "a", then: "ignore", owner: "x", reason: "y" }], says: /needs an end/ },
    { what: "ignoring with an end by which it would be done", rules: [{ name: "a", then: "ignore", within: "1d", owner: "x", reason: "y" }], says: /write for/ },
    { what: "an age that nothing has", rules: [{ name: "a", then: "alert", when: { age: { olderThan: "7d", youngerThan: "7d" } } }], says: /when.age: nothing is both/ },
    { what: "a name that stands for a person", rules: [{ name: "person:dana", then: "alert" }], says: /reserved/ },
    { what: "a duration without a unit", rules: [{ name: "a", then: "hold", for: "24" }], says: /30m/ },
    { what: "no duration at all", rules: [{ name: "a", then: "hold", for: "0h" }], says: /30m/ },
    { what: "two ends", rules: [{ name: "a", then: "adopt", for: "1d", within: "1d" }], says: /one of for, within and until/ },
    { what: "a hold that is to be done", rules: [{ name: "a", then: "hold", within: "1d" }], says: /write for/ },
    { what: "a revert that is kept up", rules: [{ name: "a", then: "revert", for: "1d" }], says: /write within/ },
    { what: "a reserved name", rules: [{ name: "noise:x", then: "alert" }], says: /reserved/ },
    { what: "the same name twice", rules: [{ name: "a", then: "alert" }, { name: "a", then: "hold" }], says: /1.name: rule 1 has this name too/ },
    { what: "a name with control characters", rules: [{ name: "a\u001b[31m", then: "alert" }], says: /control characters/ },
  ];
  for (const { what, rules, says } of wrong) {
    it(`refuses ${what}`, () => {
      assert.match(messagesOf(rules).join("\n"), says);
    });
  }
});

describe("wildcard", () => {
  it("without * and ? matches itself only", () => {
    const plain = fc.string({ unit: "binary" }).filter((text) => !/[*?]/.test(text));
    fc.assert(
      fc.property(plain, plain, (pattern, text) => {
        assert.equal(wildcard(pattern)(pattern), true);
        assert.equal(wildcard(pattern)(text), pattern === text);
      }),
    );
  });

  it("* stands for anything, line breaks included", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (middle, ends) => {
        const escaped = ends.replace(/[*?]/g, "x");
        assert.equal(wildcard(`${escaped}*${escaped}`)(`${escaped}${middle}${escaped}`), true);
      }),
    );
  });
});
