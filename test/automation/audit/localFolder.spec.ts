import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { mayHaveChanged } from "../../../automation/attribute";
import { openFolderTrail } from "../../../automation/audit";
import { alice, record, session } from "../attribute/shapes/records";
import { ACCOUNT, REGION } from "../attribute/shapes/drifts";
import { lookedUp } from "./shapes/lookedUp";

const NOW = "2026-01-02T12:00:00Z";
const FROM = "2026-01-01T00:00:00Z";
const place = { account: ACCOUNT, region: REGION, names: ["app"] };
const suspend = (at: string, who = alice, bucketName = "app") => record("s3", "PutBucketVersioning", at, who, { bucketName });

describe("a trail in folders", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "whodrift-folder-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function put(name: string, ...records: readonly { readonly record: object }[]): Promise<void> {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    const text = JSON.stringify({ Records: records.map((one) => one.record) });
    await writeFile(path, name.endsWith(".gz") ? gzipSync(text) : text);
  }

  const delivered = (day: string, time: string, region = REGION) => `AWSLogs/${ACCOUNT}/CloudTrail/${region}/${day.replaceAll("-", "/")}/${ACCOUNT}_CloudTrail_${region}_${day.replaceAll("-", "")}T${time}Z_x.json.gz`;
  const open = () => openFolderTrail([folder], { matters: mayHaveChanged, now: () => new Date(NOW) });

  it("in CloudTrail's layout is read for the account, region and days in question, and ends with its last delivery", async () => {
    const mine = suspend("02:00");
    await put(delivered("2026-01-02", "0205"), mine, suspend("02:01", alice, "application"));
    await put(delivered("2026-01-02", "0206", "us-east-1"), suspend("02:02"));
    await put(delivered("2026-01-01", "2300"));
    const { records, coverage, ended } = await lookedUp(open(), [place], FROM, 2);
    assert.deepEqual(records.map((one) => one.record.eventID), [mine.record.eventID]);
    assert.deepEqual(coverage, [{ source: "trail-files", account: ACCOUNT, region: REGION, from: "2026-01-01T23:00:00Z", to: "2026-01-02T02:05:00Z", events: 1, complete: false, gaps: [`${folder} is read from 2026-01-01T23:00:00Z on`] }]);
    assert.equal(ended, true);
  });

  it("in no layout is read as a whole, and covers the time from its first event to its last", async () => {
    await put("saved.json", suspend("02:00"), suspend("03:00", alice, "other"));
    const { records, coverage, ended } = await lookedUp(open(), [place], FROM);
    assert.equal(records.length, 1);
    assert.partialDeepStrictEqual(coverage[0], { from: "2026-01-02T02:00:00Z", to: "2026-01-02T03:00:00Z", complete: true });
    assert.equal(ended, true);
  });

  it("keeps nothing but changes of what is looked for", async () => {
    await put("saved.json", record("s3", "GetBucketVersioning", "02:00", alice, { bucketName: "app" }, { readOnly: true }), record("s3", "PutBucketVersioning", "02:01", alice, { bucketName: "app" }, { errorCode: "AccessDenied" }), record("s3", "PutBucketTagging", "02:02", alice, { bucketName: "other", Tagging: { TagSet: { Tag: { Key: "x", Value: "app" } } } }));
    assert.deepEqual((await lookedUp(open(), [place], FROM)).records, []);
  });

  it("knows who opened the session behind a call", async () => {
    const made = session("admin", "x");
    const assume = record("sts", "AssumeRole", "02:00", alice, { roleArn: made["arn"] }, { readOnly: true, responseElements: { credentials: { accessKeyId: made["accessKeyId"] }, assumedRoleUser: { assumedRoleId: made["principalId"] } } });
    const chained = record("sts", "AssumeRole", "02:01", made, {}, { readOnly: true, responseElements: { credentials: { accessKeyId: "ASIAOTHER" } } });
    await put(delivered("2026-01-02", "0205"), suspend("02:03", made), assume, chained);
    const trail = open();
    const { records } = await lookedUp(trail, [place], FROM);
    const followed = await trail.follow(records);
    assert.deepEqual(followed.records.map((one) => one.record.eventID), [assume.record.eventID]);
    assert.deepEqual(followed.coverage, []);
  });

  /** As the console and Identity Center do it: the session's calls bear other keys than the one that was handed out. */
  const hiding = (made: ReturnType<typeof session>, at: string) => record("sts", "AssumeRoleWithSAML", at, { type: "SAMLUser", userName: "carol" }, {}, { readOnly: true, responseElements: { credentials: { accessKeyId: "ASIAHANDEDOUT" }, assumedRoleUser: { assumedRoleId: made["principalId"] } } });
  const createdAt = (creationDate: string) => session("console", "carol", {}, { attributes: { creationDate, mfaAuthenticated: "false" } });

  it("knows who opened a session whose key the trail hides, by its principal and creation, eleven hours before", async () => {
    const made = createdAt("2026-01-01T18:00:00Z");
    const opener = { record: { ...hiding(made, "00:00").record, eventTime: "2026-01-01T18:00:01Z" } };
    await put(delivered("2026-01-01", "1805", "us-east-1"), opener, hiding(made, "04:00"));
    await put(delivered("2026-01-02", "0505"), suspend("05:00", made));
    const trail = open();
    const { records } = await lookedUp(trail, [place], FROM);
    assert.deepEqual((await trail.follow(records)).records.map((one) => one.record.eventID), [opener.record.eventID]);
  });

  it("knows it where it was opened in a region that is read for something else", async () => {
    const made = createdAt("2026-01-02T02:00:00Z");
    const opener = hiding(made, "02:00");
    await put(delivered("2026-01-02", "0205", "ap-southeast-2"), opener);
    await put(delivered("2026-01-02", "0505"), suspend("05:00", made));
    const trail = open();
    const { records } = await lookedUp(trail, [place, { ...place, region: "ap-southeast-2" }], FROM);
    assert.deepEqual((await trail.follow(records)).records.map((one) => one.record.eventID), [opener.record.eventID]);
    assert.deepEqual((await open().follow(records)).records, [], "nobody said that this region is in use");
  });

  it("that is not there is a gap", async () => {
    const { coverage } = await lookedUp(openFolderTrail([join(folder, "nowhere")], { matters: mayHaveChanged, now: () => new Date(NOW) }), [place], FROM);
    assert.equal(coverage[0]?.complete, false);
    assert.match(coverage[0].gaps.join("\n"), /nowhere: ENOENT/);
  });
});
