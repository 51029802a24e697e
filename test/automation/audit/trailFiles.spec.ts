import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { openTrail, type Span } from "../../../automation/audit/trailFiles";

const text = (id: string, time = "2026-01-02T02:00:00Z") => JSON.stringify({ eventID: id, eventTime: time, eventSource: "s3.amazonaws.com", eventName: "PutBucketPolicy" });

describe("openTrail", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "whodrift-trail-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function put(name: string, content: string | Uint8Array): Promise<string> {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    return path;
  }

  async function read(paths: readonly string[], span: Span = {}) {
    const trail = openTrail(paths, span);
    const found: string[] = [];
    for await (const { record, location } of trail.records) found.push(`${record.eventID} ${location}`);
    return { found, gaps: trail.gaps() };
  }

  it("reads a folder as CloudTrail fills it, with the place and digest of each record", async () => {
    const name = "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/02/111122223333_CloudTrail_eu-west-1_20260102T0205Z_x.json.gz";
    await put(name, gzipSync(`{"Records":[${text("a")},${text("b")}]}`));
    const trail = openTrail([folder]);
    const records = [];
    for await (const record of trail.records) records.push(record);
    assert.deepEqual(records.map((one) => one.location), [`${name}#0`, `${name}#1`]);
    assert.equal(records[1]?.sha256, createHash("sha256").update(text("b")).digest("hex"));
    assert.deepEqual(trail.gaps(), []);
  });

  it("unwraps EventBridge envelopes and LookupEvents answers, in lines, lists and gzip", async () => {
    await put("1.ndjson", `${JSON.stringify({ "detail-type": "AWS API Call via CloudTrail", detail: JSON.parse(text("bridge")) as unknown })}\n${text("line")}\n`);
    await put("2.json", JSON.stringify({ Events: [{ EventId: "x", CloudTrailEvent: text("lookup") }], NextToken: "y" }));
    await put("3.ndjson.gz", gzipSync(text("packed")));
    await put("4.json", `[${text("listed")}]`);
    await put("notes.txt", "not a trail");
    const { found, gaps } = await read([folder]);
    assert.deepEqual(found, ["bridge 1.ndjson#0", "line 1.ndjson#1", "lookup 2.json#0", "packed 3.ndjson.gz#0", "listed 4.json#0"]);
    assert.deepEqual(gaps, []);
  });

  it("leaves out what lies outside of the span", async () => {
    const file = await put("t.ndjson", ["2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", "2026-01-03T00:00:00Z"].map((time, index) => text(String(index), time)).join("\n"));
    assert.deepEqual((await read([file], { from: "2026-01-01T12:00:00Z", to: "2026-01-02T12:00:00Z" })).found, ["1 t.ndjson#1"]);
  });

  it("reads each file once, however many links and paths lead to it", async () => {
    const file = await put("a/t.json", `[${text("a")}]`);
    await symlink(folder, join(folder, "a/loop"));
    await symlink(file, join(folder, "also.json"));
    await symlink(join(folder, "nowhere"), join(folder, "dangling.json"));
    const { found, gaps } = await read([folder, folder]);
    assert.equal(found.length, 1);
    assert.equal(gaps.filter((gap) => gap.includes("dangling")).length, 1);
  });

  it("skips digest files", async () => {
    await put("AWSLogs/1/CloudTrail-Digest/eu-west-1/x.json", '{"digestStartTime":"x"}');
    await put("t.json", `[${text("a")}]`);
    assert.deepEqual((await read([folder])).gaps, []);
  });

  const broken: Readonly<Record<string, readonly [string | Uint8Array, string, RegExp]>> = {
    "a truncated gzip": [gzipSync(`[${text("a")},${text("b")}]`.repeat(1)).subarray(0, 60), "t.json.gz", /unexpected end of file/],
    "no gzip at all": [`[${text("a")}]`, "t.json.gz", /incorrect header check/],
    "a malformed record": [`[${text("a")},{"eventID":}]`, "t.json", /not a complete CloudTrail record/],
    "JSON that is no trail": ['{"hello":"world"}', "t.json", /not a complete CloudTrail record/],
    "no JSON": ["hello", "t.json", /not JSON/],
    "a file that ends in the middle": [`{"Records":[${text("a")},{"even`, "t.json", /ends in the middle/],
  };
  for (const [what, [content, name, gap]] of Object.entries(broken)) {
    it(`tells ${what} as a gap, and reads the other files`, async () => {
      await put(name, content);
      await put("z.json", `[${text("z")}]`);
      const { found, gaps } = await read([folder]);
      assert.ok(found.includes("z z.json#0"));
      assert.equal(gaps.length, 1);
      assert.match(gaps[0] ?? "", gap);
    });
  }

  it("tells a path that does not exist, or holds nothing, as a gap", async () => {
    const { gaps } = await read([join(folder, "nowhere"), folder]);
    assert.ok(gaps.some((gap) => gap.includes("ENOENT")));
    assert.ok(gaps.some((gap) => gap.includes("no trail files")));
  });
});
