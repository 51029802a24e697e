import assert from "node:assert/strict";
import * as sdk from "@aws-sdk/client-s3";
import { gunzipSync, gzipSync } from "node:zlib";
import { z } from "zod";
import { mayHaveChanged } from "../../../automation/attribute";
import { FileTrail } from "../../../automation/audit/fileTrail";
import { S3Folder } from "../../../automation/audit/s3Folder";
import { lookedUp } from "./shapes/lookedUp";
import { BUCKET, fillBucket } from "./shapes/trailBucket";

const START = new Date("2026-03-04T05:00:00Z");
const NOW = new Date("2026-03-04T09:30:00Z");
const SINCE = "2026-03-04T00:00:00Z";
const home = { account: "111122223333", region: "eu-central-1", names: ["assets"] };
const write = (time: string, eventID: string, awsRegion = home.region) => ({ eventTime: `2026-03-04T${time}:00Z`, requestParameters: { bucketName: "assets" }, eventID, awsRegion });
const fileSchema = z.object({ Records: z.array(z.unknown()) });

type Filled = Awaited<ReturnType<typeof fillBucket>>;

describe("a trail in S3 at fault", () => {
  let filled: Filled;
  beforeEach(async () => {
    filled = await fillBucket([[write("04:50", "a"), write("04:51", "b")], [write("05:50", "c"), write("05:51", "else", "us-east-1")]], START);
  });

  const keysOf = (region: string) => [...filled.objects.keys()].filter((key) => key.includes(`/CloudTrail/${region}/`)).sort();

  function read(regions = [home.region]) {
    const { connect, listPublicKeys, aws } = filled;
    const folder = new S3Folder({ bucket: BUCKET, prefix: "logs/", organization: "o-exampleorgid", days: 90, verifyDigests: false }, { connect, requests: () => aws.calls().length, listPublicKeys, now: () => NOW, sleep: () => Promise.resolve() });
    const trail = new FileTrail({ folder, matters: mayHaveChanged, now: () => NOW, findHome: () => assert.fail("everybody knows where") });
    return lookedUp(trail, regions.map((region) => ({ ...home, region })), SINCE);
  }

  it("given records twice, in one file and in several, and in no order, has each once", async () => {
    const keys = keysOf(home.region);
    const all = keys.flatMap((key) => fileSchema.parse(JSON.parse(gunzipSync(filled.objects.get(key) ?? "").toString())).Records);
    for (const key of keys) filled.objects.set(key, gzipSync(JSON.stringify({ Records: [...all.toReversed(), ...all] })));
    const { records, coverage } = await read();
    assert.deepEqual([records.map(({ record }) => record.eventID).sort(), coverage[0]?.gaps, coverage[0]?.events], [["a", "b", "c"], [], 3]);
  });

  it("given records that are none, says which file holds them, and has the others", async () => {
    const [key = ""] = keysOf(home.region);
    const { Records: records } = fileSchema.parse(JSON.parse(gunzipSync(filled.objects.get(key) ?? "").toString()));
    filled.objects.set(key, gzipSync(JSON.stringify({ Records: [{ eventName: "PutBucketAcl", bucket: "assets" }, ...records] })));
    const answer = await read();
    assert.equal(answer.records.length, 3);
    assert.deepEqual(answer.coverage[0]?.gaps, [`s3://${BUCKET}/${key}: not a complete CloudTrail record`]);
  });

  it("given a record of 10 MB, says so, and has the others", async () => {
    const [key = ""] = keysOf(home.region);
    const { Records: records } = fileSchema.parse(JSON.parse(gunzipSync(filled.objects.get(key) ?? "").toString()));
    filled.objects.set(key, gzipSync(JSON.stringify({ Records: [{ ...write("04:55", "huge"), padding: "assets ".repeat(1_500_000) }, ...records] })));
    const answer = await read();
    assert.equal(answer.records.length, 3);
    assert.deepEqual(answer.coverage[0]?.gaps, [`s3://${BUCKET}/${key}: a record is longer than 4 MiB`]);
  });

  it("given one region's files that may not be listed, has the others whole", async () => {
    filled.aws.on(sdk.ListObjectsV2Command, { Bucket: BUCKET, Prefix: "logs/AWSLogs/o-exampleorgid/111122223333/CloudTrail/us-east-1/2026/03/04/" }).rejects(Object.assign(new Error("no"), { name: "AccessDenied" }));
    const { coverage } = await read(["us-east-1", home.region]);
    assert.deepEqual(coverage.map(({ region, complete, events, gaps }) => [region, complete, events, gaps]), [
      ["us-east-1", false, 0, [`s3://${BUCKET}/logs/: access is denied: s3:ListBucket is needed`]],
      [home.region, true, 3, []],
    ]);
  });

  it("given a list whose page comes again and again, stops, and says so", async () => {
    filled.aws.on(sdk.ListObjectsV2Command).resolves({ Contents: [], NextContinuationToken: "again" });
    assert.deepEqual((await read()).coverage[0]?.gaps, [`s3://${BUCKET}/logs/: S3 repeated a page of its list`]);
    assert.equal(filled.aws.commandCalls(sdk.ListObjectsV2Command).length, 2);
  });
});
