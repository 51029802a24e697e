import assert from "node:assert/strict";
import * as sdk from "@aws-sdk/client-s3";
import { sdkStreamMixin } from "@smithy/core/serde";
import { Readable } from "node:stream";
import { gunzipSync, gzipSync } from "node:zlib";
import { FileTrail } from "../../../automation/audit/fileTrail";
import { S3Folder } from "../../../automation/audit/s3Folder";
import type { S3Source } from "../../../automation/audit/sources";
import { mayHaveChanged } from "../../../automation/attribute";
import { BUCKET, fillBucket } from "./shapes/trailBucket";
import { lookedUp } from "./shapes/lookedUp";

const START = new Date("2026-03-04T05:00:00Z");
const NOW = new Date("2026-03-04T09:30:00Z");
const whereabouts = { account: "111122223333", region: "eu-central-1", names: ["assets"] };
const source: S3Source = { bucket: BUCKET, prefix: "logs/", organization: "o-exampleorgid", days: 90, verifyDigests: false };
const at = (time: string, bucketName: string, eventID: string) => ({ eventTime: `2026-03-04T${time}:00Z`, requestParameters: { bucketName }, eventID });
const HOURS = [
  [at("04:50", "assets", "early"), at("04:51", "other", "other")],
  [{ ...at("05:50", "assets", "read"), readOnly: true, eventName: "GetBucketVersioning" }],
  [at("06:50", "assets", "late"), { ...at("06:51", "assets", "elsewhere"), awsRegion: "us-east-1" }],
];

type Filled = Awaited<ReturnType<typeof fillBucket>>;

function trailOver({ connect, listPublicKeys, aws }: Filled, changes: Partial<S3Source> = {}) {
  const now = () => NOW;
  const slept: number[] = [];
  const folder = new S3Folder({ ...source, ...changes }, { connect, requests: () => aws.calls().length, listPublicKeys, now, sleep: (pause) => Promise.resolve(slept.push(pause)) });
  return new FileTrail({ folder, matters: mayHaveChanged, now, findHome: () => assert.fail("everybody knows where") });
}

