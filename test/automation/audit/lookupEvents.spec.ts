import assert from "node:assert/strict";
import { CloudTrailClient, LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { mockClient } from "aws-sdk-client-mock";
import { cachedReader } from "../../../automation/audit/cachedReader";
import { LookupEventsReader } from "../../../automation/audit/lookupEvents";

const NOW = Date.parse("2026-01-10T00:00:00Z");
const query = { account: "111122223333", region: "eu-west-1", from: "2026-01-09T00:00:00Z", to: "2026-01-10T00:00:00Z" };

function fakeClock() {
  let now = NOW;
  const slept: number[] = [];
  return {
    slept,
    now: () => new Date(now),
    sleep: (milliseconds: number) => {
      slept.push(milliseconds);
      now += milliseconds;
      return Promise.resolve();
    },
  };
}

function event(id: string) {
  return { EventId: id, CloudTrailEvent: JSON.stringify({ eventID: id, eventTime: "2026-01-09T10:00:00Z", eventSource: "s3.amazonaws.com", eventName: "PutBucketPolicy", userIdentity: { type: "Root" } }) };
}

function failure(name: string, message = "no"): Error {
  return Object.assign(new Error(message), { name });
}

describe("LookupEventsReader", () => {
  const aws = mockClient(CloudTrailClient);
  let clock = fakeClock();
  let reader = new LookupEventsReader(() => new CloudTrailClient({}), clock);
  beforeEach(() => {
    aws.reset();
    clock = fakeClock();
    reader = new LookupEventsReader(() => new CloudTrailClient({ region: "eu-west-1" }), clock);
  });
  const inputs = () => aws.commandCalls(LookupEventsCommand).map((call) => call.args[0].input);

  it("sweeps all writes of the window, page by page, each event once", async () => {
    aws.on(LookupEventsCommand).resolvesOnce({ Events: [event("a"), event("b")], NextToken: "1" }).resolvesOnce({ Events: [event("b"), event("c")] });
    const { records, coverage, requests } = await reader.read(query);
    assert.deepEqual(records.map((trail) => trail.record.eventID), ["a", "b", "c"]);
    assert.equal(requests, 2);
    assert.ok(coverage.complete);
    assert.deepEqual(inputs()[1], { LookupAttributes: [{ AttributeKey: "ReadOnly", AttributeValue: "false" }], StartTime: new Date(query.from), EndTime: new Date(query.to), MaxResults: 50, NextToken: "1" });
  });

  it("asks no more than twice a second, the first time at once", async () => {
    aws.on(LookupEventsCommand).resolvesOnce({ NextToken: "1" }).resolvesOnce({ NextToken: "2" }).resolves({});
    await reader.read(query);
    assert.deepEqual(clock.slept, [500, 500]);
  });

  it("backs off when AWS throttles, and goes on", async () => {
    aws.on(LookupEventsCommand).rejectsOnce(failure("ThrottlingException")).rejectsOnce(failure("ThrottlingException")).resolves({ Events: [event("a")] });
    const { records, coverage, requests } = await reader.read(query);
    assert.equal(records.length, 1);
    assert.ok(coverage.complete);
    assert.equal(requests, 3);
    assert.deepEqual(clock.slept, [1000, 2000]);
  });

  for (const name of ["AccessDeniedException", "ExpiredTokenException", "TimeoutError", "ThrottlingException"]) {
    it(`reports ${name} as a gap and keeps what it has`, async () => {
      aws.on(LookupEventsCommand).resolvesOnce({ Events: [event("a")], NextToken: "1" }).rejects(failure(name));
      const { records, coverage } = await reader.read(query);
      assert.equal(records.length, 1);
      assert.equal(coverage.complete, false);
      assert.match(coverage.gaps[0] ?? "", new RegExp(name));
    });
  }

  it("reports a client that cannot be made as a gap", async () => {
    const broken = new LookupEventsReader(() => {
      throw failure("CredentialsProviderError");
    }, clock);
    assert.equal((await broken.read(query)).coverage.complete, false);
  });

  it("stops where a page repeats its token", async () => {
    aws.on(LookupEventsCommand).resolves({ Events: [event("a")], NextToken: "again" });
    const { coverage, requests } = await reader.read(query);
    assert.equal(requests, 2);
    assert.match(coverage.gaps[0] ?? "", /repeated a page/);
  });

  it("stops after a bounded number of pages, and says so", async () => {
    let page = 0;
    aws.on(LookupEventsCommand).callsFake(() => ({ Events: [event(`e${page}`)], NextToken: String(page++) }));
    const { records, coverage } = await reader.read(query);
    assert.equal(records.length, 200);
    assert.equal(coverage.complete, false);
    assert.match(coverage.gaps[0] ?? "", /only the newest 200 events/);
  });

  it("counts events that cannot be parsed as a gap", async () => {
    aws.on(LookupEventsCommand).resolves({ Events: [event("a"), { CloudTrailEvent: "{" }, {}] });
    const { records, coverage } = await reader.read(query);
    assert.equal(records.length, 1);
    assert.equal(coverage.complete, false);
    assert.match(coverage.gaps[0] ?? "", /2 events could not be parsed/);
  });

  it("covers no more than the 90 days that are kept, nor the 15 minutes that may be missing", async () => {
    aws.on(LookupEventsCommand).resolves({});
    const { coverage } = await reader.read({ ...query, from: "2025-01-01T00:00:00Z" });
    assert.equal(coverage.from, "2025-10-12T00:00:00Z");
    assert.equal(coverage.to, "2026-01-09T23:45:00Z");
    assert.deepEqual(coverage.gaps.map((gap) => /older than the 90 days|may not have been delivered/.test(gap)), [true, true]);
    assert.ok(coverage.complete);
  });

  it("looks up the call that made a session by the access key it handed out, once", async () => {
    aws.on(LookupEventsCommand).resolves({ Events: [event("assume")] });
    const session = { ...query, accessKeyId: "ASIAEXAMPLE" };
    const [first, second] = [await reader.findSession(session), await reader.findSession(session)];
    assert.deepEqual(inputs().map((input) => input.LookupAttributes), [[{ AttributeKey: "ResourceName", AttributeValue: "ASIAEXAMPLE" }]]);
    assert.deepEqual([first.requests, second.requests], [1, 0]);
  });
});

describe("cachedReader", () => {
  it("sweeps an account and region once for all stacks, also while the first sweep is under way", async () => {
    let sweeps = 0;
    const reader = cachedReader({
      read: () => {
        sweeps++;
        return Promise.resolve({ records: [], requests: 3, coverage: { source: "lookup-events", account: "1", region: "r", from: query.from, to: query.to, events: 0, complete: true, gaps: [] } });
      },
    });
    const answers = await Promise.all([reader.read(query), reader.read(query), reader.read({ ...query, region: "us-east-1" })]);
    assert.equal(sweeps, 2);
    assert.deepEqual(answers.map((answer) => answer.requests), [3, 0, 3]);
  });
});
