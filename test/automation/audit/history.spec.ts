import assert from "node:assert/strict";
import { LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import fc from "fast-check";
import { History, type Reading } from "../../../automation/audit/history";
import { PacedLookup } from "../../../automation/audit/pacedLookup";
import { eventHistory, failure, fakeClock, listed, type Happened } from "./shapes/eventHistory";

const FROM = Date.parse("2026-01-01T00:00:00Z");
const TO = Date.parse("2026-01-10T00:00:00Z");
const attribute = { AttributeKey: "ReadOnly", AttributeValue: "false" } as const;

function reading(happened: readonly Happened[], pageSize = 2, mostPages = 40) {
  const { client, aws, inputs } = eventHistory(happened, pageSize);
  const history = new History(new PacedLookup(() => client, fakeClock(TO)), { attribute, from: FROM, to: TO, location: "LookupEvents eu-west-1", mostPages });
  return { history, aws, inputs };
}

/** One write an hour, the newest first: h1 an hour before the end, h2 two, … */
const hourly: readonly Happened[] = Array.from({ length: 10 }, (_, hour) => ({ id: `h${hour + 1}`, at: TO - (hour + 1) * 3_600_000 }));
const hoursBack = (hours: number) => TO - hours * 3_600_000;
const ids = ({ records }: Reading) => records.map(({ record }) => record.eventID);

describe("History", () => {
  it("asks for one attribute within the whole span, fifty at once, and passes the token on", async () => {
    const { history, inputs } = reading(hourly.slice(0, 3));
    await history.readBackTo(FROM);
    const question = { LookupAttributes: [attribute], StartTime: new Date(FROM), EndTime: new Date(TO), MaxResults: 50 };
    assert.deepEqual(inputs(), [question, { ...question, NextToken: `2 ${JSON.stringify(question)}` }]);
  });

  it("reads no further back than it is asked to", async () => {
    const { history } = reading(hourly);
    const told = await history.readBackTo(hoursBack(3));
    assert.deepEqual(ids(told), ["h1", "h2", "h3", "h4"]);
    assert.equal(told.reached, hoursBack(4) + 1_000);
    assert.deepEqual(told.gaps, []);
    assert.equal(history.requests, 2);
  });

  it("goes on from there when somebody needs more, and asks for nothing that it has", async () => {
    const { history } = reading(hourly);
    await history.readBackTo(hoursBack(3));
    assert.equal(ids(await history.readBackTo(hoursBack(2))).length, 4);
    assert.equal(history.requests, 2);
    const all = await history.readBackTo(FROM);
    assert.deepEqual(ids(all), hourly.map(({ id }) => id));
    assert.equal(all.reached, FROM);
    assert.equal(history.requests, 5);
  });

  it("asks each page once for callers that come together, only as far back as the furthest needs", async () => {
    const { history, inputs } = reading(hourly);
    const told = await Promise.all([2, 6, 3].map((hours) => history.readBackTo(hoursBack(hours))));
    assert.equal(history.requests, 4);
    assert.equal(new Set(inputs().map((input) => input.NextToken)).size, 4);
    told.forEach(({ reached }, index) => {
      assert.ok(reached <= hoursBack([2, 6, 3][index] ?? 0));
    });
  });

  it("does not end in the middle of a second", async () => {
    const second: readonly Happened[] = ["a", "b", "c"].map((id) => ({ id, at: hoursBack(1) }));
    const { history } = reading([...second, ...hourly.slice(1)]);
    assert.deepEqual(ids(await history.readBackTo(hoursBack(1))), ["a", "b", "c", "h2"]);
  });

  it("does not look behind the span's beginning", async () => {
    const { history } = reading(hourly);
    assert.equal((await history.readBackTo(0)).reached, FROM);
  });

  it("has each event once, also where pages overlap", async () => {
    const { history, aws } = reading([]);
    const [one, two, three] = hourly.map(listed);
    assert.ok(one && two && three);
    aws.on(LookupEventsCommand).resolvesOnce({ Events: [one, two], NextToken: "1" }).resolves({ Events: [two, three] });
    assert.deepEqual(ids(await history.readBackTo(FROM)), ["h1", "h2", "h3"]);
  });

  it("given a page in disorder, has all the same, and trusts no older event that stands too early", async () => {
    const { history, aws } = reading([]);
    const [one, two, three, four] = hourly.map(listed);
    assert.ok(one && two && three && four);
    aws.on(LookupEventsCommand).resolvesOnce({ Events: [one, four, two], NextToken: "1" }).resolves({ Events: [three, two] });
    const told = await history.readBackTo(hoursBack(3.5));
    assert.deepEqual(ids(told).toSorted(), ["h1", "h2", "h3", "h4"]);
    assert.equal(history.requests, 2);
  });

  it("tells how many pages further back would take, at the density of what has been read", async () => {
    const { history } = reading(hourly);
    assert.equal(history.pagesTo(hoursBack(4)), 1);
    await history.readBackTo(hoursBack(2));
    assert.deepEqual([history.pages, history.pagesTo(hoursBack(1)), history.pagesTo(hoursBack(8))], [2, 0, 3]);
    await history.readBackTo(FROM);
    assert.equal(history.pagesTo(0), 0);
  });

  it("tells that what cannot be read will never be", async () => {
    const { history } = reading(hourly, 2, 1);
    await history.readBackTo(FROM, 1);
    assert.equal(history.pagesTo(FROM), Infinity);
  });

  it("stops after so many pages of the whole, and goes on from there for whoever wants more", async () => {
    const { history, inputs } = reading(hourly);
    const first = await history.readBackTo(FROM, 1);
    assert.deepEqual([ids(first), first.ended, first.gaps], [["h1", "h2"], false, []]);
    await history.readBackTo(FROM, 1);
    assert.deepEqual(ids(await history.readBackTo(FROM, 2)), ["h1", "h2", "h3", "h4"]);
    assert.equal(inputs().length, 2);
  });

  it("takes an empty token for the end", async () => {
    const { history, aws } = reading([]);
    aws.on(LookupEventsCommand).resolves({ Events: [], NextToken: "" });
    assert.deepEqual(await history.readBackTo(FROM), { records: [], reached: FROM, gaps: [], ended: true });
  });

  it("law: whatever the page size and the order of callers, everything since `from` has been read, each event once", async () => {
    const minutes = fc.integer({ min: 1, max: 60 });
    await fc.assert(
      fc.asyncProperty(fc.array(minutes, { maxLength: 30 }), fc.integer({ min: 1, max: 7 }), fc.array(minutes, { minLength: 1, maxLength: 6 }), fc.boolean(), async (events, pageSize, callers, together) => {
        const happened = events.map((back, index) => ({ id: `e${index}`, at: TO - back * 60_000 }));
        const { history, inputs } = reading(happened, pageSize);
        const told: { from: number; reading: Reading }[] = [];
        const read = async (from: number) => {
          told.push({ from, reading: await history.readBackTo(from) });
        };
        const froms = callers.map((back) => TO - back * 60_000);
        if (together) await Promise.all(froms.map(read));
        else for (const from of froms) await read(from);
        for (const { from, reading: { records, reached, gaps } } of told) {
          const found = records.map(({ record }) => record.eventID);
          assert.equal(new Set(found).size, found.length);
          assert.ok(reached <= from);
          assert.deepEqual(gaps, []);
          for (const { id, at } of happened) if (at >= Math.min(from, reached)) assert.ok(found.includes(id), `${id} is missing`);
        }
        const tokens = inputs().map((input) => input.NextToken);
        assert.equal(new Set(tokens).size, tokens.length, "a page was asked for twice");
      }),
      { numRuns: 60 },
    );
  });
});

describe("a History that cannot be read to its end", () => {
  for (const name of ["AccessDeniedException", "ExpiredTokenException", "TimeoutError", "ThrottlingException"]) {
    it(`given ${name}, keeps what it has, says so, and does not ask again`, async () => {
      const { history, aws } = reading([]);
      const [one] = hourly.map(listed);
      assert.ok(one);
      aws.on(LookupEventsCommand).resolvesOnce({ Events: [one], NextToken: "1" }).rejects(failure(name));
      const told = await history.readBackTo(FROM);
      assert.deepEqual(ids(told), ["h1"]);
      assert.equal(told.reached, hoursBack(1) + 1_000);
      assert.deepEqual(told.gaps, [`LookupEvents failed: ${name}: no`]);
      const sent = history.requests;
      assert.deepEqual(await history.readBackTo(FROM), told);
      assert.equal(history.requests, sent);
    });
  }

  it("stops where a page repeats its token", async () => {
    const { history, aws } = reading([]);
    aws.on(LookupEventsCommand).resolves({ Events: hourly.slice(0, 1).map(listed), NextToken: "again" });
    const told = await history.readBackTo(FROM);
    assert.equal(history.requests, 2);
    assert.match(told.gaps[0] ?? "", /repeated a page/);
  });

  it("stops after as many pages as are affordable, and says how far it came", async () => {
    const { history } = reading(hourly, 2, 3);
    const told = await history.readBackTo(FROM);
    assert.equal(history.requests, 3);
    assert.deepEqual(told.gaps, ["only the newest 6 events were read (3 pages)"]);
    assert.equal(told.reached, hoursBack(6) + 1_000);
  });

  it("has no gap where the last affordable page is the last", async () => {
    const { history } = reading(hourly, 2, 5);
    assert.deepEqual((await history.readBackTo(FROM)).gaps, []);
  });

  it("counts events that cannot be parsed, and goes on", async () => {
    const { history, aws } = reading([]);
    aws.on(LookupEventsCommand).resolves({ Events: [...hourly.slice(0, 1).map(listed), { CloudTrailEvent: "{" }, {}] });
    const told = await history.readBackTo(FROM);
    assert.deepEqual(ids(told), ["h1"]);
    assert.deepEqual(told.gaps, ["2 events could not be parsed"]);
    assert.equal(told.reached, FROM);
  });
});
