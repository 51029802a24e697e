import assert from "node:assert/strict";
import { exitStatus, failOnChoices, type FailOn } from "../../../automation/cli/exitStatus";
import type { ScanReport, Severity } from "../../../policypack/model";
import { aChange, aDrift, aReport, anEmptyStack, aStack, someAudit } from "../../fixtures/report";

const STACK = "acme/shop/prod";
const problem = { code: "stack-locked", message: "an update is running" };

const drifted = (...changed: readonly Parameters<typeof aChange>[0][]) => aStack(STACK, { drifts: [aDrift({ changes: changed.map((change) => aChange(change)) })] });
const report = (...stacks: ScanReport["stacks"]) => aReport({ stacks });
const noise = { rule: "aws-computed", reason: "AWS sets it" };

describe("exitStatus", () => {
  const table: readonly (readonly [string, ScanReport, FailOn, number])[] = [
    ["no stack at all", report(), "any", 0],
    ["stacks in sync", report(aStack(STACK)), "any", 0],
    ["a stack that is empty", report(anEmptyStack(STACK)), "any", 0],
    ["noise alone", report(drifted({ noise, severity: "critical" })), "any", 0],
    ["drift", report(aStack("acme/shop/dev"), drifted({ severity: "low" })), "any", 2],
    ["drift that nobody is to fail for", report(drifted({ severity: "critical" })), "never", 0],
    ["drift below the bar", report(drifted({ severity: "medium" })), "high", 0],
    ["drift at the bar", report(drifted({ severity: "high" })), "high", 2],
    ["drift of which one change is over the bar", report(drifted({ severity: "low" }, { severity: "critical" })), "high", 2],
    ["noise over the bar", report(drifted({ severity: "low" }, { severity: "critical", noise })), "high", 0],
    ["a gap in the audit: the stack itself was checked", report(aStack(STACK, { audit: [someAudit({ complete: false, gaps: ["AccessDenied"] })] })), "any", 0],
    ["a stack that could not be checked", report(aStack(STACK, { status: "unchecked", problem })), "any", 1],
    ["a resource that could not be checked", report(aStack(STACK, { status: "partial", resources: { total: 2, checked: 1, unchecked: [{ urn: "u", reason: "AccessDenied" }] } })), "any", 1],
    ["a resource that the configuration leaves out", report(aStack(STACK, { status: "partial", resources: { total: 2, checked: 1, unchecked: [{ urn: "u", reason: "excluded", accepted: true }] } })), "any", 0],
    ["a resource that could not be checked, beside one that is left out", report(aStack(STACK, { status: "partial", resources: { total: 2, checked: 0, unchecked: [{ urn: "u", reason: "excluded", accepted: true }, { urn: "v", reason: "AccessDenied" }] } })), "any", 1],
    ["a problem of the whole scan", { ...report(), problems: [{ ...problem, stacks: [], accounts: [] }] }, "any", 1],
    ["a problem and drift: the problem wins", report(drifted({}), aStack("acme/shop/dev", { status: "unchecked", problem })), "any", 1],
    ["a problem where nobody is to fail for drift", report(aStack(STACK, { status: "unchecked", problem })), "never", 1],
  ];
  for (const [what, given, failOn, status] of table) {
    it(`is ${status} given ${what} (--fail-on ${failOn})`, () => {
      assert.equal(exitStatus(given, failOn), status);
    });
  }

  it("law: a higher bar never fails where a lower one does not", () => {
    const bars: readonly FailOn[] = ["any", "low", "medium", "high", "critical", "never"];
    assert.deepEqual(new Set(bars), new Set(failOnChoices));
    const severities: readonly Severity[] = ["low", "medium", "high", "critical"];
    for (const severity of severities) {
      const statuses = bars.map((bar) => exitStatus(report(drifted({ severity })), bar));
      assert.deepEqual(statuses, statuses.toSorted((one, other) => other - one));
    }
  });
});
