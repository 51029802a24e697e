import assert from "node:assert/strict";
import { rulesTestSchema, testRules, type RulesTest } from "../../../automation/rules";
import type { Change } from "../../../policypack/model";
import { rulesSchema } from "../../../policypack/remediation";
import { aChange, aDrift, aReport, aStack, noActor } from "../../fixtures/report";

const plain = { opensAccess: false, severity: "medium", decision: { action: "alert", by: { rule: "default" } } } as const;

function test(rules: readonly unknown[], changes: readonly Partial<Change>[]): RulesTest {
  const report = aReport({ stacks: [aStack("acme/shop/prod", { drifts: [aDrift({ changes: changes.map((change) => aChange({ ...plain, ...change })) })] })] });
  return rulesTestSchema.parse(testRules(report, { rules: rulesSchema.parse(rules), ignoreMax: 90 * 86_400_000 }));
}

describe("trying rules on a saved report", () => {
  it("says which rule decides each change, and of the rules before it the first condition that does not hold", () => {
    const { changes, rules } = test(
      [
        { name: "robots", when: { severity: "medium", actor: { kind: "automation", via: "sdk" } }, then: "hold" },
        { name: "people", when: { actor: { kind: "human" } }, then: "hold" },
        { name: "rest", then: "alert" },
      ],
      [{}],
    );
    assert.deepEqual(changes[0]?.tried, [{ rule: "robots", outcome: "no-match", condition: "actor.kind" }, { rule: "people", outcome: "decides" }]);
    assert.deepEqual(changes[0].decision.by, { rule: "people" });
    assert.deepEqual(rules, [
      { name: "robots", then: "hold", matches: 0, decides: 0, passedOver: 0 },
      { name: "people", then: "hold", matches: 1, decides: 1, passedOver: 0 },
      { name: "rest", then: "alert", matches: 1, decides: 0, passedOver: 0 },
    ]);
  });

  it("says what is passed over, and why", () => {
    const { changes, rules } = test([{ name: "eager", then: "hold" }], [{ opensAccess: true }]);
    assert.deepEqual(changes[0]?.tried, [{ rule: "eager", outcome: "passed-over", reason: "what opens access is held by a person, not by a rule" }]);
    assert.deepEqual([changes[0].decision.by, rules[0]?.passedOver], [{ rule: "default" }, 1]);
  });

  it("decides as when the scan ended, so that a report in a repository is decided the same for ever", () => {
    const report = aReport();
    const { at, changes } = test([{ name: "wait", then: "hold", for: "1d" }], [{ attribution: noActor("no-event"), history: { firstSeen: report.scan.finishedAt, lastSeen: report.scan.finishedAt, scans: 1, state: "new" } }]);
    assert.equal(at, new Date(report.scan.finishedAt).toISOString());
    assert.equal(changes[0]?.decision.action, "hold");
  });

  it("asks for the history that the report has", () => {
    const { changes } = test([{ name: "worse", when: { state: "worse" }, then: "hold" }], [{ history: { firstSeen: "2026-07-01T00:00:00Z", lastSeen: "2026-07-31T00:00:00Z", scans: 3, state: "worse" } }]);
    assert.equal(changes[0]?.decision.action, "hold");
  });

  it("says what the report had where that is something else: by earlier rules, or by a person", () => {
    const [same, other, person] = test(
      [{ name: "now", then: "alert" }],
      [
        { fingerprint: "1", decision: { action: "alert", by: { rule: "now" } } },
        { fingerprint: "2", decision: { action: "hold", by: { rule: "before" } } },
        { fingerprint: "3", decision: { action: "alert", by: { person: "erin", reason: "r", basis: "sts" } } },
      ],
    ).changes;
    assert.deepEqual([same?.reported, other?.reported, person?.reported?.by], [undefined, { action: "hold", by: { rule: "before" } }, { person: "erin", reason: "r", basis: "sts" }]);
  });

  it("gives noise no rule, and rules no credit for it", () => {
    const { changes, rules } = test([{ name: "all", then: "hold" }], [{ noise: { rule: "set-order", reason: "same" } }]);
    assert.deepEqual([changes[0]?.tried, changes[0]?.decision.by, rules[0]?.matches], [[], { rule: "noise:set-order" }, 0]);
  });
});
