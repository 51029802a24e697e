import assert from "node:assert/strict";
import fc from "fast-check";
import { emptyStanding, foldEntry } from "../../../automation/ledger";
import { actor } from "../../policypack/drifts";
import { drifted, nightTime, reportOf, scanned, scanEntry, someReport, STACK, urnOf } from "./nights";

const someNights = fc.array(someReport, { maxLength: 8 });
const nothing = emptyStanding(STACK);

describe("seeing a stack again", () => {
  const first = scanned(nothing, reportOf([drifted("a")]));

  it("calls new what nobody saw before, and keeps all of it", () => {
    const [change] = first.seen.changes;
    const at = nightTime(1).toISOString();
    assert.deepEqual(change?.history, { firstSeen: at, lastSeen: at, scans: 1, state: "new" });
    assert.equal(change.detail?.resource.urn, urnOf("a"));
    assert.deepEqual(first.report.drifts[0]?.changes[0]?.history, change.history);
  });

  it("calls it ongoing the next night, counts on, and does not write it down again", () => {
    const { seen, standing } = scanned(first.standing, reportOf([drifted("a")]));
    assert.deepEqual(seen.changes[0]?.history, { firstSeen: nightTime(1).toISOString(), lastSeen: nightTime(2).toISOString(), scans: 2, state: "ongoing" });
    assert.equal(seen.changes[0].detail, undefined);
    assert.ok(standing.open[0]?.detail);
  });

  for (const [what, worse] of [["another value", { valueDigest: "v-2" }], ["the same value that is more severe", { severity: "critical" }]] as const) {
    it(`calls it worse, given ${what}, and keeps when it was first seen`, () => {
      const { seen } = scanned(first.standing, reportOf([drifted("a", worse)]));
      assert.deepEqual([seen.changes[0]?.history.state, seen.changes[0]?.history.firstSeen], ["worse", nightTime(1).toISOString()]);
      assert.ok(seen.changes[0]?.detail);
    });
  }

  it("does not call it worse where it is less severe by now", () => {
    assert.equal(scanned(first.standing, reportOf([drifted("a", { severity: "low" })])).seen.changes[0]?.history.state, "ongoing");
  });

  it("writes it down again where it is given to somebody else", () => {
    const other = drifted("a", { attribution: { confidence: "none", reason: "no-event", why: [] } });
    const { seen } = scanned(first.standing, reportOf([other]));
    assert.equal(seen.changes[0]?.history.state, "ongoing");
    assert.equal(seen.changes[0].detail?.change.attribution.confidence, "none");
  });

  it("reports what has ended", () => {
    const { report, standing } = scanned(first.standing, reportOf([]), { how: "reverted", actor });
    assert.deepEqual(report.resolved?.map(({ fingerprint, how }) => [fingerprint, how]), [["a", "reverted"]]);
    assert.deepEqual(standing.open, []);
  });

  it("keeps noise that has ended out of the report, and in the ledger", () => {
    const noisy = scanned(nothing, reportOf([drifted("a", { noise: { rule: "empty", reason: "as good as nothing" } })]));
    const { report, seen } = scanned(noisy.standing, reportOf([]));
    assert.equal(report.resolved, undefined);
    assert.equal(seen.resolved.length, 1);
  });

  it("never calls resolved what was not checked: neither a resource nor a stack", () => {
    const unchecked = { total: 1, checked: 0, unchecked: [{ urn: urnOf("a"), reason: "throttled" }] };
    for (const report of [reportOf([], { status: "partial", resources: unchecked }), reportOf([], { status: "unchecked", resources: { total: 0, checked: 0, unchecked: [] } })]) {
      const { seen, standing } = scanned(first.standing, report);
      assert.deepEqual(seen.resolved, []);
      assert.deepEqual(standing.open, first.standing.open);
    }
  });

  it("counts how often nobody took it away before it came back, and nothing that somebody ended", () => {
    let { standing } = first;
    for (const ending of [{ how: "gone" }, { how: "reverted" }, { how: "reverted", actor }, { how: "adopted" }] as const) {
      ({ standing } = scanned(standing, reportOf([]), ending));
      ({ standing } = scanned(standing, reportOf([drifted("a")])));
    }
    assert.equal(standing.open[0]?.history.flaps, 2);
  });

  it("law: a change is never open and resolved at once, and what was not checked stays as it was", () => {
    fc.assert(
      fc.property(someNights, someReport, (nights, report) => {
        const before = nights.reduce((standing, night) => scanned(standing, night).standing, nothing);
        const { seen, standing } = scanned(before, report);
        const open = new Set(standing.open.map(({ fingerprint }) => fingerprint));
        assert.ok(!seen.resolved.some(({ fingerprint }) => open.has(fingerprint)));
        const unchecked = before.open.filter(({ detail }) => report.status === "unchecked" || seen.unchecked.includes(detail?.resource.urn ?? ""));
        for (const change of unchecked) assert.deepEqual(standing.open.find(({ fingerprint }) => fingerprint === change.fingerprint), change);
        assert.equal(open.size, standing.open.length);
      }),
    );
  });

  it("law: the same report again changes nothing but when it was last seen and how often", () => {
    fc.assert(
      fc.property(someNights, someReport, (nights, report) => {
        const before = [...nights, report, report].reduce((standing, night) => scanned(standing, night).standing, nothing);
        const after = scanned(before, report);
        assert.deepEqual(after.seen.resolved, []);
        const still = ({ open, flaps, decisions }: typeof before) => ({ open: open.map(({ history: { firstSeen, state }, ...change }) => ({ ...change, firstSeen, state })).toSorted((one, other) => (one.fingerprint < other.fingerprint ? -1 : 1)), flaps, decisions });
        assert.deepEqual(still(after.standing), still(before));
      }),
    );
  });

  it("law: an entry that is in it already changes nothing, wherever folding starts again", () => {
    fc.assert(
      fc.property(someNights, fc.nat(8), (nights, from) => {
        let standing = nothing;
        const entries = nights.map((night) => {
          const next = scanned(standing, night);
          standing = next.standing;
          return scanEntry(standing.number, next.seen);
        });
        const halfway = entries.slice(0, from).reduce(foldEntry, nothing);
        assert.deepEqual(entries.reduce(foldEntry, halfway), standing);
        assert.deepEqual(entries.reduce(foldEntry, standing), standing);
      }),
    );
  });
});
