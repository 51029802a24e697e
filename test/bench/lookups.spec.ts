import assert from "node:assert/strict";
import { EventHistory, streamsOf, type Happened } from "./lookups/eventHistory";
import { fewestRequests } from "./lookups/lowerBound";
import { simulateNight } from "./lookups";

const NOW = Date.parse("2026-03-02T02:00:00Z");
const by = (AttributeKey: "ReadOnly" | "EventName", AttributeValue: string) => ({ LookupAttributes: [{ AttributeKey, AttributeValue }] });
const happened = (id: string, minutes: number, more: Partial<Happened> = {}): Happened => ({ id, at: NOW - minutes * 60_000, name: `Put${id}`, source: `${id}.amazonaws.com`, readOnly: false, resources: [id], record: {}, ...more });

describe("the simulated event history", () => {
  it("gives the newest first, fifty at once, each once, and goes on by its token", () => {
    const history = new EventHistory([happened("x", 90)], streamsOf("usual"), NOW);
    const ids: (string | undefined)[] = [];
    let token: { readonly NextToken?: string | undefined } = {};
    for (let page = 0; page < 5; page++) {
      const { Events = [], NextToken } = history.answer({ ...by("ReadOnly", "false"), StartTime: new Date(0), EndTime: new Date(NOW), ...token });
      assert.equal(Events.length, 50);
      ids.push(...Events.map(({ EventId }) => EventId));
      token = { NextToken };
    }
    assert.equal(new Set(ids).size, 250);
    assert.ok(ids.includes("x"));
  });
});

describe("the fewest requests", () => {
  const events = [happened("a", 1), happened("b", 2), happened("c", 60 * 24)];

  it("are one where nothing else happened", () => {
    assert.equal(fewestRequests(new EventHistory(events, [], NOW), events), 1);
  });

  it("are one for each that lies too far from the others, unless they have more in common", () => {
    assert.equal(fewestRequests(new EventHistory(events, streamsOf("usual"), NOW), events), 2);
    const alike = events.map((event) => ({ ...event, name: "PutAlike" }));
    assert.equal(fewestRequests(new EventHistory(alike, streamsOf("usual"), NOW), alike), 1);
  });

  it("are none where there is nothing to find", () => {
    assert.equal(fewestRequests(new EventHistory([], [], NOW), []), 0);
  });
});

describe("a simulated night", () => {
  it("finds whoever the tables of operations let it find, in less than three times the fewest requests", async () => {
    const { outcome } = await simulateNight({ stacks: 40, drift: 26, concurrency: 4 });
    assert.ok(outcome.ratio < 3, `${outcome.ratio}`);
    // A type that is in no table: what a call does to it is not known.
    assert.ok(outcome.attributed >= outcome.attributable - 2);
  });
});
