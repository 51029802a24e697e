import assert from "node:assert/strict";
import { parse } from "csv-parse/sync";
import { z } from "zod";
import { csv } from "../../../automation/report/csv";
import type { ScanReport } from "../../../policypack/model";
import { hostileReport, hostileTexts } from "../../fixtures/hostileReport";
import { aChange, aDrift, aReport, aResource, aStack, typicalReport } from "../../fixtures/report";
import { manyChanges } from "./manyChanges";

const rowsSchema = z.array(z.record(z.string(), z.string()));

function rowsOf(report: ScanReport): z.infer<typeof rowsSchema> {
  return rowsSchema.parse(parse(csv.render(report), { columns: true }));
}

describe("the csv format, parsed", () => {
  it("has a row for each change, with what a spreadsheet filters by", () => {
    const [worst] = rowsOf(typicalReport()).filter(({ kind }) => kind === "drift");
    const { stack, severity, opens_access, resource, file, line, property, actor, decision } = worst ?? {};
    assert.deepEqual([stack, severity, opens_access, resource, file, line, property, actor, decision], ["acme/shop/prod", "critical", "yes", "web", "index.ts", "14", "ingress[1]", "alice@example.com", "revert"]);
  });

  it("begins with the headline, and has rows for what was not checked", () => {
    const [scan, ...rows] = rowsOf(typicalReport());
    assert.match(scan?.["text"] ?? "", /^5 stacks: 1 drifted, 1 not checked/);
    assert.deepEqual(rows.filter(({ kind }) => kind === "unchecked").map(({ text }) => text), [
      "AccessDenied on s3:GetBucketTagging",
      "an update has been running since 2026-07-31 04:58 UTC",
      "the provider did not answer within 60 s",
    ]);
  });

  it("never shows what a secret was", () => {
    assert.doesNotMatch(csv.render(typicalReport()), /0011223344556677|8899aabbccddeeff/);
    assert.equal(rowsOf(typicalReport()).find(({ property }) => property === "value")?.["actual"], "[secret]");
  });

  it("disarms every formula, and shows that it did", function () {
    this.timeout(30_000);
    for (const formula of ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "=cmd|' /C calc'!A0"]) {
      const report = aReport({ stacks: [aStack("a/b/c", { drifts: [aDrift({ resource: aResource("t", formula), changes: [aChange({ path: formula })] })] })] });
      const row = rowsOf(report).find(({ kind }) => kind === "drift") ?? {};
      for (const cell of [row["resource"], row["property"], row["id"]]) assert.match(cell ?? "", /^('|\\[tr])/);
    }
    for (const text of hostileTexts) {
      for (const cell of rowsOf(hostileReport(text)).flatMap((row) => Object.values(row))) assert.doesNotMatch(cell, /^[=+@\t\r＝＋－＠]|^-(?!$)/);
    }
  });

  it("has no change for a scan of nothing, one for one, 5,000 for 5,000", function () {
    this.timeout(30_000);
    const one = aReport({ stacks: [aStack("a/b/c", { drifts: [aDrift()] })] });
    assert.deepEqual([aReport(), one, manyChanges(5_000)].map((report) => rowsOf(report).filter(({ kind }) => kind === "drift").length), [0, 1, 5_000]);
  });
});
