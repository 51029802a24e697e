import assert from "node:assert/strict";
import { LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { LookupTrail, type Home } from "../../../automation/audit/lookupTrail";
import type { TrailAnswer } from "../../../automation/audit/trail";
import type { TrailRecord } from "../../../automation/audit/trailRecord";
import { record, session, ssoUser } from "../attribute/shapes/records";
import { eventHistory, failure, fakeClock, listed, type Happened } from "./shapes/eventHistory";

/** Pages: as many as a sweep affords. */
const ALL = Infinity;

const NOW = Date.parse("2026-01-10T00:00:00Z");
const ACCOUNT = "111122223333";
const HOME: Home = { account: ACCOUNT, region: "eu-west-1" };
const bucket = { account: ACCOUNT, region: "eu-west-1", names: ["bucket", "arn:aws:s3:::bucket"] };

function trailOf(happened: readonly Happened[], { home = HOME, pageSize = 50 } = {}) {
  const regions = new Map<string, ReturnType<typeof eventHistory>>();
  let homes = 0;
  const inRegion = (region: string) => {
    const known = regions.get(region) ?? eventHistory(region === "eu-west-1" ? happened : [], pageSize);
    regions.set(region, known);
    return known;
  };
  const trail = new LookupTrail({
    clientFor: (region) => inRegion(region).client,
    findHome: () => {
      homes++;
      return Promise.resolve(home);
    },
    clock: fakeClock(NOW),
  });
  return { trail, inRegion, homes: () => homes, asked: (region = "eu-west-1") => inRegion(region).inputs().map((input) => (input.LookupAttributes ?? []).map((one) => `${one.AttributeKey ?? ""}=${one.AttributeValue ?? ""}`).join()) };
}

const hoursBack = (hours: number) => NOW - hours * 3_600_000;
const time = (at: number) => new Date(at).toISOString();
const hourly = (count: number, more: Partial<Happened> = {}): readonly Happened[] => Array.from({ length: count }, (_, hour) => ({ id: `h${hour + 1}`, at: hoursBack(hour + 1), ...more }));
const ids = (answer: { readonly records: readonly TrailRecord[] }) => answer.records.map((trail) => trail.record.eventID);
const gaps = ({ coverage }: TrailAnswer) => coverage.flatMap((part) => part.gaps);

describe("LookupTrail.sweep", () => {
  it("reads the writes of each place, and says what of its time that covers: the last 15 minutes may be missing", async () => {
    const { trail, asked } = trailOf(hourly(3));
    const answer = await trail.sweep([bucket, { ...bucket, region: "us-east-1" }], "2026-01-09T00:00:00Z", ALL);
    assert.deepEqual(ids(answer), ["h1", "h2", "h3"]);
    const read = { source: "lookup-events", account: ACCOUNT, from: "2026-01-09T00:00:00Z", to: "2026-01-09T23:45:00Z", complete: true, gaps: [] };
    assert.deepEqual(answer.coverage, [
      { ...read, region: "eu-west-1", events: 3 },
      { ...read, region: "us-east-1", events: 0 },
    ]);
    assert.deepEqual([asked("eu-west-1"), asked("us-east-1")], [["ReadOnly=false"], ["ReadOnly=false"]]);
    assert.deepEqual(trail.usage(), { lookupRequests: 2, stsRequests: 1 });
  });

  it("sweeps once for stacks that come together, and asks once whose credentials they are", async () => {
    const { trail, homes, inRegion } = trailOf(hourly(10), { pageSize: 2 });
    await Promise.all([2, 5, 3].map((hours) => trail.sweep([bucket], time(hoursBack(hours)), ALL)));
    assert.equal(trail.usage().lookupRequests, 3);
    assert.equal(new Set(inRegion("eu-west-1").inputs().map((input) => input.NextToken)).size, 3);
    assert.equal(homes(), 1);
  });

  it("goes on where a later stack needs more, within the time that the first question set", async () => {
    const { trail, inRegion } = trailOf(hourly(10), { pageSize: 2 });
    await trail.sweep([bucket], time(hoursBack(1)), ALL);
    const answer = await trail.sweep([bucket], time(hoursBack(24)), ALL);
    assert.deepEqual(ids(answer), hourly(10).map(({ id }) => id));
    assert.equal(trail.usage().lookupRequests, 5);
    assert.equal(new Set(inRegion("eu-west-1").inputs().map((input) => input.EndTime?.getTime())).size, 1);
  });

  it("covers no more than the 90 days that CloudTrail keeps, and says so", async () => {
    const { trail, inRegion } = trailOf([]);
    const answer = await trail.sweep([bucket], "2025-01-01T00:00:00Z", ALL);
    assert.equal(answer.coverage[0]?.from, "2025-10-12T00:00:00Z");
    assert.deepEqual(gaps(answer), ["events before 2025-10-12T00:00:00Z are older than the 90 days that CloudTrail keeps"]);
    assert.deepEqual(inRegion("eu-west-1").inputs()[0]?.StartTime, new Date("2025-10-12T00:00:00Z"));
  });

  it("does not read another account's trail, and says whose credentials it had", async () => {
    const { trail } = trailOf(hourly(1));
    const answer = await trail.sweep([{ ...bucket, account: "999988887777" }, bucket], time(hoursBack(2)), ALL);
    assert.deepEqual(answer.coverage.map(({ account, complete, events }) => [account, complete, events]), [["999988887777", false, 0], [ACCOUNT, true, 1]]);
    assert.deepEqual(gaps(answer), [`the credentials are those of account ${ACCOUNT}: this account's trail was not read`]);
    assert.equal(trail.usage().lookupRequests, 1);
  });

  it("without credentials asks AWS nothing, and says why", async () => {
    const { trail } = trailOf(hourly(1), { home: { problem: "no usable AWS credentials" } });
    const answer = await trail.sweep([bucket, { names: ["x"] }], time(hoursBack(2)), ALL);
    assert.deepEqual(answer.records, []);
    assert.deepEqual(answer.coverage.map(({ account, region, complete }) => [account, region, complete]), [[ACCOUNT, "eu-west-1", false], ["unknown", "unknown", false]]);
    assert.deepEqual(gaps(answer), ["no usable AWS credentials", "no usable AWS credentials"]);
    assert.deepEqual(await trail.follow([record("s3", "PutBucketPolicy", "02:10", session("deploy", "x"), {})]), { records: [], coverage: [] });
    assert.equal(trail.usage().lookupRequests, 0);
  });

  it("tells a refusal as a gap of its region, not of the others", async () => {
    const { trail, inRegion } = trailOf(hourly(1));
    inRegion("us-east-1").aws.on(LookupEventsCommand).rejects(failure("AccessDeniedException", "not authorized to perform cloudtrail:LookupEvents"));
    const answer = await trail.sweep([{ ...bucket, region: "us-east-1" }, bucket], time(hoursBack(2)), ALL);
    assert.deepEqual(answer.coverage.map(({ region, complete }) => [region, complete]), [["us-east-1", false], ["eu-west-1", true]]);
    assert.match(gaps(answer)[0] ?? "", /AccessDeniedException: not authorized/);
  });

  it("tells a client that cannot be made as a gap", async () => {
    const trail = new LookupTrail({
      clientFor: () => {
        throw failure("CredentialsProviderError", "no profile of that name");
      },
      findHome: () => Promise.resolve(HOME),
      clock: fakeClock(NOW),
    });
    assert.match(gaps(await trail.sweep([bucket], time(hoursBack(2)), ALL))[0] ?? "", /no profile of that name/);
  });
});

describe("LookupTrail.lookUp", () => {
  /** More writes than a sweep affords, and one of the bucket before them all. */
  const busy: readonly Happened[] = [...Array.from({ length: 41 }, (_, index) => ({ id: `w${index}`, at: hoursBack(1) - index * 1_000 })), { id: "old", at: hoursBack(48), names: ["bucket"] }];

  it("finds by name what lies behind the sweep, keeps what the sweep has, and says which time was not read in full", async () => {
    const { trail, asked } = trailOf(busy, { pageSize: 1 });
    const swept = await trail.sweep([bucket], time(hoursBack(72)), ALL);
    assert.deepEqual([swept.records.length, swept.coverage[0]?.complete], [40, false]);
    const answer = await trail.lookUp([bucket], time(hoursBack(72)));
    assert.deepEqual(ids(answer).slice(-2), ["w39", "old"]);
    assert.equal(answer.records.length, 41);
    assert.equal(answer.coverage[0]?.from, "2026-01-07T00:00:00Z");
    assert.ok(gaps(answer).some((gap) => gap.startsWith("before 2026-01-09T22:59:22Z only events that CloudTrail lists under a name")));
    assert.deepEqual(asked().slice(40).toSorted(), ["ResourceName=arn:aws:s3:::bucket", "ResourceName=bucket"]);
  });

  it("asks for each name once, whoever needs it", async () => {
    const { trail, asked } = trailOf(busy, { pageSize: 1 });
    await trail.sweep([bucket], time(hoursBack(72)), ALL);
    await Promise.all([trail.lookUp([bucket], time(hoursBack(72))), trail.lookUp([bucket], time(hoursBack(72)))]);
    assert.equal(asked().length, 42);
  });

  it("asks nothing where the sweep reached back far enough", async () => {
    const { trail } = trailOf(hourly(3));
    const swept = await trail.sweep([bucket], time(hoursBack(24)), ALL);
    assert.deepEqual(await trail.lookUp([bucket], time(hoursBack(24))), swept);
    assert.equal(trail.usage().lookupRequests, 1);
  });

  it("still says what the sweep could not read", async () => {
    const { trail, inRegion } = trailOf([]);
    inRegion("eu-west-1").aws.on(LookupEventsCommand).resolvesOnce({ Events: [...hourly(1).map(listed), {}], NextToken: "1" }).rejects(failure("TimeoutError"));
    await trail.sweep([bucket], time(hoursBack(72)), ALL);
    const told = gaps(await trail.lookUp([bucket], time(hoursBack(72))));
    assert.ok(told.includes("1 event could not be parsed"));
    assert.ok(told.includes("LookupEvents failed: TimeoutError: no"));
  });

  it("asks nothing of another account", async () => {
    const { trail } = trailOf(busy);
    const answer = await trail.lookUp([{ ...bucket, account: "999988887777" }], time(hoursBack(72)));
    assert.deepEqual([answer.records, answer.coverage[0]?.complete, trail.usage().lookupRequests], [[], false, 0]);
  });
});

describe("LookupTrail.follow", () => {
  const acting = record("s3", "PutBucketPolicy", "02:10", session("deploy", "x"), {});
  const assumed = Date.parse("2026-01-02T02:00:00Z");

  it("finds who assumed a role by the access key that was handed out, around its creation only, once", async () => {
    const { trail, inRegion, asked } = trailOf([{ id: "assume", at: assumed, names: ["ASIADEPLOY"], readOnly: true, userIdentity: { type: "IAMUser", userName: "alice" } }]);
    const followed = await trail.follow([acting]);
    assert.deepEqual([ids(followed), followed.coverage], [["assume"], []]);
    assert.deepEqual([asked("eu-west-1"), asked("us-east-1")], [["ResourceName=ASIADEPLOY"], []]);
    const [input] = inRegion("eu-west-1").inputs();
    assert.deepEqual([input?.StartTime, input?.EndTime], [new Date(assumed - 60_000), new Date(assumed + 60_000)]);
    assert.deepEqual(ids(await trail.follow([acting])), ["assume"]);
    assert.equal(trail.usage().lookupRequests, 1);
  });

  it("asks nothing about sessions of Identity Center: they bear the person's name", async () => {
    const { trail } = trailOf([]);
    assert.deepEqual(await trail.follow([record("s3", "PutBucketPolicy", "02:10", ssoUser("carol@example.com"), {})]), { records: [], coverage: [] });
    assert.equal(trail.usage().lookupRequests, 0);
  });

  it("says which region's sessions could not be looked up", async () => {
    const { trail, inRegion } = trailOf([]);
    inRegion("us-east-1").aws.on(LookupEventsCommand).rejects(failure("AccessDeniedException"));
    const { coverage } = await trail.follow([acting]);
    assert.deepEqual(coverage.map((part) => [part.account, part.complete, part.gaps]), [[ACCOUNT, false, ["sessions: us-east-1: LookupEvents failed: AccessDeniedException: no"]]]);
  });
});
