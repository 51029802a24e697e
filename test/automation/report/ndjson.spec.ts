import assert from "node:assert/strict";
import { z } from "zod";
import { ndjson } from "../../../automation/report/ndjson";
import { changeSchema, driftedResourceSchema } from "../../../policypack/model";
import { aDrift, aReport, aStack, typicalReport } from "../../fixtures/report";
import { manyChanges } from "./manyChanges";

const recordSchema = z.looseObject({ kind: z.string(), scan: z.string(), stack: z.string().optional() });
type Line = z.infer<typeof recordSchema>;

function linesOf(report: Parameters<typeof ndjson.render>[0]): readonly Line[] {
  return ndjson.render(report).trimEnd().split("\n").map((line) => recordSchema.parse(JSON.parse(line)));
}

describe("the ndjson format, read line by line", () => {
  const typical = linesOf(typicalReport());
  const ofKind = (kind: string): readonly Line[] => typical.filter((line) => line.kind === kind);

  it("begins with the scan and its headline", () => {
    assert.equal(typical[0]?.kind, "scan");
    assert.match(String(typical[0]["headline"]), /^5 stacks: 1 drifted, .*worst: critical.* by alice@example\.com/);
  });

  it("gives each change with the ids of scan, stack and resource, the worst first", () => {
    const drifts = ofKind("drift");
    assert.equal(drifts.length, 5);
    for (const { scan, stack, resource, change } of drifts) {
      assert.deepEqual([scan, stack], ["2026-07-31-0500-7c1f", "acme/shop/prod"]);
      assert.match(driftedResourceSchema.parse(resource).urn, /^urn:pulumi:prod::shop::/);
      changeSchema.parse(change);
    }
    assert.equal(changeSchema.parse(drifts[0]?.["change"]).severity, "critical");
  });

  it("tells noise apart from drift", () => {
    assert.deepEqual(ofKind("noise").map(({ change }) => changeSchema.parse(change).noise?.rule), ["aws-computed"]);
  });

  it("has a line for each stack and each resource that was not checked, and for each gap", () => {
    assert.deepEqual(ofKind("unchecked").map(({ stack, resource }) => [stack, resource !== undefined]), [
      ["acme/shop/prod", true],
      ["acme/billing/prod", false],
      ["acme/net/prod", true],
    ]);
    assert.deepEqual(ofKind("gap").map(({ stack }) => stack), ["acme/shop/prod"]);
    assert.equal(ofKind("problem").length, 1);
  });

  it("has one line for a scan of nothing, two for one change, 5,001 for 5,000", () => {
    assert.deepEqual([aReport(), aReport({ stacks: [aStack("a/b/c", { drifts: [aDrift()] })] }), manyChanges(5_000)].map((report) => linesOf(report).length), [1, 2, 5_001]);
  });
});
