import assert from "node:assert/strict";
import { formats } from "../../../automation/report";
import { forAudience, gateForAudience } from "../../../automation/report/audience";
import { scanReportSchema } from "../../../policypack/model";
import { aChange, aDrift, aReport, aStack, anActor, anAttribution, anEvent } from "../../fixtures/report";
import { aGateReport, obstacle } from "./gateReports";

const actor = anActor({ sourceIp: "198.51.100.23", userAgent: "told-agent/1.0" });
const resolved = { fingerprint: "f", urn: "urn:x", type: "t", path: "p", how: "reverted", at: "2026-07-31T05:00:00Z", firstSeen: "2026-07-30T05:00:00Z", actor, why: "put back" } as const;
const change = aChange({ actual: { userAgent: "a value", sourceIp: "192.0.2.1" }, attribution: anAttribution({ actor, event: anEvent() }) });
const report = aReport({ stacks: [aStack("acme/shop/prod", { drifts: [aDrift({ changes: [change] })], resolved: [resolved] })] });
const told = /198\.51\.100\.23|told-agent/;

describe("report.audience", () => {
  for (const [name, { render }] of Object.entries(formats)) {
    it(`team: ${name} tells no address and no user agent of an actor`, () => {
      assert.doesNotMatch(render(forAudience(report, "team")), told);
    });
  }

  for (const name of ["terminal", "markdown", "json", "ndjson", "csv", "sarif", "junit", "github", "gitlab", "ocsf"]) {
    it(`security: ${name} tells them`, () => {
      assert.match(formats[name]?.render(forAudience(report, "security")) ?? "", told);
    });
  }

  it("takes nothing else away: not what a resource's own property holds, not who it was", () => {
    const shown = scanReportSchema.parse(forAudience(report, "team"));
    const { sourceIp, userAgent, ...known } = actor;
    assert.ok(sourceIp !== undefined && userAgent !== undefined);
    assert.deepEqual(shown.stacks[0]?.drifts[0]?.changes, [{ ...change, attribution: anAttribution({ actor: known }) }]);
    assert.deepEqual(shown.stacks[0].resolved, [{ ...resolved, actor: known }]);
  });

  it("leaves the report itself as it was", () => {
    const before = structuredClone(report);
    forAudience(report, "team");
    assert.deepEqual(report, before);
  });

  it("holds for a gate's report too", () => {
    const gate = aGateReport({ refused: [{ urn: "urn:x", type: "t", op: "update", held: [obstacle({ actor })] }] });
    assert.doesNotMatch(JSON.stringify(gateForAudience(gate, "team")), told);
    assert.deepEqual(gateForAudience(gate, "security"), gate);
  });
});
