import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { deliverTrailFiles, sha256 } from "./files";
import { tinyRecord } from "./tinyRecord";

const PLACE = { name: "all", homeRegion: "eu-central-1", bucket: "trail" };
const AT = new Date("2026-03-04T05:06:07Z");

describe("delivering trail files", () => {
  let dir: string;
  beforeEach(async () => { dir = await mkdtemp(path.join(tmpdir(), "trail-")); });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  function newNames(): () => string {
    let made = 0;
    return () => `RANDOM000000000${made++}`;
  }

  it("given records of two regions, then each has files of its own under the day of delivery, and nothing unfinished stays", async () => {
    const here = Array.from({ length: 21 }, (_, index) => tinyRecord({ eventID: `e${index}` }));
    const files = await deliverTrailFiles(dir, PLACE, [...here, tinyRecord({ awsRegion: "us-east-1" })], AT, newNames());
    assert.deepEqual(files.map(({ key }) => key), [
      "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/03/04/111122223333_CloudTrail_eu-central-1_20260304T0506Z_RANDOM0000000000.json.gz",
      "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/03/04/111122223333_CloudTrail_eu-central-1_20260304T0506Z_RANDOM0000000001.json.gz",
      "AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/04/111122223333_CloudTrail_us-east-1_20260304T0506Z_RANDOM0000000002.json.gz",
    ]);
    const all = await readdir(dir, { recursive: true });
    assert.deepEqual(all.filter((file) => file.endsWith(".unfinished")), []);
  });

  it("given an organisation's trail with a prefix, then each account's files lie under both", async () => {
    const records = [tinyRecord(), tinyRecord({ recipientAccountId: "444455556666" })];
    const files = await deliverTrailFiles(dir, { ...PLACE, prefix: "logs", organizationId: "o-exampleorgid" }, records, AT, newNames());
    assert.deepEqual(files.map(({ key }) => key.slice(0, key.indexOf("/2026"))), [
      "logs/AWSLogs/o-exampleorgid/111122223333/CloudTrail/eu-central-1",
      "logs/AWSLogs/o-exampleorgid/444455556666/CloudTrail/eu-central-1",
    ]);
  });

  it("given a file, then it is told by the hash of its content before compression, and by its oldest and newest event", async () => {
    const times = ["2026-01-01T00:00:02Z", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z"];
    const [file] = await deliverTrailFiles(dir, PLACE, times.map((eventTime) => tinyRecord({ eventTime })), AT, newNames());
    assert.ok(file);
    assert.deepEqual([file.oldestEventTime, file.newestEventTime], [times[1], times[0]]);
    assert.equal(file.hash, sha256(gunzipSync(await readFile(path.join(dir, file.key)))));
  });

  it("given thousands of records, then files grow with them", async () => {
    const files = await deliverTrailFiles(dir, PLACE, Array.from({ length: 5000 }, () => tinyRecord()), AT, newNames());
    assert.equal(files.length, 50);
  });
});
