import assert from "node:assert/strict";
import fc from "fast-check";
import { decisionSchema, type AttributedChange, type History, type PersonDecision } from "../../../policypack/model";
import { decide, ruleSchema, tryRule, type Question, type Rule } from "../../../policypack/remediation";
import { IGNORE_MAX } from "../../../policypack/remediation/decide";
import { actor, attributed, changeWith, driftWith, historyWith, saidWith } from "../drifts";

const START = Date.parse("2026-01-01T00:00:00Z");
const YEAR = 366 * 86_400_000;
const time = fc.integer({ min: 0, max: YEAR }).map((offset) => new Date(START + offset));
const duration = fc.constantFrom("30m", "24h", "7d", "80d");
const condition = fc.record(
  {
    stack: fc.constantFrom("*/*/prod", "acme/**", "*/dev"),
    path: fc.constantFrom("*", "a?", "tags*"),
    severity: fc.constantFrom("low", "medium", "high", "critical"),
    tier: fc.constantFrom("declared", "ignored", "output"),
    opensAccess: fc.boolean(),
    confidence: fc.constantFrom("proven", "none"),
    reason: fc.constantFrom("no-event", "too-recent"),
    actor: fc.record({ name: fc.constantFrom("*", "dana*"), chain: fc.constantFrom("*", "erin") }, { requiredKeys: [] }),
    state: fc.constantFrom("new", "worse", "ongoing"),
    flaps: fc.integer({ min: 1, max: 6 }),
    age: fc.record({ olderThan: duration }),
  },
  { requiredKeys: [] },
);
const ends = fc.oneof(fc.constant({}), duration.map((span) => ({ for: span })), duration.map((span) => ({ within: span })), time.map((until) => ({ until: until.toISOString() })));
/** Only what a configuration may hold. */
const rule = fc
  .record({ when: condition, then: fc.constantFrom("revert", "adopt", "hold", "alert", "ignore"), end: ends })
  .map(({ end, ...given }) => ruleSchema.safeParse({ name: "r", owner: "o", reason: "why", ...given, ...end }).data)
  .filter((parsed): parsed is Rule => parsed !== undefined);
const rules = fc.array(rule, { maxLength: 6 }).map((list): readonly Rule[] => list.map((given, index) => ({ ...given, name: `rule ${index}` })));
const found: fc.Arbitrary<AttributedChange> = fc
  .record({
    path: fc.constantFrom("", "a", "ab", "tags.x"),
    kind: fc.constantFrom("added", "removed", "changed"),
    severity: fc.constantFrom("low", "medium", "high", "critical"),
    tier: fc.constantFrom("declared", "ignored", "output"),
    opensAccess: fc.boolean(),
    replaces: fc.boolean(),
    actual: fc.oneof(fc.constant(300), fc.constant({ secret: true, digest: "d" })),
    attribution: fc.constantFrom<AttributedChange["attribution"]>(
      attributed,
      { ...attributed, actor: { ...actor, chain: [{ kind: "IAMUser", name: "erin", principal: "arn:aws:iam::1:user/erin" }] } },
      { confidence: "none", reason: "no-event", why: [] },
    ),
  })
  .map(changeWith);
const history: fc.Arbitrary<History | undefined> = fc.option(
  fc.record({ state: fc.constantFrom("new", "worse", "ongoing"), flaps: fc.integer({ min: 1, max: 7 }), firstSeen: time.map((at) => at.toISOString()) }).map(historyWith),
  { nil: undefined },
);
const said: fc.Arbitrary<PersonDecision | undefined> = fc.option(
  fc.record({ action: fc.constantFrom("hold", "release", "adopt", "revert", "ignore"), valueDigest: fc.constantFrom("v-1", "v-2"), at: time.map((at) => at.toISOString()) }).map(saidWith),
  { nil: undefined },
);
const question: fc.Arbitrary<Question> = fc
  .record({ rules, found, history, said, now: time, deleted: fc.boolean() })
  .map(({ found: change, deleted, ...rest }) => ({ ...rest, stack: "acme/orders/prod", change, drift: driftWith(change, deleted ? "deleted" : "modified") }));

