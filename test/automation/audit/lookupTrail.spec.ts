import assert from "node:assert/strict";
import { LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { LookupTrail, type Home } from "../../../automation/audit/lookupTrail";
import type { LookupAnswer, TrailAnswer } from "../../../automation/audit/trail";
import type { Whereabouts } from "../../../automation/audit/place";
import type { TrailRecord } from "../../../automation/audit/trailRecord";
import { record, session, ssoUser } from "../attribute/shapes/records";
import { eventHistory, failure, fakeClock, type Happened } from "./shapes/eventHistory";

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
    readerOf: (account) => (account === ACCOUNT ? { clientFor: (region) => inRegion(region).client, stsRequests: () => 0 } : undefined),
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

/** Asks until there is nothing more to ask. */
async function lookUpAll(trail: LookupTrail, resources: readonly Whereabouts[], from: string): Promise<LookupAnswer> {
  for (;;) {
    const answer = await trail.lookUp(resources, from);
    if (answer.ended) return answer;
  }
}

/** Has so many names that a sweep is the cheaper way. */
const manyNamed = { ...bucket, names: Array.from({ length: 20 }, (_, index) => `name ${index}`) };

describe("LookupTrail.lookUp", () => {
  it("reads the writes of each place, and says what of its time that covers: the last 15 minutes may be missing", async () => {
    const { trail, asked } = trailOf(hourly(3));
    const answer = await trail.lookUp([bucket, { ...bucket, region: "us-east-1" }], "2026-01-09T00:00:00Z");
    assert.deepEqual([ids(answer), answer.ended], [["h1", "h2", "h3"], true]);
    const read = { source: "lookup-events", account: ACCOUNT, from: "2026-01-09T00:00:00Z", to: "2026-01-09T23:45:00Z", complete: true, gaps: [] };
    assert.deepEqual(answer.coverage, [
      { ...read, region: "eu-west-1", events: 3 },
      { ...read, region: "us-east-1", events: 0 },
    ]);
    assert.deepEqual([asked("eu-west-1"), asked("us-east-1")], [["ReadOnly=false"], ["ReadOnly=false"]]);
    assert.deepEqual(trail.usage(), { lookupRequests: 2, stsRequests: 1 });
  });

  it("reads once for stacks that come together, and asks once whose credentials they are", async () => {
    const { trail, homes, inRegion } = trailOf(hourly(10), { pageSize: 2 });
    await Promise.all([2, 5, 3].map((hours) => lookUpAll(trail, [manyNamed], time(hoursBack(hours)))));
    assert.equal(trail.usage().lookupRequests, 3);
    assert.equal(new Set(inRegion("eu-west-1").inputs().map((input) => input.NextToken)).size, 3);
    assert.equal(homes(), 1);
  });

  it("goes on where a later stack needs more, within the time that the first question set", async () => {
    const { trail, inRegion } = trailOf(hourly(4), { pageSize: 2 });
    await lookUpAll(trail, [manyNamed], time(hoursBack(1)));
    const answer = await lookUpAll(trail, [manyNamed], time(hoursBack(24)));
    assert.deepEqual(ids(answer), hourly(4).map(({ id }) => id));
    assert.equal(trail.usage().lookupRequests, 2);
    assert.equal(new Set(inRegion("eu-west-1").inputs().map((input) => input.EndTime?.getTime())).size, 1);
  });

  it("reads for each resource only since it exists", async () => {
    const { trail, asked } = trailOf(hourly(10), { pageSize: 2 });
    const young = { ...bucket, since: time(hoursBack(1)) };
    assert.equal((await trail.lookUp([young], time(hoursBack(24)))).ended, true);
    assert.equal(asked().length, 1);
  });

  it("covers no more than the 90 days that CloudTrail keeps", async () => {
    const { trail, inRegion } = trailOf([]);
    const answer = await trail.lookUp([bucket], "2025-01-01T00:00:00Z");
    assert.equal(answer.coverage[0]?.from, "2025-10-12T00:00:00Z");
    assert.deepEqual([answer.coverage.map(({ complete }) => complete), gaps(answer)], [[true], []]);
    assert.deepEqual(inRegion("eu-west-1").inputs()[0]?.StartTime, new Date("2025-10-12T00:00:00Z"));
  });

  it("does not read another account's trail without a role, and says what to configure", async () => {
    const { trail } = trailOf(hourly(1));
    const answer = await trail.lookUp([{ ...bucket, account: "999988887777" }, bucket], time(hoursBack(2)));
    assert.deepEqual(answer.coverage.map(({ account, complete, events }) => [account, complete, events]), [["999988887777", false, 0], [ACCOUNT, true, 1]]);
    assert.deepEqual(gaps(answer), [`the credentials are those of account ${ACCOUNT}, and no audit role is configured for this one: add auditRole: … to its accounts entry in whodrift.yaml`]);
    assert.equal(trail.usage().lookupRequests, 1);
  });

  it("without credentials asks AWS nothing, and says why", async () => {
    const { trail } = trailOf(hourly(1), { home: { problem: "no usable AWS credentials" } });
    const answer = await trail.lookUp([bucket, { names: ["x"] }], time(hoursBack(2)));
    assert.deepEqual(answer.records, []);
    assert.deepEqual(answer.coverage.map(({ account, region, complete }) => [account, region, complete]), [[ACCOUNT, "eu-west-1", false], ["unknown", "unknown", false]]);
    assert.deepEqual(gaps(answer), ["no usable AWS credentials", "no usable AWS credentials"]);
    assert.deepEqual(await trail.follow([record("s3", "PutBucketPolicy", "02:10", session("deploy", "x"), {})]), { records: [], coverage: [] });
    assert.equal(trail.usage().lookupRequests, 0);
  });
});

describe("LookupTrail.lookUp, where a sweep would be long", () => {
  /** A write a second, and two of the bucket before them all. */
  const busy: readonly Happened[] = [
    ...Array.from({ length: 5_000 }, (_, index) => ({ id: `w${index}`, at: NOW - index * 1_000, name: "PutMetricAlarm", source: "monitoring.amazonaws.com" })),
    { id: "policy", at: hoursBack(48), names: ["bucket"] },
    { id: "older", at: hoursBack(49), names: ["bucket"], name: "PutBucketAcl" },
  ];
  const old = time(hoursBack(72));
  const told = "before 2026-01-09T23:59:12Z only events were read that CloudTrail lists under a name of the resource, or that are known to change it";

  it("asks by name, one after the other, and says which time was not read in full", async () => {
    const { trail, asked } = trailOf(busy);
    const answer = await lookUpAll(trail, [bucket], old);
    assert.deepEqual(asked(), ["ReadOnly=false", "ResourceName=bucket", "ResourceName=arn:aws:s3:::bucket"]);
    assert.deepEqual(ids(answer).slice(-2), ["policy", "older"]);
    assert.deepEqual([answer.coverage[0]?.from, gaps(answer)], ["2026-01-07T00:00:00Z", [told]]);
  });

  it("asks for what can have changed it where that takes fewer requests than its names, and then by no name", async () => {
    const { trail, asked } = trailOf(busy);
    const answer = await lookUpAll(trail, [{ ...bucket, operations: ["PutBucketPolicy"] }], old);
    assert.deepEqual([asked(), ids(answer).slice(-1)], [["ReadOnly=false", "EventName=PutBucketPolicy"], ["policy"]]);
  });

  it("asks for the same calls once, whatever the resource", async () => {
    const { trail, asked } = trailOf(busy);
    const ten = Array.from({ length: 10 }, (_, index) => ({ ...bucket, names: [`b${index}`, `arn:aws:s3:::b${index}`], operations: ["PutBucketPolicy"] }));
    await Promise.all(ten.map((one) => lookUpAll(trail, [one], old)));
    assert.equal(asked().length, 2);
  });

  it("asks for each name once, whoever needs it", async () => {
    const { trail, asked } = trailOf(busy);
    await Promise.all([lookUpAll(trail, [bucket], old), lookUpAll(trail, [bucket], old)]);
    assert.equal(asked().length, 3);
  });

  it("learns from what it reads under which names a service lists its resources, and asks for those first", async () => {
    const { trail, asked } = trailOf([...busy, { id: "other", at: hoursBack(50), names: ["arn:aws:s3:::other"] }]);
    await lookUpAll(trail, [{ ...bucket, names: ["arn:aws:s3:::other"], services: ["s3.amazonaws.com"] }], old);
    await trail.lookUp([{ ...bucket, services: ["s3.amazonaws.com"] }], old);
    assert.deepEqual(asked().slice(1), ["ResourceName=arn:aws:s3:::other", "ResourceName=arn:aws:s3:::bucket"]);
  });

  it("asks by no name where a service lists none, but sweeps the last night", async () => {
    const queues: readonly Happened[] = Array.from({ length: 800 }, (_, index) => ({ id: `q${index}`, at: hoursBack(1) - index * 100_000, source: "sqs.amazonaws.com", name: "SetQueueAttributes" }));
    const { trail, asked } = trailOf(queues);
    const answer = await lookUpAll(trail, [{ ...bucket, names: ["queue"], services: ["sqs.amazonaws.com"] }], time(hoursBack(24 * 80)));
    assert.deepEqual([...new Set(asked())], ["ReadOnly=false"]);
    assert.ok(answer.coverage.every(({ from }) => from <= time(hoursBack(24))));
  });

  it("sweeps after all where the questions of stack after stack have cost as much", async () => {
    const { trail, asked } = trailOf(hourly(40), { pageSize: 4 });
    const stack = (index: number) => lookUpAll(trail, [{ ...bucket, names: [`b${index}`, `arn:aws:s3:::b${index}`] }], time(hoursBack(40)));
    for (let index = 0; index < 30; index++) await stack(index);
    assert.ok(asked().filter((question) => question === "ReadOnly=false").length <= 10);
    assert.ok(asked().length <= 20, "twice what the sweep alone would have cost");
  });

  it("asks nothing of another account", async () => {
    const { trail } = trailOf(busy);
    const answer = await trail.lookUp([{ ...bucket, account: "999988887777" }], old);
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
