import assert from "node:assert/strict";
import { createReadStream } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseRecord } from "../../../automation/audit/parseRecord";
import { RecordSplitter } from "../../../automation/audit/splitRecords";
import { openTrail } from "../../../automation/audit/trailFiles";

const base = { eventID: "a", eventTime: "2026-01-02T02:00:00Z", eventSource: "s3.amazonaws.com", eventName: "PutBucketPolicy" };
const origin = { source: "trail-files" as const, location: "t.json#0" };

describe("hostile trails", () => {
  let folder = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "whodrift-hostile-"));
  });
  after(() => rm(folder, { recursive: true }));

  async function readAll(content: string) {
    const file = join(folder, "t.json");
    await writeFile(file, content);
    const trail = openTrail([file]);
    const ids: string[] = [];
    for await (const { record } of trail.records) ids.push(record.eventID);
    return { ids, gaps: trail.gaps() };
  }

  it("a record of 10 MB is left out with a word, and costs no other", async () => {
    const huge = JSON.stringify({ ...base, requestParameters: { x: "y".repeat(10 * 1024 * 1024) } });
    const { ids, gaps } = await readAll(`{"Records":[${huge},${JSON.stringify(base)}]}`);
    assert.deepEqual(ids, ["a"]);
    assert.match(gaps[0] ?? "", /longer than 4 MiB/);
  });

  it("a million records pass through with bounded memory", function () {
    this.timeout(60_000);
    const splitter = new RecordSplitter();
    let count = 0;
    // Not what other tests of this process have left behind.
    const before = process.memoryUsage().heapUsed;
    let most = 0;
    const push = (text: string) => {
      count += splitter.push(Buffer.from(text)).filter(({ kind }) => kind === "record").length;
      most = Math.max(most, process.memoryUsage().heapUsed - before);
    };
    push('{"Records":[');
    for (let part = 0; part < 1_000; part++) push(`${JSON.stringify(base)},`.repeat(1_000));
    push(`${JSON.stringify(base)}]}`);
    assert.equal(count, 1_000_001);
    assert.ok(most < 250 * 1024 * 1024, `${most} bytes`);
  });

  for (const depth of [100, 100_000]) {
    it(`${depth} brackets deep is no record, and no stack overflow`, async () => {
      const deep = `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
      const { ids, gaps } = await readAll(`[${JSON.stringify(base).slice(0, -1)},"requestParameters":${deep}},${JSON.stringify(base)}]`);
      assert.deepEqual(ids, ["a"]);
      assert.equal(gaps.length, 1);
    });
  }

  it("a record with __proto__ keys changes no prototype", () => {
    const text = '{"__proto__":{"polluted":true},"eventID":"a","eventTime":"t","eventSource":"s","eventName":"n","requestParameters":{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}}';
    assert.ok(parseRecord(text, origin));
    assert.equal(Object.hasOwn(Object.prototype, "polluted"), false);
  });

  it("fields of the wrong type are absent, and the record is still read", () => {
    const odd = parseRecord(JSON.stringify({ ...base, userIdentity: "me", requestParameters: ["x"], resources: { a: 1 }, readOnly: "perhaps", awsRegion: 7 }), origin);
    assert.equal(odd?.record.eventID, "a");
    assert.equal(odd.record.awsRegion, undefined);
    assert.equal(odd.record.requestParameters, undefined);
  });

  it("split in the middle of a character, a file keeps its characters", async () => {
    const file = join(folder, "utf8.json");
    const name = "бакет🪣".repeat(20_000);
    await writeFile(file, JSON.stringify([{ ...base, requestParameters: { bucketName: name } }]));
    assert.ok(createReadStream(file).readableHighWaterMark < Buffer.byteLength(name));
    for await (const { record } of openTrail([file]).records) assert.equal(record.requestParameters?.["bucketName"], name);
  });
});
