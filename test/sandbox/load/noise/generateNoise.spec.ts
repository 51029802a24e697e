import assert from "node:assert/strict";
import fc from "fast-check";
import type { CloudTrailRecord } from "../../aws";
import { lookupEvents } from "../../aws/lookup/lookupEvents";
import { newTrailStore } from "../../aws/trail/store";
import { DOMAINS } from "../names";
import { generateNoise, type NoiseOptions } from "./generateNoise";
import { TEAMS } from "./names";

const HOUR_MS = 3_600_000;
const place = { from: new Date("2026-03-01T00:00:00Z"), accountId: "111122223333", region: "eu-central-1" };
const generate = (options: Pick<NoiseOptions, "seed" | "hours" | "perHour">): readonly CloudTrailRecord[] => [...generateNoise({ ...place, ...options })];

describe("background noise", () => {
  const hour = generate({ seed: "a", hours: 1, perHour: 5_000 });

  it("is the same for the same seed, and another for another", () => {
    assert.deepEqual(generate({ seed: "a", hours: 1, perHour: 200 }), generate({ seed: "a", hours: 1, perHour: 200 }));
    assert.notDeepEqual(generate({ seed: "a", hours: 1, perHour: 200 }), generate({ seed: "b", hours: 1, perHour: 200 }));
  });

  it("has exactly the rate, in the order of time, within its hours", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 300 }), (seed, hours, perHour) => {
        const times = generate({ seed, hours, perHour }).map(({ eventTime }) => Date.parse(eventTime));
        assert.equal(times.length, hours * perHour);
        assert.deepEqual(times, times.toSorted((one, other) => one - other));
        assert.ok(times.every((time) => time >= place.from.getTime() && time < place.from.getTime() + hours * HOUR_MS));
        for (let nth = 0; nth < hours; nth++) {
          const inHour = times.filter((time) => Math.floor((time - place.from.getTime()) / HOUR_MS) === nth);
          assert.equal(inHour.length, perHour);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("never gives an id twice, whatever the seed", () => {
    for (const records of [hour, generate({ seed: "b", hours: 1, perHour: 2_000 })]) {
      assert.equal(new Set(records.flatMap(({ eventID, requestID }) => [eventID, requestID])).size, 2 * records.length);
    }
  });

  it("has the fields of a record, in CloudTrail's forms", () => {
    for (const record of hour) {
      assert.match(record.eventID, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      assert.match(record.eventTime, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      assert.match(record.eventSource, /^[a-z0-9-]+\.amazonaws\.com$/);
      assert.equal(record.awsRegion, record.eventSource === "iam.amazonaws.com" ? "us-east-1" : place.region);
      if ("accessKeyId" in record.userIdentity) assert.match(record.userIdentity.accessKeyId, /^(ASIA|AKIA)[A-Z2-7]{16}$/);
      if (record.userIdentity.type === "AssumedRole") assert.match(record.userIdentity.principalId, /^AROA[A-Z2-7]{17}:./);
      if (record.errorCode !== undefined) assert.equal(record.responseElements, null);
    }
  });

  it("is a mixture: mostly reads, writes by agents, services and other teams, and some failures", () => {
    const share = (is: (record: CloudTrailRecord) => boolean) => hour.filter(is).length / hour.length;
    const writes = share(({ readOnly }) => !readOnly);
    assert.ok(writes > 0.12 && writes < 0.25, `${writes} of the calls write`);
    const failures = share(({ errorCode }) => errorCode !== undefined);
    assert.ok(failures > 0.01 && failures < 0.04, `${failures} of the calls fail`);
    assert.deepEqual([...new Set(hour.map(({ userIdentity }) => userIdentity.type))].toSorted(), ["AWSService", "AssumedRole", "IAMUser"]);
    for (const name of ["AssumeRole", "Decrypt", "PutInventory", "CreateLogStream", "DescribeInstances", "SetQueueAttributes"]) {
      assert.ok(hour.some(({ eventName }) => eventName === name), name);
    }
  });

  it("speaks of nothing that a generated estate is named after", () => {
    const domains: readonly string[] = DOMAINS;
    assert.deepEqual(TEAMS.filter((team) => domains.includes(team)), []);
    const text = hour.map(({ requestParameters, responseElements }) => JSON.stringify([requestParameters, responseElements])).join("\n");
    assert.deepEqual(domains.filter((domain) => text.includes(`${domain}-`)), []);
  });

  it("is found by LookupEvents like what was recorded", () => {
    const store = newTrailStore();
    for (const record of hour) store.add(record);
    const now = new Date(place.from.getTime() + HOUR_MS);
    const written = { LookupAttributes: [{ AttributeKey: "ReadOnly", AttributeValue: "false" }] };
    const answer = lookupEvents(() => store.ofRegion(place.accountId, place.region), written, now);
    assert.ok(answer.ok && Array.isArray(answer.body["Events"]));
    assert.equal(answer.body["Events"].length, 50);
  });
});
