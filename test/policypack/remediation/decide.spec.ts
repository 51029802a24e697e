import assert from "node:assert/strict";
import type { AttributedChange, AttributedDrift, Decision, History } from "../../../policypack/model";
import { decide, rulesSchema } from "../../../policypack/remediation";
import { actor, attributed, changeWith, driftWith, historyWith } from "../drifts";

const NOW = new Date("2026-03-01T12:00:00Z"); // two hours after the event
const ignored = { then: "ignore", for: "30d", owner: "platform@example.com", reason: "the autoscaler sets it" };
const unattributed = { attribution: { confidence: "none", reason: "no-event", why: [] } } as const;

const assumed = { attribution: { ...attributed, actor: { ...actor, chain: [{ kind: "AssumedRole", name: "deploy", principal: "arn:aws:sts::1:assumed-role/deploy/x" }, { kind: "IAMUser", name: "erin", principal: "arn:aws:iam::1:user/erin" }] } } };

interface Given {
  readonly rules?: readonly unknown[];
  readonly change?: Partial<AttributedChange>;
  readonly kind?: AttributedDrift["kind"];
  readonly history?: Partial<History>;
  readonly now?: Date;
}

function decideGiven({ rules = [], change: given = {}, kind, history, now = NOW }: Given): Decision {
  const change = changeWith(given);
  return decide({ stack: "acme/orders/prod", drift: driftWith(change, kind), change, history: history && historyWith(history), rules: rulesSchema.parse(rules), now });
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
    assert.deepEqual(decideGiven({ rules: [{ name: "scaling", ...ignored }] }), { action: "ignore", by: { rule: "scaling" }, owner: "platform@example.com", until: "2026-03-31T10:00:00.000Z" });
  });

  describe("the clock", () => {
    it("counts `for` from the event", () => {
      assert.equal(decideGiven({ rules: [{ name: "wait", then: "hold", for: "24h" }] }).until, "2026-03-02T10:00:00.000Z");
    });

    it("counts from when it was first seen where there is no event", () => {
      const decision = decideGiven({ change: unattributed, history: { firstSeen: "2026-02-27T02:00:00Z" }, rules: [{ name: "wait", then: "hold", for: "7d" }] });
      assert.equal(decision.until, "2026-03-06T02:00:00.000Z");
    });

    it("counts from now where nothing tells when it began", () => {
      assert.equal(decideGiven({ change: unattributed, rules: [{ name: "wait", then: "hold", for: "30m" }] }).until, "2026-03-01T12:30:00.000Z");
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

  describe("what comes back although it is ignored", () => {
    const then = { name: "scaling", ...ignored };

    it("does when the ignoring has run out", () => {
      const decision = decideGiven({ rules: [then], now: new Date("2026-03-31T10:00:00Z") });
      assert.deepEqual([decision.action, decision.passedOver], ["alert", [{ rule: "scaling", reason: "ran out 2026-03-31T10:00:00.000Z" }]]);
    });

    it("does when it gets worse, unless the rule speaks of that", () => {
      const history = { state: "worse" } as const;
      const decision = decideGiven({ rules: [then], history });
      assert.deepEqual([decision.action, decision.passedOver], ["alert", [{ rule: "scaling", reason: "it is worse than when it was ignored" }]]);
      assert.equal(decideGiven({ rules: [{ ...then, when: { state: ["new", "worse", "ongoing"] } }], history }).action, "ignore");
    });

    it("does where the end is further off than limits.ignoreMax allows", () => {
      const far = { ...then, for: undefined, until: "2026-12-31T00:00:00Z" };
      assert.match(decideGiven({ rules: [far] }).passedOver?.[0]?.reason ?? "", /further off than limits\.ignoreMax/);
      assert.equal(decideGiven({ rules: [far], now: new Date("2026-12-01T00:00:00Z") }).action, "ignore");
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
      { when: { confidence: "none" }, given: { change: unattributed }, matches: true },
      { when: { reason: ["no-event", "data-event"] }, given: { change: unattributed }, matches: true },
      { when: { reason: "too-recent" }, given: { change: unattributed }, matches: false },
      { when: { reason: "no-event" }, given: {}, matches: false },
      { when: { actor: { knownAs: "Dana*" } }, given: {}, matches: false },
      { when: { actor: { knownAs: "Dana*" } }, given: { change: { attribution: { ...attributed, actor: { ...actor, knownAs: "Dana of orders" } } } }, matches: true },
      { when: { actor: { chain: "*" } }, given: {}, matches: false },
      { when: { actor: { chain: "erin" } }, given: { change: assumed }, matches: true },
      { when: { actor: { chain: "arn:aws:iam::*:user/erin" } }, given: { change: assumed }, matches: true },
      { when: { actor: { chain: "eri" } }, given: { change: assumed }, matches: false },
      { when: { age: { olderThan: "2h" } }, given: {}, matches: false },
      { when: { age: { olderThan: "1h", youngerThan: "3h" } }, given: {}, matches: true },
      { when: { age: { youngerThan: "2h" } }, given: {}, matches: false },
      { when: { age: { olderThan: "7d" } }, given: { change: unattributed, history: { firstSeen: "2026-02-01T00:00:00Z" } }, matches: true },
      { when: { age: { olderThan: "7d" } }, given: { change: unattributed }, matches: false },
      { when: { state: "new" }, given: {}, matches: true },
      { when: { state: ["worse", "ongoing"] }, given: { history: { state: "ongoing" } }, matches: true },
      { when: { state: "new" }, given: { history: { state: "ongoing" } }, matches: false },
      { when: { flaps: 5 }, given: { history: { flaps: 5 } }, matches: true },
      { when: { flaps: 5 }, given: { history: { flaps: 4 } }, matches: false },
      { when: { flaps: 1 }, given: {}, matches: false },
    ];
    for (const { when, given, matches } of cases) {
      it(`${JSON.stringify(when)} ${matches ? "holds" : "does not hold"} for ${JSON.stringify(given.change?.path ?? given)}`, () => {
        assert.deepEqual(decideGiven({ ...given, rules: [{ name: "it", when, then: "alert" }] }).by, { rule: matches ? "it" : "default" });
      });
    }
  });
});
