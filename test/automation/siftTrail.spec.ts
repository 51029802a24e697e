import assert from "node:assert/strict";
import { siftTrail } from "../../automation/siftTrail";
import type { TrailRecord } from "../../automation/audit/trailRecord";
import { aDrift, aReport, aStack } from "../fixtures/report";
import { alice, record, session } from "./attribute/shapes/records";

const saved = aReport({ stacks: [aStack("acme/shop/prod", { drifts: [aDrift({ resource: { ...aDrift().resource, identities: ["app"] } })] })] });
const [admin, other] = [session("admin", "x"), session("other", "y")];
const suspend = (who: Parameters<typeof record>[3], bucketName = "app") => record("s3", "PutBucketVersioning", "02:00", who, { bucketName });
const opened = (of: ReturnType<typeof session>, who: Parameters<typeof record>[3], at = "01:00") =>
  record("sts", "AssumeRole", at, who, { roleArn: of["arn"] }, { readOnly: true, responseElements: { credentials: { accessKeyId: of["accessKeyId"] }, assumedRoleUser: { assumedRoleId: of["principalId"] } } });

async function sift(...records: readonly TrailRecord[]) {
  const parsed: string[][] = [];
  const { records: kept, places, end } = await siftTrail(saved, (isWanted) => {
    const reading: string[] = [];
    parsed.push(reading);
    return {
      gaps: () => [],
      records: (async function* () {
        for (const one of records) {
          if (!isWanted(() => JSON.stringify(one.record))) continue;
          reading.push(one.record.eventName);
          yield await Promise.resolve(one);
        }
      })(),
    };
  });
  return { parsed, kept: kept.map((one) => one.record.eventID), places: [...places.values()], end };
}

describe("sifting a trail for a report", () => {
  it("parses only what names a resource of it, keeps only changes, and counts everything", async () => {
    const change = suspend(alice);
    const read = record("s3", "GetBucketVersioning", "03:00", alice, { bucketName: "app" }, { readOnly: true });
    const { parsed, kept, places, end } = await sift(change, read, suspend(alice, "unrelated"), opened(other, alice));
    assert.deepEqual(parsed, [["PutBucketVersioning", "GetBucketVersioning"]]);
    assert.deepEqual(kept, [change.record.eventID]);
    assert.deepEqual([places.map(({ events, from }) => [events, new Date(from).toISOString()]), new Date(end).toISOString()], [[[4, "2026-01-02T01:00:00.000Z"]], "2026-01-02T03:00:00.000Z"]);
  });

  it("reads it again for the calls that opened the sessions behind the changes, hop by hop, and keeps no others", async () => {
    const [change, direct, first, unrelated] = [suspend(admin), opened(admin, other, "01:30"), opened(other, alice), opened(session("third", "z"), alice)];
    const { parsed, kept } = await sift(unrelated, first, direct, change);
    assert.deepEqual(kept, [change, direct, first].map((one) => one.record.eventID));
    assert.equal(parsed.length, 3, "nobody opened the user, so that is the end");
  });

  it("ends where sessions open each other", async () => {
    const { kept } = await sift(suspend(admin), opened(admin, other), opened(other, admin));
    assert.equal(kept.length, 3);
  });
});
