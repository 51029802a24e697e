import assert from "node:assert/strict";
import fc from "fast-check";
import { parse } from "yaml";
import { suggestRule } from "../../../automation/report/suggestRule";
import { nextStep } from "../../../automation/report/nextStep";
import type { Change } from "../../../policypack/model";
import { decide, rulesSchema } from "../../../policypack/remediation";
import { aChange, aDrift, anAttribution, aResource, noActor } from "../../fixtures/report";

const STACK = "acme/shop/prod";
const flapping = (flaps: number, over: Partial<Change> = {}): Change =>
  aChange({
    attribution: noActor("no-event"),
    opensAccess: false,
    decision: { action: "alert", by: { rule: "default" } },
    history: { firstSeen: "2026-07-30T00:00:00Z", lastSeen: "2026-07-31T05:00:00Z", scans: 9, state: "new", flaps },
    ...over,
  });

describe("the rule that is suggested for what comes and goes", () => {
  it("is there from the fifth time on, for what nobody did", () => {
    const drift = aDrift();
    assert.equal(suggestRule(STACK, drift, flapping(4)), undefined);
    assert.notEqual(suggestRule(STACK, drift, flapping(5)), undefined);
    assert.equal(suggestRule(STACK, drift, flapping(5, { attribution: anAttribution() })), undefined);
    assert.equal(suggestRule(STACK, drift, flapping(5, { opensAccess: true })), undefined);
  });

  it("is what the report says to do next, ready to be copied, unless somebody has decided already", () => {
    const drift = aDrift();
    assert.equal(nextStep(STACK, drift, flapping(5))?.command, suggestRule(STACK, drift, flapping(5)));
    assert.match(nextStep(STACK, drift, flapping(5, { decision: { action: "hold", by: { rule: "r" } } }))?.command ?? "", /^(pulumi|whodrift) /);
  });

  it("is a law: as YAML it is one valid rule, in one line, and it ignores that very change", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: "binary" }), fc.string({ unit: "binary" }), (name, path) => {
        const change = flapping(5, { path });
        const drift = aDrift({ resource: aResource("aws:sqs/queue:Queue", name, { urn: `urn:pulumi:prod::shop::aws:sqs/queue:Queue::${name}` }), changes: [change] });
        const text = suggestRule(STACK, drift, change) ?? "";
        assert.doesNotMatch(text, /[\r\n]/);
        const rules = rulesSchema.parse(parse(text));
        const { history, ...found } = change;
        assert.equal(decide({ stack: STACK, drift, change: found, history, rules, now: new Date("2026-08-01T00:00:00Z") }).action, "ignore");
      }),
      { numRuns: 30 },
    );
  });
});
