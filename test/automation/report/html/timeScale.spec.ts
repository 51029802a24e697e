import assert from "node:assert/strict";
import fc from "fast-check";
import { timeScale } from "../../../../automation/report/html/timeScale";

const at = (iso: string): number => Date.parse(iso);

describe("the scale of the timeline", () => {
  it("places every time inside the drawing, in order, with few ticks, from a second to fifty years", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: at("2030-01-01T00:00:00Z") }), fc.integer({ min: 0, max: 50 * 365 * 86_400_000 }), (from, span) => {
        const { share, ticks } = timeScale(from, from + span);
        assert.ok(share(from) > 0 && share(from + span) < 1 && share(from) <= share(from + span));
        assert.ok(ticks.length <= 9, String(ticks.length));
        for (const { time } of ticks) assert.ok(share(time) >= 0 && share(time) <= 1);
      }),
    );
  });

  it("names the day at the beginning and where it changes, and else the time", () => {
    const labels = timeScale(at("2026-07-30T20:00:00Z"), at("2026-07-31T05:00:00Z")).ticks.map(({ label }) => label);
    assert.deepEqual(labels, ["07-30 21:00", "07-31", "03:00"]);
  });

  it("names days over a week, and months over years", () => {
    assert.ok(timeScale(at("2026-07-24T00:00:00Z"), at("2026-07-31T00:00:00Z")).ticks.every(({ label }) => /^07-\d\d$/.test(label)));
    assert.ok(timeScale(at("2024-07-24T00:00:00Z"), at("2026-07-31T00:00:00Z")).ticks.every(({ label }) => /^\d{4}-\d\d$/.test(label)));
  });
});
