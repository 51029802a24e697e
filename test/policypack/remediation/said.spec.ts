import assert from "node:assert/strict";
import { personDecisionSchema, type AttributedChange, type AttributedDrift, type Decision, type PersonAction, type PersonDecision } from "../../../policypack/model";
import { decide, rulesSchema } from "../../../policypack/remediation";
import { actor, attributed, changeWith, driftWith, saidWith } from "../drifts";

const NOW = new Date("2026-03-01T12:00:00Z");
const by = { person: "erin", reason: "incident 7", basis: "sts" };

interface Given {
  readonly said?: Partial<PersonDecision>;
  readonly change?: Partial<AttributedChange>;
  readonly kind?: AttributedDrift["kind"];
}

/** Without the person, the only rule reverts. */
function decideGiven({ said, change: given = {}, kind }: Given): Decision {
  const change = changeWith(given);
  const rules = rulesSchema.parse([{ name: "undo-all", then: "revert" }, { name: "tell", then: "alert" }]);
  return decide({ stack: "acme/orders/prod", drift: driftWith(change, kind), change, rules, said: saidWith(said), now: NOW });
}

describe("what a person said about a change", () => {
  const actions: readonly [PersonAction, Decision["action"]][] = [["hold", "hold"], ["release", "alert"], ["adopt", "adopt"], ["revert", "revert"], ["ignore", "ignore"]];
  for (const [action, decided] of actions) {
    it(`comes before the rules: ${action}`, () => {
      assert.deepEqual(decideGiven({ said: { action } }), { action: decided, by });
    });
  }

  it("says how far the name can be trusted", () => {
    const claimed = { name: "somebody", principal: "somebody", basis: "claimed" } as const;
    assert.deepEqual(decideGiven({ said: { by: claimed } }).by, { person: "somebody", reason: "incident 7", basis: "claimed" });
  });

  it("does not make drift of noise", () => {
    assert.deepEqual(decideGiven({ change: { noise: { rule: "set-order", reason: "same" } } }).by, { rule: "noise:set-order" });
  });

  it("holds and adopts what opens access, which no rule may", () => {
    for (const action of ["hold", "adopt"] as const) {
      assert.deepEqual(decideGiven({ said: { action }, change: { opensAccess: true } }), { action, by });
    }
  });

  const lapses: readonly (Given & { readonly when: string; readonly reason: RegExp })[] = [
    { when: "it has run out", said: { until: "2026-03-01T12:00:00Z" }, reason: /^ran out 2026-03-01T12:00:00\.000Z$/ },
    { when: "the value is another", change: { valueDigest: "v-2" }, reason: /another value/ },
    { when: "somebody else touched it", change: { attribution: { ...attributed, actor: { ...actor, principal: "arn:aws:iam::1:user/mallory" } } }, reason: /somebody else/ },
    { when: "it is a deletion that was to be adopted", said: { action: "adopt" }, kind: "deleted", change: { path: "" }, reason: /deletion/ },
    { when: "adopting would replace the resource", said: { action: "adopt" }, change: { replaces: true }, reason: /replace/ },
    { when: "it is a secret that was to be adopted", said: { action: "adopt" }, change: { expected: { secret: true, digest: "d" } }, reason: /secret/ },
    { when: "the program does not set what was to be adopted", said: { action: "adopt" }, change: { tier: "ignored" }, reason: /program sets/ },
    { when: "the program does not set what was to be reverted", said: { action: "revert" }, change: { tier: "output" }, reason: /program sets/ },
  ];
  for (const { when, reason, ...given } of lapses) {
    it(`stands no more when ${when}: the rules decide, and the report says why`, () => {
      const decision = decideGiven(given);
      assert.ok("rule" in decision.by);
      assert.equal(decision.passedOver?.[0]?.rule, "person:erin");
      assert.match(decision.passedOver[0].reason, reason);
    });
  }

  it("stands where nobody could be named then, or now: that does not make it somebody else", () => {
    const anonymous = personDecisionSchema.parse({ ...saidWith(), actor: undefined });
    const change = changeWith();
    const question = { stack: "acme/orders/prod", drift: driftWith(change), change, rules: [], now: NOW };
    assert.equal(decide({ ...question, said: anonymous }).action, "hold");
    assert.equal(decideGiven({ change: { attribution: { confidence: "none", reason: "source-unavailable", why: [] } } }).action, "hold");
  });

  it("is overdue when a revert was not carried out in time; a hold until then still stands", () => {
    const until = "2026-03-01T11:30:00Z";
    assert.deepEqual(decideGiven({ said: { action: "revert", until } }), { action: "revert", by, until: "2026-03-01T11:30:00.000Z", overdue: true });
    assert.equal(decideGiven({ said: { until: "2026-03-01T12:30:00Z" } }).until, "2026-03-01T12:30:00.000Z");
  });
});
