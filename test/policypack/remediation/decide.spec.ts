import assert from "node:assert/strict";
import fc from "fast-check";
import type { AttributedChange, AttributedDrift, Decision } from "../../../policypack/model";
import { decide, rulesSchema } from "../../../policypack/remediation";
import { actor, attributed, changeWith, driftWith } from "../drifts";

const NOW = new Date("2026-03-01T12:00:00Z"); // two hours after the event
const ignored = { then: "ignore", owner: "platform@example.com", reason: "the autoscaler sets it" };

interface Given {
  readonly rules?: readonly unknown[];
  readonly change?: Partial<AttributedChange>;
  readonly kind?: AttributedDrift["kind"];
  readonly now?: Date;
}

function decideGiven({ rules = [], change: given = {}, kind, now = NOW }: Given): Decision {
  const change = changeWith(given);
  return decide({ stack: "acme/orders/prod", drift: driftWith(change, kind), change, rules: rulesSchema.parse(rules), now });
}

describe("decide", () => {
  it("given no rule that matches, alerts by the default", () => {
    const decision = decideGiven({ rules: [{ name: "other", when: { stack: "*/*/dev" }, then: "hold" }] });
    assert.deepEqual(decision, { action: "alert", by: { rule: "default" } });
  });

  it("given several rules that match, takes the first", () => {
    const decision = decideGiven({ rules: [{ name: "one", then: "hold" }, { name: "two", then: "revert" }] });
    assert.deepEqual(decision, { action: "hold", by: { rule: "one" } });
  });

  it("given noise, ignores it by the rule that found it, whatever the rules say", () => {
    const decision = decideGiven({ rules: [{ name: "all", then: "revert" }], change: { noise: { rule: "policy-order", reason: "same meaning" } } });
    assert.deepEqual(decision, { action: "ignore", by: { rule: "noise:policy-order" } });
  });

  it("given what was ignored on purpose, names the owner", () => {
    assert.deepEqual(decideGiven({ rules: [{ name: "scaling", ...ignored }] }), { action: "ignore", by: { rule: "scaling" }, owner: "platform@example.com" });
  });

  describe("the clock", () => {
    it("counts `for` from the event", () => {
      assert.equal(decideGiven({ rules: [{ name: "wait", then: "hold", for: "24h" }] }).until, "2026-03-02T10:00:00.000Z");
    });

    it("counts from now where there is no event", () => {
      const change = { attribution: { confidence: "none", reason: "no-event", why: [] } } as const;
      assert.equal(decideGiven({ change, rules: [{ name: "wait", then: "hold", for: "30m" }] }).until, "2026-03-01T12:30:00.000Z");
    });

    it("passes over a hold that has run out, and the next rule decides", () => {
      const decision = decideGiven({ rules: [{ name: "wait", then: "hold", for: "2h" }, { name: "then", then: "revert" }] });
      assert.equal(decision.action, "revert");
      assert.deepEqual(decision.passedOver, [{ rule: "wait", reason: "ran out 2026-03-01T12:00:00.000Z" }]);
    });

    it("passes over a rule whose `until` has passed", () => {
      assert.deepEqual(decideGiven({ rules: [{ name: "freeze", then: "hold", until: "2026-03-01T11:00:00Z" }] }).by, { rule: "default" });
    });

    it("keeps a rule whose `within` has passed, and calls it overdue", () => {
      const [late, early] = ["1h", "3h"].map((within) => decideGiven({ rules: [{ name: "close", then: "revert", within }] }));
      assert.deepEqual([late?.overdue, late?.until], [true, "2026-03-01T11:00:00.000Z"]);
      assert.deepEqual([early?.overdue, early?.action], [undefined, "revert"]);
    });
  });

  describe("what no rule may do", () => {
    const refused: readonly (Given & { readonly then: string; readonly what: string })[] = [
      { then: "hold", what: "hold what opens access", change: { opensAccess: true } },
      { then: "adopt", what: "adopt what opens access", change: { opensAccess: true } },
      { then: "adopt", what: "adopt a deletion", change: { path: "", kind: "removed" }, kind: "deleted" },
      { then: "adopt", what: "adopt what would replace the resource", change: { replaces: true } },
      { then: "adopt", what: "adopt a secret", change: { actual: { secret: true, digest: "0123456789abcdef" } } },
      { then: "adopt", what: "adopt what the program never set", change: { tier: "output" } },
      { then: "revert", what: "revert what ignoreChanges hides", change: { tier: "ignored" } },
      { then: "revert", what: "revert what the program never set", change: { tier: "output" } },
      { then: "revert", what: "revert what another stack made", change: { managedBy: { stack: "acme/net/prod", urn: "urn:pulumi:prod::net::x::y" } } },
    ];
    for (const { then, what, ...given } of refused) {
      it(`${what}: the rule is passed over with a reason, and the next one decides`, () => {
        const decision = decideGiven({ ...given, rules: [{ name: "eager", then }, { name: "careful", then: "alert" }] });
        assert.deepEqual(decision.by, { rule: "careful" });
        assert.equal(decision.passedOver?.[0]?.rule, "eager");
        assert.ok((decision.passedOver[0].reason).length > 0);
      });
    }

    it("what another stack set alerts nobody, unless a rule says so", () => {
      const change = { managedBy: { stack: "acme/net/prod", urn: "urn:pulumi:prod::net::x::y" } };
      const { action, by, passedOver } = decideGiven({ change, rules: [{ name: "eager", then: "revert" }] });
      assert.deepEqual([action, by, passedOver?.[0]?.rule], ["ignore", { rule: "managed-by" }, "eager"]);
      assert.equal(decideGiven({ change, rules: [{ name: "told", then: "alert" }] }).action, "alert");
    });

    it("reverting what opens access is allowed", () => {
      assert.equal(decideGiven({ change: { opensAccess: true }, rules: [{ name: "doors", when: { opensAccess: true }, then: "revert" }] }).action, "revert");
    });
  });

  describe("conditions", () => {
    const cases: readonly { readonly when: object; readonly given: Given; readonly matches: boolean }[] = [
      { when: { stack: "acme/*/prod" }, given: {}, matches: true },
      { when: { stack: "*/prod" }, given: {}, matches: false },
      { when: { path: "ingress[*].cidrBlocks[*]" }, given: { change: { path: "ingress[1].cidrBlocks[0]" } }, matches: true },
      { when: { path: "ingress[1]" }, given: { change: { path: "ingress1" } }, matches: false },
      { when: { path: 'tags["k8s.io/*"]' }, given: { change: { path: 'tags["k8s.io/x"]' } }, matches: true },
      { when: { path: "*" }, given: { change: { path: "" } }, matches: true },
      { when: { type: "aws:sqs/*" }, given: {}, matches: true },
      { when: { urn: "*::jobs" }, given: {}, matches: true },
      { when: { name: ["a", "jobs"] }, given: {}, matches: true },
      { when: { name: "job" }, given: {}, matches: false },
      { when: { severity: "medium" }, given: { change: { severity: "high" } }, matches: false },
      { when: { severity: ["high", "critical"] }, given: { change: { severity: "high" } }, matches: true },
      { when: { kind: "deleted" }, given: { kind: "deleted" }, matches: true },
      { when: { kind: "added" }, given: { change: { kind: "added" } }, matches: true },
      { when: { protect: false, replaces: false }, given: {}, matches: true },
      { when: { confidence: ["proven", "likely"] }, given: {}, matches: true },
      { when: { confidence: "none" }, given: {}, matches: false },
      { when: { actor: { kind: "human", identity: "verified", via: "console", name: "*@example.com" } }, given: {}, matches: true },
      { when: { actor: { breakGlass: true } }, given: {}, matches: false },
      { when: { actor: { breakGlass: true } }, given: { change: { attribution: { ...attributed, actor: { ...actor, breakGlass: true } } } }, matches: true },
      { when: { actor: {} }, given: { change: { attribution: { confidence: "none", reason: "no-event", why: [] } } }, matches: false },
      { when: { confidence: "none" }, given: { change: { attribution: { confidence: "none", reason: "no-event", why: [] } } }, matches: true },
    ];
    for (const { when, given, matches } of cases) {
      it(`${JSON.stringify(when)} ${matches ? "holds" : "does not hold"} for ${JSON.stringify(given.change?.path ?? given)}`, () => {
        assert.deepEqual(decideGiven({ ...given, rules: [{ name: "it", when, then: "alert" }] }).by, { rule: matches ? "it" : "default" });
      });
    }
  });

  describe("laws", () => {
    const rule = fc.record({
      when: fc.record({ severity: fc.constantFrom("low", "medium", "high"), opensAccess: fc.boolean(), tier: fc.constantFrom("declared", "output") }, { requiredKeys: [] }),
      then: fc.constantFrom("revert", "adopt", "hold", "alert"),
    });
    const rules = fc.array(rule, { maxLength: 6 }).map((list) => list.map((given, index) => ({ ...given, name: `rule ${index}` })));
    const change = fc.record({ severity: fc.constantFrom("low", "medium", "high"), opensAccess: fc.boolean(), tier: fc.constantFrom("declared", "ignored", "output"), path: fc.string() });

    it("every change gets exactly one decision, by a rule that was given or by the default", () => {
      fc.assert(
        fc.property(rules, change, (given, found) => {
          const { by } = decideGiven({ rules: given, change: found });
          assert.ok("rule" in by && ["default", ...given.map(({ name }) => name)].includes(by.rule));
        }),
      );
    });

    it("rules after the one that decided change nothing", () => {
      fc.assert(
        fc.property(rules, rules, change, (first, more, found) => {
          const decision = decideGiven({ rules: first, change: found });
          if ("rule" in decision.by && decision.by.rule !== "default") {
            const longer = [...first, ...more.map((next) => ({ ...next, name: `later ${next.name}` }))];
            assert.deepEqual(decideGiven({ rules: longer, change: found }), decision);
          }
        }),
      );
    });

    it("no rules hold or adopt what opens access, and none revert what the program does not set", () => {
      fc.assert(
        fc.property(rules, change, (given, found) => {
          const { action } = decideGiven({ rules: given, change: found });
          assert.ok(!(found.opensAccess && (action === "hold" || action === "adopt")));
          assert.ok(!(found.tier !== "declared" && action === "revert"));
        }),
      );
    });
  });
});
