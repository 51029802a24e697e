import assert from "node:assert/strict";
import fc from "fast-check";
import type { AttributedChange, Change } from "../../../policypack/model";
import { judge, rulesSchema } from "../../../policypack/remediation";
import { changeWith, driftWith } from "../drifts";

const NOW = new Date("2026-03-01T12:00:00Z");

function judged(rules: readonly unknown[], given: Partial<AttributedChange> = {}): Change {
  const change = changeWith(given);
  return judge({ stack: "acme/orders/prod", drift: driftWith(change), change, rules: rulesSchema.parse(rules), now: NOW });
}

describe("judge: what a rule makes of a severity", () => {
  it("given a rule that names none, keeps what the comparison found", () => {
    assert.equal(judged([{ name: "all", then: "alert" }], { severity: "high" }).severity, "high");
  });

  for (const severity of ["low", "critical"]) {
    it(`given the deciding rule says ${severity}, takes that`, () => {
      const change = judged([{ name: "queues", when: { type: "aws:sqs/*" }, then: "alert", severity }]);
      assert.deepEqual([change.severity, change.decision], [severity, { action: "alert", by: { rule: "queues" } }]);
    });
  }

  it("given several rules that match, takes the first one's", () => {
    const rules = [{ name: "one", then: "alert", severity: "low" }, { name: "two", then: "alert", severity: "critical" }];
    assert.equal(judged(rules).severity, "low");
  });

  it("given the first rule decides and names none, a later one does not add its own", () => {
    assert.equal(judged([{ name: "one", then: "alert" }, { name: "two", then: "alert", severity: "critical" }]).severity, "medium");
  });

  it("given a rule that is passed over, its severity goes with it", () => {
    const rules = [{ name: "eager", then: "hold", severity: "low" }, { name: "doors", then: "revert", severity: "high" }];
    const change = judged(rules, { severity: "critical", opensAccess: true });
    assert.deepEqual([change.severity, change.decision.by], ["high", { rule: "doors" }]);
  });

  it("given a condition on the severity, asks what the comparison found, not what another rule would make of it", () => {
    const rules = [{ name: "lows", when: { severity: "low" }, then: "hold" }, { name: "down", then: "alert", severity: "low" }];
    assert.deepEqual(judged(rules).decision.by, { rule: "down" });
  });

  it("given noise, no rule has a say", () => {
    const change = judged([{ name: "all", then: "alert", severity: "critical" }], { noise: { rule: "set-order", reason: "x" } });
    assert.equal(change.severity, "medium");
  });

  it("is a law: whatever the rules say, the change stays as found but for its severity, and opens access as found", () => {
    const severity = fc.constantFrom("low", "medium", "high", "critical");
    const rule = fc.record({ then: fc.constantFrom("revert", "adopt", "hold", "alert"), severity }, { requiredKeys: ["then"] });
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 4 }), severity, fc.boolean(), (list, found, opensAccess) => {
        const given = changeWith({ severity: found, opensAccess });
        const { decision, ...rest } = judged(list.map((one, index) => ({ ...one, name: `rule ${index}` })), given);
        assert.deepEqual({ ...rest, severity: found }, given);
        assert.ok(!(opensAccess && (decision.action === "hold" || decision.action === "adopt")));
      }),
    );
  });

  it("refuses a rule that says what opens access", () => {
    assert.throws(() => rulesSchema.parse([{ name: "shut", then: "alert", opensAccess: false }]), /opensAccess/);
  });
});
