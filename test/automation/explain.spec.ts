import assert from "node:assert/strict";
import { explainReport } from "../../automation/explain";
import type { OpenTrail } from "../../automation/siftTrail";
import type { TrailRecord } from "../../automation/audit/trailRecord";
import { scanReportSchema, type FoundDrift, type ScanReport } from "../../policypack/model";
import { ACCOUNT, drift, masker, REGION, summary } from "./attribute/shapes/drifts";
import { alice, record, session } from "./attribute/shapes/records";

const FINISHED = "2026-01-02T12:00:00Z";
const bucket = drift({ type: "aws:s3/bucketVersioning:BucketVersioning", identities: ["app"] }, { path: "versioningConfiguration.status", actual: "Suspended" });
const suspend = (at: string, who = alice) => record("s3", "PutBucketVersioning", at, who, { bucketName: "app", VersioningConfiguration: { Status: "Suspended" } });
const later = record("s3", "PutObject", "12:00", alice, { bucketName: "unrelated" });

function report(found: FoundDrift): ScanReport {
  const decision = { action: "alert" as const, by: { rule: "everything-else" } };
  const attribution = { confidence: "none" as const, reason: "not-asked" as const, why: ["no audit trail was read"] };
  return {
    schema: "whodrift/scan-report@1",
    scan: { id: "s", startedAt: "2026-01-02T11:59:00Z", finishedAt: FINISHED, version: "0", pulumiVersion: "3", usage: { lookupRequests: 0, stsRequests: 0, s3Requests: 0, resourcesRead: 1 } },
    problems: [],
    stacks: [{ stack: "acme/shop/prod", status: "drifted", resources: { total: 1, checked: 1, unchecked: [] }, audit: [], drifts: [{ ...found, changes: found.changes.map((change) => ({ ...change, attribution, decision })) }] }],
  };
}

/** As files hold them: what the sieve does not want of the text is not parsed. */
function stream(...records: readonly TrailRecord[]) {
  return trailOf(records, []);
}
function trailOf(records: readonly TrailRecord[], gaps: readonly string[]): OpenTrail {
  return (isWanted) => ({
    records: (async function* () {
      for (const one of records) if (isWanted(() => JSON.stringify(one.record))) yield await Promise.resolve(one);
    })(),
    gaps: () => gaps,
  });
}

const options = { masker, deployPrincipals: [] };
const first = (explained: ScanReport) => {
  const change = explained.stacks[0]?.drifts[0]?.changes[0];
  assert.ok(change);
  return change;
};

describe("explainReport", () => {
  it("attributes a saved report offline and leaves everything else as it was, decisions included", async () => {
    const saved = report(bucket);
    const explained = await explainReport(saved, stream(suspend("02:00"), later), options);
    assert.equal(summary(first(explained).attribution), "proven PutBucketVersioning by alice");
    assert.deepEqual(first(explained).decision, first(saved).decision);
    assert.deepEqual(explained.scan, saved.scan);
    assert.ok(scanReportSchema.safeParse(explained).success);
    assert.deepEqual(explained.stacks[0]?.audit, [{ source: "trail-files", account: ACCOUNT, region: REGION, from: "2026-01-02T02:00:00Z", to: FINISHED, events: 2, complete: true, gaps: [] }]);
  });

  it("follows role sessions through calls that name no resource of the report", async () => {
    const made = session("admin", "x");
    const assume = record("sts", "AssumeRole", "02:00", alice, { roleArn: made["arn"] }, { readOnly: true, responseElements: { credentials: { accessKeyId: made["accessKeyId"] }, assumedRoleUser: { assumedRoleId: made["principalId"] } } });
    const explained = await explainReport(report(bucket), stream(suspend("02:05", made), assume), options);
    assert.equal(summary(first(explained).attribution), "proven PutBucketVersioning by alice");
  });

  it("knows nothing of what came after the scan", async () => {
    const after = suspend("12:01");
    assert.equal(summary(first(await explainReport(report(bucket), stream(after, later), options)).attribution), "nobody: no-event");
  });

  it("says where the trail was incomplete, does not hold the account, or ends before the scan", async () => {
    const reasons = async (records: readonly TrailRecord[], gaps: readonly string[]) => summary(first(await explainReport(report(bucket), trailOf(records, gaps), options)).attribution);
    assert.equal(await reasons([later], ["t.json.gz: unexpected end of file"]), "nobody: source-unavailable");
    assert.equal(await reasons([], []), "nobody: source-unavailable");
    assert.equal(await reasons([record("s3", "PutObject", "03:00", alice, {})], []), "nobody: too-recent");
  });
});