describe("deciding, as laws", () => {
  it("is total: every change gets exactly one decision, by the person, a rule that was given, or the default", () => {
    fc.assert(
      fc.property(question, (asked) => {
        const decision = decisionSchema.parse(decide(asked));
        const named = "rule" in decision.by ? ["default", ...asked.rules.map(({ name }) => name)].includes(decision.by.rule) : asked.said?.by.name === decision.by.person;
        assert.ok(named);
        assert.deepEqual(decide(asked), decision);
      }),
    );
  });

  it("takes the first: no rule before the one that decided would decide by itself", () => {
    fc.assert(
      fc.property(question, (asked) => {
        const { by } = decide({ ...asked, said: undefined });
        const first = asked.rules.find((one) => tryRule(one, asked, { now: asked.now, ignoreMax: IGNORE_MAX }).outcome === "decides");
        assert.deepEqual(by, { rule: first?.name ?? "default" });
      }),
    );
  });

  it("goes by the order: rules behind the one that decided change nothing, whichever they are", () => {
    fc.assert(
      fc.property(question, rules, (asked, more) => {
        const decision = decide(asked);
        if ("rule" in decision.by && decision.by.rule === "default") return;
        const longer = [...asked.rules, ...more.map((next) => ({ ...next, name: `later ${next.name}` }))];
        assert.deepEqual(decide({ ...asked, rules: longer }), decision);
      }),
    );
  });

  it("lets no rule hold or adopt what opens access, nor revert or adopt what the program does not set", () => {
    fc.assert(
      fc.property(question, (asked) => {
        const { action, by } = decide(asked);
        if ("person" in by) return;
        assert.ok(!(asked.change.opensAccess && (action === "hold" || action === "adopt")));
        assert.ok(!(asked.change.tier !== "declared" && (action === "revert" || action === "adopt")));
      }),
    );
  });

  it("lets nobody, not even a person, adopt a deletion, a secret, a replacement, or what the program does not set", () => {
    fc.assert(
      fc.property(question, (asked) => {
        const { change, drift } = asked;
        if (decide(asked).action !== "adopt") return;
        assert.deepEqual([drift.kind, change.tier, change.replaces, change.actual], ["modified", "declared", false, 300]);
      }),
    );
  });

  it("never decides by what a person said about another value", () => {
    fc.assert(
      fc.property(question, (asked) => {
        if (asked.said?.valueDigest !== asked.change.valueDigest) assert.ok("rule" in decide(asked).by);
      }),
    );
  });

  it("runs out for good: a rule that has run out decides at no later time", () => {
    fc.assert(
      fc.property(question, rule, fc.integer({ min: 0, max: YEAR }), (asked, one, later) => {
        const tried = tryRule(one, asked, { now: asked.now, ignoreMax: IGNORE_MAX });
        if (tried.outcome !== "passed-over" || !tried.reason.startsWith("ran out")) return;
        assert.notEqual(tryRule(one, asked, { now: new Date(asked.now.getTime() + later), ignoreMax: IGNORE_MAX }).outcome, "decides");
      }),
    );
  });

  it("keeps to its end: what is held or ignored until a time is not when that time has come", () => {
    fc.assert(
      fc.property(question, (asked) => {
        const { action, until, by } = decide(asked);
        if (until === undefined || !(action === "hold" || action === "ignore")) return;
        assert.ok(new Date(until) > asked.now);
        // Without an event and without a memory every time is the first.
        if (asked.history === undefined && asked.change.attribution.confidence === "none") return;
        assert.notDeepEqual(decide({ ...asked, now: new Date(until) }).by, by);
      }),
    );
  });
});
