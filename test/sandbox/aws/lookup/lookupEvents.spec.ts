import assert from "node:assert/strict";
import fc from "fast-check";
import { isJsonArray, type JsonObject } from "../../../../policypack/model/json";
import { objectAt, parseJson, textAt } from "../json";
import { tinyRecord } from "../trail/tinyRecord";
import type { CloudTrailRecord } from "../trail/record";
import { newTrailStore } from "../trail/store";
import { lookupEvents as lookUp, type LookupAnswer } from "./lookupEvents";

const NOW = new Date("2026-01-10T00:00:00Z");

function lookupEvents(records: readonly CloudTrailRecord[], parameters: JsonObject, now: Date): LookupAnswer {
  const store = newTrailStore();
  for (const record of records) store.add(record);
  return lookUp((attribute) => store.ofRegion("111122223333", "eu-central-1", attribute), parameters, now);
}

function eventsOf(answer: LookupAnswer): readonly JsonObject[] {
  assert.ok(answer.ok, JSON.stringify(answer));
  const { Events } = answer.body;
  assert.ok(isJsonArray(Events));
  return Events.map((event) => objectAt(event) ?? {});
}

const idsOf = (answer: LookupAnswer) => eventsOf(answer).map((event) => textAt(event, "EventId"));
const codeOf = (answer: LookupAnswer) => (answer.ok ? "ok" : answer.code);
const by = (AttributeKey: string, AttributeValue: string) => ({ LookupAttributes: [{ AttributeKey, AttributeValue }] });

/** One record a second, `e0` the oldest. */
const records = (count: number): readonly CloudTrailRecord[] =>
  Array.from({ length: count }, (_, index) => tinyRecord({ eventID: `e${index}`, eventTime: new Date(Date.UTC(2026, 0, 1, 0, 0, index)).toISOString().replace(".000", "") }));

describe("looking up events", () => {
  it("given more than a page, then 50 come, newest first, and the token gives the rest", () => {
    const all = records(120);
    const first = lookupEvents(all, {}, NOW);
    assert.equal(eventsOf(first).length, 50);
    assert.equal(idsOf(first)[0], "e119");
    assert.ok(first.ok);
    assert.equal(idsOf(lookupEvents(all, { NextToken: first.body["NextToken"] ?? "" }, NOW))[0], "e69");
  });

  it("given any page size and records that arrive between the pages, then each record comes exactly once", () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 50 }), (count, MaxResults) => {
      const seen: (string | undefined)[] = [];
      let trail = [...records(count)];
      let token: JsonObject = {};
      for (;;) {
        const answer = lookupEvents(trail, { MaxResults, ...token }, NOW);
        seen.push(...idsOf(answer));
        assert.ok(answer.ok);
        const { NextToken } = answer.body;
        if (NextToken === undefined) break;
        token = { NextToken };
        trail = [...trail, tinyRecord({ eventID: "late", eventTime: "2026-01-09T00:00:00Z" })];
      }
      assert.deepEqual(seen, records(count).map(({ eventID }) => eventID).reverse());
    }));
  });

  it("given a token and other parameters, or a made-up token, then it is refused", () => {
    const first = lookupEvents(records(60), {}, NOW);
    assert.ok(first.ok);
    const NextToken = first.body["NextToken"] ?? "";
    assert.equal(codeOf(lookupEvents(records(60), { NextToken, ...by("Username", "bob") }, NOW)), "InvalidNextTokenException");
    assert.equal(codeOf(lookupEvents(records(60), { NextToken: "bm9uc2Vuc2U=" }, NOW)), "InvalidNextTokenException");
  });

  it("given an attribute, then it is matched as a whole", () => {
    const trail = [tinyRecord()];
    for (const [key, value] of [["EventId", "e"], ["EventName", "PutBucketVersioning"], ["ReadOnly", "false"], ["Username", "bob"], ["AccessKeyId", "AKIABOB"],
      ["EventSource", "s3.amazonaws.com"], ["ResourceName", "assets"], ["ResourceType", "AWS::S3::Bucket"]] as const) {
      assert.deepEqual(idsOf(lookupEvents(trail, by(key, value), NOW)), ["e"], key);
      assert.deepEqual(idsOf(lookupEvents(trail, by(key, value.slice(0, -1) || "x"), NOW)), [], key);
    }
  });

  it("given the session of a role, then its user name is the session's", () => {
    const session = tinyRecord({ userIdentity: {
      type: "AssumedRole", principalId: "AROAX:alice@example.com", arn: "arn:aws:sts::111122223333:assumed-role/r/alice@example.com", accountId: "111122223333", accessKeyId: "ASIAX",
      sessionContext: { attributes: { creationDate: "2026-01-01T00:00:00Z", mfaAuthenticated: "false" } },
    } });
    assert.equal(textAt(eventsOf(lookupEvents([session], {}, NOW))[0], "Username"), "alice@example.com");
  });

  it("given a service that Event history knows no resources of, then there are none to look up by", () => {
    const queue = tinyRecord({ eventSource: "sqs.amazonaws.com", requestParameters: { queueUrl: "https://q" } });
    assert.deepEqual(eventsOf(lookupEvents([queue], {}, NOW))[0]?.["Resources"], []);
  });

  it("given an event, then it carries the record as text", () => {
    const event = eventsOf(lookupEvents([tinyRecord()], {}, NOW))[0];
    assert.deepEqual(parseJson(textAt(event, "CloudTrailEvent") ?? ""), objectAt(parseJson(JSON.stringify(tinyRecord()))));
    assert.equal(event?.["EventTime"], Date.UTC(2026, 0, 1) / 1000);
  });

  it("given a time range, then only what lies in it; nothing is older than 90 days", () => {
    const at = Date.UTC(2026, 0, 1, 0, 0, 5) / 1000;
    assert.deepEqual(idsOf(lookupEvents(records(10), { StartTime: at, EndTime: at + 1 }, NOW)), ["e6", "e5"]);
    assert.deepEqual(idsOf(lookupEvents(records(10), {}, new Date("2026-04-15T00:00:00Z"))), []);
  });

  it("given parameters that AWS refuses, then its errors", () => {
    const two = { LookupAttributes: [...by("Username", "a").LookupAttributes, ...by("Username", "b").LookupAttributes] };
    assert.equal(codeOf(lookupEvents([], two, NOW)), "InvalidLookupAttributesException");
    assert.equal(codeOf(lookupEvents([], by("Colour", "red"), NOW)), "InvalidLookupAttributesException");
    assert.equal(codeOf(lookupEvents([], { MaxResults: 51 }, NOW)), "InvalidMaxResultsException");
    assert.equal(codeOf(lookupEvents([], { StartTime: 2, EndTime: 1 }, NOW)), "InvalidTimeRangeException");
  });
});
