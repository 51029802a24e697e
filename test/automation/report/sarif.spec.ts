import assert from "node:assert/strict";
import { z } from "zod";
import { sarif } from "../../../automation/report/sarif";
import type { ScanReport } from "../../../policypack/model";
import { hostileReport, hostileTexts } from "../../fixtures/hostileReport";
import { aChange, aDrift, aReport, aResource, aStack, typicalReport } from "../../fixtures/report";
import { manyChanges } from "./manyChanges";
import { schemaCheck } from "./schemaCheck";

const messageSchema = z.object({ text: z.string() });
const logSchema = z.object({
  runs: z.tuple([
    z.object({
      tool: z.object({ driver: z.object({ rules: z.array(z.object({ id: z.string(), properties: z.object({ "security-severity": z.string() }) })) }) }),
      invocations: z.tuple([z.object({ executionSuccessful: z.boolean(), toolExecutionNotifications: z.array(z.object({ level: z.string(), message: messageSchema })) })]),
      results: z.array(
        z.object({
          ruleId: z.string(),
          ruleIndex: z.number(),
          level: z.string(),
          message: messageSchema,
          partialFingerprints: z.record(z.string(), z.string()),
          suppressions: z.array(z.object({ justification: z.string() })).optional(),
          locations: z.tuple([
            z.object({
              physicalLocation: z.object({ artifactLocation: z.object({ uri: z.string() }), region: z.object({ startLine: z.number() }).optional() }),
              logicalLocations: z.array(z.object({ fullyQualifiedName: z.string() })),
            }),
          ]),
        }),
      ),
    }),
  ]),
});

describe("the sarif format", () => {
  const check = schemaCheck("sarif-2.1.0.schema.json");
  const runOf = (report: ScanReport) => {
    const document: unknown = JSON.parse(sarif.render(report));
    check(document);
    const [run] = logSchema.parse(document).runs;
    return { ...run, notifications: run.invocations[0].toolExecutionNotifications, successful: run.invocations[0].executionSuccessful };
  };

  it("is valid for no, one, 5,000 and hostile changes", function () {
    this.timeout(30_000);
    for (const report of [aReport(), aReport({ stacks: [aStack("a/b/c", { drifts: [aDrift()] })] }), manyChanges(5_000), ...hostileTexts.map(hostileReport)]) runOf(report);
  });

  it("gives each change a rule by its severity, a level, and a fingerprint that stays", () => {
    const { results, tool } = runOf(typicalReport());
    assert.deepEqual(results.map(({ ruleId, level }) => [ruleId, level]), [
      ["drift-critical", "error"],
      ["drift-high", "error"],
      ["drift-high", "error"],
      ["drift-medium", "warning"],
      ["drift-low", "note"],
    ]);
    for (const { ruleId, ruleIndex } of results) assert.equal(tool.driver.rules[ruleIndex]?.id, ruleId);
    assert.equal(results[0]?.partialFingerprints["primaryLocationLineHash"], "f3a9");
    assert.match(results[0].message.text, /ingress\[1\] of web .*\nresource: .*\nby: alice@example\.com/s);
  });

  it("points at the line that declares the resource, else at the project, for GitHub refuses a result without a file", () => {
    const located = aDrift();
    const nowhere = aDrift({ resource: aResource("aws:sqs/queue:Queue", "jobs") });
    const sites = runOf(aReport({ stacks: [aStack("a/b/c", { drifts: [located, nowhere] })] })).results.map(({ locations: [{ physicalLocation, logicalLocations }] }) => [
      physicalLocation.artifactLocation.uri,
      physicalLocation.region?.startLine,
      logicalLocations[0]?.fullyQualifiedName,
    ]);
    assert.deepEqual(sites.toSorted(), [
      ["Pulumi.yaml", undefined, nowhere.resource.urn],
      ["index.ts", 14, located.resource.urn],
    ]);
  });

  it("makes no link of a file or a message", () => {
    for (const text of hostileTexts) {
      for (const { message, locations } of runOf(hostileReport(text)).results) {
        assert.doesNotMatch(message.text, /\]\(/);
        assert.doesNotMatch(locations[0].physicalLocation.artifactLocation.uri, /^[a-z]+:|^\/\//i);
      }
    }
  });

  it("tells first how it went, and what was not checked, and is no success then", () => {
    const { notifications, successful } = runOf(typicalReport());
    assert.equal(successful, false);
    assert.match(notifications[0]?.message.text ?? "", /^5 stacks: 1 drifted, 1 not checked/);
    assert.ok(notifications.some(({ level, message }) => level === "error" && message.text.startsWith("acme/billing/prod: not checked\nproblem: an update has been running")));
    assert.equal(runOf(aReport({ stacks: [aStack("a/b/c")] })).successful, true);
  });

  it("marks what is ignored, and leaves noise out of the results", () => {
    const ignored = aChange({ decision: { action: "ignore", by: { person: "carol", reason: "wanted" } } });
    const noise = aChange({ noise: { rule: "aws-computed", reason: "AWS sets it" } });
    const { results, notifications } = runOf(aReport({ stacks: [aStack("a/b/c", { drifts: [aDrift({ changes: [ignored, noise] })] })] }));
    assert.deepEqual(results.map(({ suppressions }) => suppressions?.[0]?.justification), ["ignore (carol: wanted)"]);
    assert.ok(notifications.some(({ message }) => message.text.includes("1 aws-computed")));
  });

  it("keeps the worst 25,000 results that GitHub takes, and says how many are left out", function () {
    this.timeout(30_000);
    const { results, notifications } = runOf(manyChanges(25_010));
    assert.deepEqual([results.length, results[0]?.ruleId], [25_000, "drift-critical"]);
    assert.match(notifications[1]?.message.text ?? "", /^25,010 changes, worst first: GitHub shows the first 5,000; the last 10 are left out here/);
  });
});
