import assert from "node:assert/strict";
import { z } from "zod";
import { gitlab } from "../../../automation/report/gitlab";
import type { ScanReport } from "../../../policypack/model";
import { hostileReport, hostileTexts } from "../../fixtures/hostileReport";
import { aChange, aDrift, aReport, aStack, typicalReport } from "../../fixtures/report";
import { manyChanges } from "./manyChanges";

// https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
const reportSchema = z.array(
  z.strictObject({
    description: z.string().min(1),
    check_name: z.string().min(1),
    fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
    severity: z.enum(["info", "minor", "major", "critical", "blocker"]),
    location: z.strictObject({ path: z.string().min(1), lines: z.strictObject({ begin: z.number().int().positive() }) }),
  }),
);

function findingsOf(report: ScanReport): z.infer<typeof reportSchema> {
  return reportSchema.parse(JSON.parse(gitlab.render(report)));
}

describe("the gitlab format", () => {
  it("gives each change its place in the code and a severity", () => {
    const drifts = findingsOf(typicalReport()).filter(({ check_name }) => check_name.startsWith("whodrift/drift"));
    assert.deepEqual(drifts.map(({ severity, location }) => [severity, location.path, location.lines.begin]), [
      ["blocker", "index.ts", 14],
      ["critical", "storage.ts", 30],
      ["critical", "queues.ts", 8],
      ["major", "Pulumi.yaml", 1],
      ["minor", "index.ts", 14],
    ]);
    assert.match(drifts[0]?.description ?? "", /ingress\[1\] of web .* by: alice@example\.com/);
  });

  it("has a finding for what was not checked, the same tomorrow", () => {
    const unchecked = (at: string) => {
      const report = typicalReport();
      return findingsOf({ ...report, scan: { ...report.scan, id: at, startedAt: at } }).filter(({ check_name }) => check_name === "whodrift/not-checked");
    };
    assert.deepEqual(unchecked("2026-08-01T05:00:00Z"), unchecked("2026-08-02T05:00:00Z"));
    assert.ok(unchecked("2026-08-01T05:00:00Z").some(({ description }) => description.startsWith("acme/billing/prod: not checked")));
  });

  it("says nothing of what is ignored, and nothing at all where all is in sync", () => {
    const ignored = aChange({ decision: { action: "ignore", by: { rule: "tags" } } });
    assert.deepEqual(findingsOf(aReport({ stacks: [aStack("a/b/c", { drifts: [aDrift({ changes: [ignored] })] }), aStack("a/b/d")] })), []);
  });

  it("is a report for one, 5,000 and hostile changes; beyond 10,000 it counts the rest", function () {
    this.timeout(30_000);
    const one = aReport({ stacks: [aStack("a/b/c", { drifts: [aDrift()] })] });
    assert.deepEqual([one, manyChanges(5_000)].map((report) => findingsOf(report).length), [1, 5_000]);
    for (const text of hostileTexts) assert.equal(findingsOf(hostileReport(text)).length, findingsOf(hostileReport("harmless")).length);
    const many = findingsOf(manyChanges(10_005));
    assert.equal(many.length, 10_001);
    assert.match(many[0]?.description ?? "", /^5 more changes/);
  });
});