describe("a trail in S3", () => {
  let filled: Filled;
  beforeEach(async () => {
    filled = await fillBucket(HOURS, START);
  });

  const sweep = (trail: FileTrail, from = "2026-03-04T00:00:00Z") => lookedUp(trail, [whereabouts], from);

  it("gives the calls that change what is looked for, with their place, and reads nothing of other regions", async () => {
    const trail = trailOver(filled);
    const { records, coverage, ended } = await sweep(trail);
    assert.deepEqual(records.map(({ record }) => record.eventID).sort(), ["early", "late"]);
    assert.match(records[0]?.location ?? "", /^s3:\/\/archive\/logs\/AWSLogs\/o-exampleorgid\/111122223333\/CloudTrail\/eu-central-1\/2026\/03\/04\/.*\.json\.gz#\d$/);
    assert.deepEqual(coverage, [{ source: "trail-files", account: "111122223333", region: "eu-central-1", from: "2026-03-04T00:00:00Z", to: "2026-03-04T09:15:00Z", events: 2, complete: true, gaps: [] }]);
    assert.equal(ended, true);
    for (const call of filled.aws.commandCalls(sdk.GetObjectCommand)) assert.match(call.args[0].input.Key ?? "", /CloudTrail\/eu-central-1\//);
  });

  it("asks nothing again for the same names, and lists nothing again for others", async () => {
    const trail = trailOver(filled);
    const first = await sweep(trail);
    const requests = trail.usage().s3Requests;
    assert.deepEqual(await sweep(trail), first);
    assert.equal(trail.usage().s3Requests, requests);
    await lookedUp(trail, [{ ...whereabouts, names: ["other"] }], "2026-03-04T00:00:00Z");
    assert.equal(trail.usage().s3Requests, requests + 3, "its three files once more");
  });

  it("answers all who ask at once by one reading", async () => {
    const trail = trailOver(filled);
    const answers = await Promise.all(["assets", "other", "third"].map((name) => lookedUp(trail, [{ ...whereabouts, names: [name] }], "2026-03-04T00:00:00Z")));
    assert.equal(filled.aws.commandCalls(sdk.GetObjectCommand).length, 3);
    assert.deepEqual(answers[1]?.records.map(({ record }) => record.eventID).includes("other"), true);
  });

  it("lists only what was delivered since then, and leaves out what happened before", async () => {
    const { records } = await sweep(trailOver(filled), "2026-03-04T06:30:00Z");
    assert.deepEqual(records.map(({ record }) => record.eventID), ["late"]);
    assert.equal(filled.aws.commandCalls(sdk.GetObjectCommand).length, 1);
    assert.match(filled.aws.commandCalls(sdk.ListObjectsV2Command)[0]?.args[0].input.StartAfter ?? "", /111122223333_CloudTrail_eu-central-1_20260304T0630$/);
  });

  it("reads further back with each page, and says which days nothing was delivered on, and where it ends", async () => {
    const trail = trailOver(filled, { days: 3 });
    const { coverage: [newest], ended } = await lookedUp(trail, [whereabouts], "2026-01-01T00:00:00Z");
    assert.deepEqual([newest?.from, newest?.gaps, ended], ["2026-03-04T00:00:00Z", [], false]);
    const { coverage: [all], ended: atLast } = await lookedUp(trail, [whereabouts], "2026-01-01T00:00:00Z", 3);
    assert.deepEqual(all?.gaps, ["s3://archive/logs/ has no files of 111122223333 in eu-central-1 for 3 days between 2026-03-01 and 2026-03-03", "s3://archive/logs/ is read from 2026-03-01T09:30:00Z on"]);
    assert.equal(atLast, true);
  });

  it("says once that access is denied, and what is needed", async () => {
    filled.aws.on(sdk.ListObjectsV2Command).rejects(Object.assign(new Error("no"), { name: "AccessDenied" }));
    const trail = trailOver(filled);
    const { coverage: [part] } = await lookedUp(trail, [whereabouts], "2026-02-01T00:00:00Z", 7);
    assert.deepEqual(part?.gaps, ["s3://archive/logs/: access is denied: s3:ListBucket is needed"]);
    assert.equal(part.complete, false);
    assert.ok((trail.usage().s3Requests) <= 32);
  });

  it("says which file is torn, and reads the others", async () => {
    const [torn = "", whole = new Uint8Array()] = [...filled.objects].find(([key]) => key.includes("CloudTrail/eu-central-1")) ?? [];
    filled.objects.set(torn, whole.subarray(0, whole.length - 12));
    const { records, coverage } = await sweep(trailOver(filled));
    assert.ok(records.some(({ record }) => record.eventID === "late"));
    assert.deepEqual(coverage[0]?.gaps, [`s3://archive/${torn}: unexpected end of file`]);
  });

  describe("given a download that breaks", () => {
    const [reset, tooShort] = ["read ECONNRESET", "it ended too early"];

    /** Each answer ends after half of what it was to bring: with an error, or as if that were all. */
    function breakOff(how: string, times = Infinity) {
      let broken = 0;
      const asked: sdk.GetObjectCommandInput[] = [];
      filled.aws.on(sdk.GetObjectCommand).callsFake((input: sdk.GetObjectCommandInput) => {
        asked.push(input);
        const whole = filled.objects.get(input.Key ?? "") ?? new Uint8Array();
        const offset = Number(/^bytes=(\d+)-$/.exec(input.Range ?? "")?.[1] ?? 0);
        const rest = whole.subarray(offset);
        const isBroken = broken++ < times;
        function* pieces() {
          yield isBroken ? rest.subarray(0, rest.length / 2) : rest;
          if (isBroken && how === reset) throw new Error(reset);
        }
        return { Body: sdkStreamMixin(Readable.from(pieces())), ContentLength: rest.length, ETag: '"v1"', ...(offset > 0 && { ContentRange: `bytes ${offset}-${whole.length - 1}/${whole.length}` }) };
      });
      return asked;
    }

    for (const how of [reset, tooShort]) {
      it(`(${how}), goes on where it broke, with the same version of the file, and has all`, async () => {
        const asked = breakOff(how, 2);
        const { records, coverage } = await sweep(trailOver(filled));
        assert.deepEqual(records.map(({ record }) => record.eventID).sort(), ["early", "late"]);
        assert.deepEqual(coverage[0]?.gaps, []);
        const further = asked.filter(({ Range }) => Range !== undefined);
        assert.deepEqual([further.length, further.every(({ IfMatch }) => IfMatch === '"v1"')], [2, true]);
      });

      it(`(${how}) again and again, gives up after the fourth time, and says so`, async () => {
        const asked = breakOff(how);
        const { coverage } = await sweep(trailOver(filled));
        assert.equal(coverage[0]?.complete, false);
        assert.equal(asked.length, 4 * coverage[0].gaps.length);
        for (const gap of coverage[0].gaps) assert.match(gap, new RegExp(`^s3://archive/\\S+: the download broke off 4 times, at last after \\d+ bytes of \\d+: ${how}$`));
      });
    }

    it("and a file that was replaced meanwhile, says so", async () => {
      breakOff(reset, 3);
      filled.aws.on(sdk.GetObjectCommand, { IfMatch: '"v1"' }).rejects(Object.assign(new Error("At least one of the pre-conditions you specified did not hold"), { name: "PreconditionFailed" }));
      assert.match((await sweep(trailOver(filled))).coverage[0]?.gaps.join() ?? "", /pre-conditions/);
    });
  });

  describe("with its digests verified", () => {
    const verified = { verifyDigests: true };
    const found = (name: string) => [...filled.objects.keys()].filter((key) => key.includes(name) && key.includes("eu-central-1") && key.endsWith(".gz")).sort();

    async function gaps(): Promise<readonly string[]> {
      return (await sweep(trailOver(filled, verified))).coverage[0]?.gaps ?? [];
    }

    it("marks what CloudTrail signed", async () => {
      const { records, coverage } = await sweep(trailOver(filled, verified));
      assert.deepEqual(records.map(({ record, verified: isVerified }) => [record.eventID, isVerified]).sort(), [["early", true], ["late", true]]);
      assert.deepEqual(coverage[0]?.gaps, []);
    });

    it("given a changed file, then says so, and does not mark what it holds", async () => {
      const [key = ""] = found("_CloudTrail_");
      filled.objects.set(key, gzipSync(gunzipSync(filled.objects.get(key) ?? "").toString().replace("bob", "eve")));
      const { records, coverage } = await sweep(trailOver(filled, verified));
      assert.deepEqual(coverage[0]?.gaps, [`s3://archive/${key}: it is not what CloudTrail signed`]);
      assert.equal(records.find(({ record }) => record.eventID === "early")?.verified, undefined);
    });

    it("given a removed file, then says which", async () => {
      const [key = ""] = found("_CloudTrail_");
      filled.objects.delete(key);
      assert.deepEqual(await gaps(), [`s3://archive/${key}: CloudTrail delivered it, and it is gone`]);
    });

    it("given a removed digest, then the chain is broken, and says where", async () => {
      const [, removed = "", next = ""] = found("_CloudTrail-Digest_");
      filled.objects.delete(removed);
      assert.match((await gaps()).join("\n"), new RegExp(`the digest ${next} follows on ${removed}, which is not the one before it: the chain is broken`));
    });

    it("given a changed digest, then its signature is not valid", async () => {
      const [key = ""] = found("_CloudTrail-Digest_");
      filled.objects.set(key, gzipSync(gunzipSync(filled.objects.get(key) ?? "").toString().replace("2026-03-04T04:51", "2026-03-04T04:52")));
      assert.match((await gaps()).join("\n"), new RegExp(`the digest ${key} has no valid signature`));
    });

    it("given other keys, then nothing is proven", async () => {
      const { records, coverage } = await sweep(trailOver({ ...filled, listPublicKeys: () => Promise.resolve(new Map()) }, verified));
      assert.ok(records.every(({ verified: isVerified }) => isVerified === undefined));
      assert.match(coverage[0]?.gaps[0] ?? "", /is signed with a key that CloudTrail does not list/);
    });
  });
});
