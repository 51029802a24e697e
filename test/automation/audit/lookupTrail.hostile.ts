import assert from "node:assert/strict";
import { LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { LookupTrail } from "../../../automation/audit/lookupTrail";
import type { LookupAnswer } from "../../../automation/audit/trail";
import { eventHistory, failure, fakeClock, listed, type Happened } from "./shapes/eventHistory";

const NOW = Date.parse("2026-01-10T00:00:00Z");
const ACCOUNT = "111122223333";
const SINCE = "2026-01-09T00:00:00Z";
/** So many names that a sweep is the cheaper way. */
const names = Array.from({ length: 60 }, (_, index) => `name ${index}`);
const place = (region: string) => ({ account: ACCOUNT, region, names });
const wanted = place("eu-west-1");
const minutes = (from: number, count: number): readonly Happened[] => Array.from({ length: count }, (_, index) => ({ id: `m${from + index}`, at: NOW - (from + index) * 60_000 }));

function trailOf(happened: readonly Happened[] = []) {
  const regions = new Map<string, ReturnType<typeof eventHistory>>();
  const clock = fakeClock(NOW);
  let made = 0;
  const of = (region: string) => {
    const known = regions.get(region) ?? eventHistory(happened);
    regions.set(region, known);
    return known;
  };
  const clientFor = (region: string) => {
    made++;
    return of(region).client;
  };
  const trail = new LookupTrail({
    findHome: () => Promise.resolve({ account: ACCOUNT, region: "eu-west-1" }),
    readerOf: () => ({ clientFor, stsRequests: () => 0 }),
    clock,
  });
  return { trail, of, clock, made: () => made };
}

async function lookUpAll(trail: LookupTrail, resources = [wanted]): Promise<LookupAnswer> {
  for (let step = 0; step < 500; step++) {
    const answer = await trail.lookUp(resources, SINCE);
    if (answer.ended) return answer;
  }
  throw new Error("it does not end");
}

const gapsOf = ({ coverage }: LookupAnswer) => coverage.flatMap(({ gaps }) => gaps);
const idsOf = ({ records }: LookupAnswer) => records.map(({ record }) => record.eventID);

describe("LookupTrail against an event history at fault", () => {
  it("given a throttling storm, backs off, then gives up after few requests, and says so", async () => {
    const { trail, of, clock } = trailOf();
    of("eu-west-1").aws.on(LookupEventsCommand).rejects(failure("ThrottlingException", "Rate exceeded"));
    const answer = await lookUpAll(trail);
    assert.deepEqual(gapsOf(answer), ["LookupEvents failed: ThrottlingException: Rate exceeded"]);
    assert.ok(trail.usage().lookupRequests <= 5 + names.length);
    assert.ok(clock.slept.includes(8_000));
  });

  it("given credentials that expire in the middle, renews them once, and goes on where it was", async () => {
    const { trail, of, made } = trailOf(minutes(1, 120));
    const { aws } = of("eu-west-1");
    const [first, second] = [minutes(1, 50), minutes(51, 70)].map((page) => page.map(listed));
    aws.on(LookupEventsCommand).resolvesOnce({ Events: first ?? [], NextToken: "1" }).rejectsOnce(failure("ExpiredTokenException")).resolves({ Events: second ?? [] });
    const answer = await lookUpAll(trail);
    assert.deepEqual([idsOf(answer).length, gapsOf(answer), made()], [120, [], 2]);
  });

  it("given credentials that stay expired, keeps what it has, says so, and asks no more", async () => {
    const { trail, of } = trailOf();
    const { aws } = of("eu-west-1");
    aws.on(LookupEventsCommand).resolvesOnce({ Events: minutes(1, 50).map(listed), NextToken: "1" }).rejects(failure("ExpiredTokenException", "The security token is expired"));
    const answer = await lookUpAll(trail);
    assert.equal(idsOf(answer).length, 50);
    assert.deepEqual(gapsOf(answer), ["LookupEvents failed: ExpiredTokenException: The security token is expired"]);
    assert.equal(answer.coverage[0]?.from, "2026-01-09T23:10:01Z");
    assert.equal(trail.usage().lookupRequests, 3);
  });

  it("given a refusal in one region, has the others whole, and does not ask that one again", async () => {
    const { trail, of } = trailOf(minutes(1, 3));
    of("us-east-1").aws.on(LookupEventsCommand).rejects(failure("AccessDeniedException", "not authorized"));
    const answer = await lookUpAll(trail, [place("us-east-1"), wanted]);
    assert.deepEqual(answer.coverage.map(({ region, complete, events }) => [region, complete, events]), [["us-east-1", false, 0], ["eu-west-1", true, 3]]);
    assert.deepEqual([gapsOf(answer), of("us-east-1").inputs().length], [["LookupEvents failed: AccessDeniedException: not authorized"], 1]);
  });

  it("given pages without end and without events, stops after so many, and says so", async () => {
    const { trail, of } = trailOf();
    let page = 0;
    of("eu-west-1").aws.on(LookupEventsCommand).callsFake(() => ({ Events: [], NextToken: `${page++}` }));
    const answer = await lookUpAll(trail);
    assert.equal(answer.coverage[0]?.complete, false);
    assert.ok(trail.usage().lookupRequests <= 40 + 2 * names.length);
  });

  it("given a token that comes again, stops there, and says so", async () => {
    const { trail, of } = trailOf();
    of("eu-west-1").aws.on(LookupEventsCommand).callsFake(() => ({ Events: minutes(1, 1).map(listed), NextToken: "again" }));
    const answer = await lookUpAll(trail);
    assert.ok(gapsOf(answer).includes("LookupEvents repeated a page, so reading stopped there"));
  });

  it("given a clock that is minutes ahead, still says that the last quarter of an hour may be missing", async () => {
    const { trail, of } = trailOf(minutes(4, 3));
    of("eu-west-1").aws.on(LookupEventsCommand).rejectsOnce(failure("InvalidSignatureException", "Signature not yet current")).resolves({ Events: minutes(4, 3).map(listed) });
    const answer = await lookUpAll(trail);
    assert.deepEqual([idsOf(answer).length, answer.coverage[0]?.to, gapsOf(answer)], [3, "2026-01-09T23:45:00Z", []]);
  });
});
