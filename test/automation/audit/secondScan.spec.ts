import assert from "node:assert/strict";
import { LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { AnswerStore } from "../../../automation/audit/answerStore";
import { LookupTrail } from "../../../automation/audit/lookupTrail";
import type { Whereabouts } from "../../../automation/audit/place";
import type { LookupAnswer } from "../../../automation/audit/trail";
import { record, session } from "../attribute/shapes/records";
import { eventHistory, failure, fakeClock, listed, type Happened } from "./shapes/eventHistory";

const NOW = Date.parse("2026-01-10T00:00:00Z");
const MINUTE_MS = 60_000;
const ACCOUNT = "111122223333";
const bucket = { account: ACCOUNT, region: "eu-west-1", names: ["bucket", "arn:aws:s3:::bucket"] };
/** Has so many names that a sweep is the cheaper way. */
const manyNamed = { ...bucket, names: Array.from({ length: 60 }, (_, index) => `name ${index}`) };
const minutesBack = (minutes: number) => NOW - minutes * MINUTE_MS;
const SINCE = new Date(minutesBack(24 * 60)).toISOString();
const every = (minutes: number, count: number, more: Partial<Happened> = {}): readonly Happened[] => Array.from({ length: count }, (_, index) => ({ id: `e${index}`, at: minutesBack((index + 1) * minutes), ...more }));
/** A write a second, so that no sweep gets far. */
const busy: readonly Happened[] = Array.from({ length: 5_000 }, (_, index) => ({ id: `w${index}`, at: NOW - index * 1_000, name: "PutMetricAlarm", source: "monitoring.amazonaws.com" }));

describe("a second scan of the night", function () {
  // It waits for the disk.
  this.timeout(10_000);
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "whodrift-second-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** Each scan has a trail of its own, and only the folder in common. */
  function scanAt(now: number, happened: readonly Happened[], { pageSize = 50, account = ACCOUNT, memory = folder } = {}) {
    const { client, aws, inputs } = eventHistory(happened.filter(({ at }) => at <= now), pageSize);
    const answers = new AnswerStore({ folder: memory, key: new Uint8Array(32).fill(1), now: () => new Date(now) });
    const trail = new LookupTrail({
      findHome: () => Promise.resolve({ account, region: "eu-west-1" }),
      readerOf: () => ({ clientFor: () => client, stsRequests: () => 0 }),
      clock: fakeClock(now),
      answers,
    });
    return { trail, aws, inputs };
  }

  async function lookUpAll(trail: LookupTrail, resources: readonly Whereabouts[], from = SINCE): Promise<LookupAnswer> {
    for (;;) {
      const answer = await trail.lookUp(resources, from);
      if (answer.ended) return answer;
    }
  }

  const ids = ({ records }: Pick<LookupAnswer, "records">) => records.map((one) => one.record.eventID).sort();

  it("asks for what was still on its way at the first, in one request a place, and says the same of what it knows", async () => {
    const happened = every(10, 200);
    const first = scanAt(NOW, happened);
    const told = await lookUpAll(first.trail, [manyNamed]);
    assert.ok(first.inputs().length > 2);
    const again = scanAt(NOW, happened);
    assert.deepEqual(await lookUpAll(again.trail, [manyNamed]).then(({ coverage }) => coverage), told.coverage);
    assert.deepEqual(again.inputs().map(({ StartTime, EndTime }) => [StartTime, EndTime]), [[new Date(minutesBack(30)), new Date(NOW)]]);
    assert.equal(again.trail.usage().lookupRequests, 1, "only real requests count");
  });

  it("finds what has happened since, and what CloudTrail delivered late within the last half hour", async () => {
    await lookUpAll(scanAt(NOW, every(10, 50)).trail, [manyNamed]);
    const later = scanAt(NOW + 45 * MINUTE_MS, [...every(10, 50), { id: "late", at: minutesBack(14) }, { id: "new", at: NOW + 20 * MINUTE_MS }]);
    const found = ids(await lookUpAll(later.trail, [manyNamed]));
    assert.deepEqual([found.includes("late"), found.includes("new"), found.length], [true, true, 52]);
    assert.equal(later.inputs().length, 1);
  });

  it("asks by no name or operation again, where the sweep of the last half hour is complete", async () => {
    const happened = [...every(2, 3_000, { name: "PutMetricAlarm", source: "monitoring.amazonaws.com" }), { id: "policy", at: minutesBack(48 * 60 * 2), names: ["bucket"] }];
    const wanted = [bucket, { ...bucket, names: ["other"], operations: ["DeleteBucketPolicy"] }];
    const from = new Date(minutesBack(80 * 24 * 60)).toISOString();
    const first = scanAt(NOW, happened);
    const told = await lookUpAll(first.trail, wanted, from);
    assert.ok(first.inputs().some(({ LookupAttributes: [one] = [] }) => one?.AttributeKey === "ResourceName"));
    const again = scanAt(NOW + 5 * MINUTE_MS, happened);
    const answer = await lookUpAll(again.trail, wanted, from);
    assert.deepEqual(again.inputs().map(({ LookupAttributes: [one] = [], StartTime }) => [one?.AttributeKey, StartTime]), [["ReadOnly", new Date(minutesBack(30))]]);
    assert.ok(ids(answer).includes("policy"));
    assert.deepEqual(answer.coverage.map(({ from: start, gaps }) => [start, gaps]), told.coverage.map(({ from: start, gaps }) => [start, gaps]));
  });

  it("asks by name only for the time since, where more has happened in it than is swept", async () => {
    const happened = [...busy, { id: "policy", at: minutesBack(48 * 60), names: ["bucket"] }];
    const from = new Date(minutesBack(72 * 60)).toISOString();
    await lookUpAll(scanAt(NOW, happened).trail, [bucket], from);
    const again = scanAt(NOW, happened);
    assert.ok(ids(await lookUpAll(again.trail, [bucket], from)).includes("policy"));
    const named = again.inputs().filter(({ LookupAttributes: [one] = [] }) => one?.AttributeKey === "ResourceName");
    assert.deepEqual([named.length, named.every(({ StartTime }) => StartTime?.getTime() === minutesBack(30))], [2, true]);
  });

  it("goes on where the first one stopped, when it needs more", async () => {
    const happened = every(60, 400);
    await lookUpAll(scanAt(NOW, happened).trail, [manyNamed], new Date(minutesBack(60)).toISOString());
    const again = scanAt(NOW, happened);
    const from = new Date(minutesBack(380 * 60)).toISOString();
    assert.ok(ids(await lookUpAll(again.trail, [manyNamed], from)).length >= 380);
    const [newest, ...older] = again.inputs();
    assert.deepEqual(newest?.StartTime, new Date(minutesBack(30)));
    assert.ok(older.length > 0 && older.every(({ EndTime }) => (EndTime?.getTime() ?? NOW) <= minutesBack(50 * 60) + 1_000), "nothing of the first fifty");
  });

  it("knows who opened a session without asking, however long ago that was", async () => {
    const acting = record("s3", "PutBucketPolicy", "02:10", session("deploy", "x"), {});
    const assumed: Happened = { id: "assume", at: Date.parse("2026-01-02T02:00:00Z"), names: ["ASIADEPLOY"], readOnly: true, userIdentity: { type: "IAMUser", userName: "alice" } };
    await scanAt(NOW, [assumed]).trail.follow([acting]);
    const again = scanAt(NOW, [assumed]);
    assert.deepEqual([ids(await again.trail.follow([acting])), again.inputs().length], [["assume"], 0]);
  });

  it("with the credentials of another account asks everything: what is kept is the other's", async () => {
    const theirs = { region: "eu-west-1", names: manyNamed.names };
    await lookUpAll(scanAt(NOW, every(10, 50)).trail, [theirs]);
    const again = scanAt(NOW, [], { account: "444455556666" });
    assert.deepEqual(ids(await lookUpAll(again.trail, [theirs])), []);
  });

  it("without the right to look anything up says so, and tells nothing of what is kept", async () => {
    await lookUpAll(scanAt(NOW, every(10, 50)).trail, [manyNamed]);
    const again = scanAt(NOW, []);
    again.aws.on(LookupEventsCommand).rejects(failure("AccessDeniedException", "not authorized"));
    const { records, coverage } = await lookUpAll(again.trail, [manyNamed]);
    assert.deepEqual([records, coverage.map(({ gaps }) => gaps)], [[], [["LookupEvents failed: AccessDeniedException: not authorized"]]]);
  });

  it("after one that broke off goes on from there, and is whole", async () => {
    const first = scanAt(NOW, []);
    first.aws.on(LookupEventsCommand).resolvesOnce({ Events: every(20, 50).map(listed), NextToken: "1" }).rejects(failure("TimeoutError"));
    assert.equal((await lookUpAll(first.trail, [manyNamed])).coverage[0]?.complete, false);
    const again = scanAt(NOW, every(20, 70));
    const answer = await lookUpAll(again.trail, [manyNamed]);
    assert.deepEqual([answer.coverage[0]?.complete, ids(answer).length, again.inputs().length], [true, 70, 2]);
  });

  it("given files that somebody wrote over, asks again", async () => {
    await lookUpAll(scanAt(NOW, every(10, 200)).trail, [manyNamed]);
    for (const name of await readdir(folder)) await writeFile(join(folder, name), "{}");
    const again = scanAt(NOW, every(10, 200));
    assert.equal((await lookUpAll(again.trail, [manyNamed])).coverage[0]?.complete, true);
    assert.ok(again.inputs().length > 2);
  });

  /** Scans with a memory in common, of writes that bear no name; each run has a folder of its own. */
  async function scanOften(pageSizes: fc.Arbitrary<number>, judge: (answer: LookupAnswer, missed: readonly string[]) => void): Promise<void> {
    const minute = fc.integer({ min: 0, max: 300 });
    const scan = fc.record({ after: fc.integer({ min: 0, max: 90 }), back: fc.integer({ min: 1, max: 300 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(minute, { maxLength: 30 }), fc.array(scan, { minLength: 1, maxLength: 5 }), pageSizes, async (times, scans, pageSize) => {
        const memory = await mkdtemp(join(folder, "run-"));
        const happened = times.map((at, index) => ({ id: `e${index}`, at: minutesBack(300) + at * MINUTE_MS }));
        let now = minutesBack(150);
        for (const { after, back } of scans) {
          now += after * MINUTE_MS;
          const from = now - back * MINUTE_MS;
          const answer = await lookUpAll(scanAt(now, happened, { pageSize, memory }).trail, [manyNamed], new Date(from).toISOString());
          const found = new Set(ids(answer));
          judge(answer, happened.filter(({ id, at }) => at >= from && at <= now && !found.has(id)).map(({ id }) => id));
        }
      }),
      { numRuns: 20 },
    );
  }

  it("law: however often and whenever it is scanned, a scan has every write, or says that it has not read all", async function () {
    this.timeout(30_000);
    // So few on a page make names look cheaper than a sweep, and what bears no name is missed.
    await scanOften(fc.integer({ min: 1, max: 7 }), ({ coverage }, missed) => {
      if (missed.length > 0) assert.ok(coverage.some(({ complete, gaps }) => !complete && gaps.length > 0), `${missed.join()} missing, and nothing is said`);
    });
  });

  it("law: where a page tells all, a scan has every write, however often and whenever it is scanned", async function () {
    this.timeout(30_000);
    await scanOften(fc.constant(50), (_answer, missed) => {
      assert.deepEqual(missed, []);
    });
  });
});
