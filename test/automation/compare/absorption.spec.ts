import assert from "node:assert/strict";
import { absorbedDeletion, absorptionOf } from "../../../automation/compare/absorption";
import type { PastUpdate } from "../../../automation/estate/stack";

const SCANNED = "2026-03-01T02:00:00.000Z";

/** An update of the day after the scan, a minute long. */
function ran(kind: string, hour: number, given: Partial<PastUpdate> = {}): PastUpdate {
  return { kind, from: at(hour), to: at(hour, 1), result: "succeeded", ...given };
}

function at(hour: number, minute = 0): string {
  return new Date(Date.UTC(2026, 2, 1, hour, minute)).toISOString();
}

const before = ran("update", 1);
const refresh = ran("refresh", 9);
const recorded = "2026-03-01T09:00:30.123Z";
const failed = { result: "failed" } as const;
const partial = { partial: true } as const;

describe("absorptionOf, given that the state has the actual value now", () => {
  const of = (updates: readonly PastUpdate[], modified: string | undefined = recorded, earlier = {}) => absorptionOf(modified, { since: SCANNED, ...earlier }, updates);

  it("is certain where a refresh recorded the resource last, and nothing else ran since the scan", () => {
    assert.deepEqual(of([refresh, before]), { at: refresh.to, certain: true });
    assert.deepEqual(of([ran("refresh", 11), refresh, before]), { at: refresh.to, certain: true });
  });

  it("believes a refresh that failed: it records what it has read", () => {
    assert.deepEqual(of([ran("refresh", 9, failed), before])?.certain, true);
  });

  it("takes the program to have the value where an up wrote it, one with --target too", () => {
    assert.equal(of([ran("update", 9), before]), undefined);
    assert.equal(of([ran("update", 9, partial), before]), undefined);
    assert.equal(of([ran("refresh", 11), ran("update", 9), before]), undefined);
  });

  it("takes the program to have the value where a whole up succeeded after the refresh and left it", () => {
    assert.equal(of([ran("update", 10), refresh, before]), undefined);
    assert.equal(of([ran("refresh", 11), ran("update", 10), refresh]), undefined);
  });

  it("says perhaps, given an up after the refresh that failed or had a target: it may not have come to this resource", () => {
    for (const given of [failed, partial]) assert.deepEqual(of([ran("update", 10, given), refresh, before]), { at: refresh.to, certain: false });
  });

  it("says perhaps, given an up that failed and wrote it: a refused `up --refresh` records what it saw", () => {
    assert.deepEqual(of([ran("update", 9, failed), before]), { at: refresh.to, certain: false });
  });

  it("says perhaps, given an up between the scan and the refresh: that may have brought the value", () => {
    assert.deepEqual(of([refresh, ran("update", 8), before]), { at: refresh.to, certain: false });
  });

  it("says perhaps where what wrote it is not in the history any more, or an older CLI did not note when", () => {
    assert.deepEqual(of([ran("refresh", 20), ran("refresh", 19)]), { at: recorded, certain: false });
    assert.deepEqual(absorptionOf(undefined, { since: SCANNED }, [refresh, before]), { at: SCANNED, certain: false });
    assert.deepEqual(of([]), { at: recorded, certain: false });
  });

  it("is settled by a whole up even then", () => {
    assert.equal(of([ran("update", 20), ran("refresh", 19)]), undefined);
    assert.equal(absorptionOf(undefined, { since: SCANNED }, [ran("update", 20)]), undefined);
  });

  it("says the same night after night, and never becomes surer", () => {
    const earlier = { at: refresh.to, certain: true };
    assert.deepEqual(of([ran("refresh", 20), refresh], recorded, { since: at(15), earlier }), earlier);
    assert.deepEqual(of([ran("refresh", 20), ran("refresh", 19)], recorded, { since: at(15), earlier }), earlier);
    assert.deepEqual(of([refresh, ran("update", 8)], recorded, { since: at(15), earlier: { ...earlier, certain: false } }), { ...earlier, certain: false });
    assert.equal(of([ran("update", 20), refresh], recorded, { since: at(15), earlier }), undefined);
  });
});

describe("absorbedDeletion, given a resource that was gone from the cloud and is gone from the state now", () => {
  const of = (updates: readonly PastUpdate[], earlier = {}) => absorbedDeletion({ since: SCANNED, ...earlier }, updates);

  it("is certain where nothing but a refresh ran", () => {
    assert.deepEqual(of([refresh, before]), { at: refresh.to, certain: true });
  });

  it("is none where an up that succeeded ran last: the program has the resource no more", () => {
    assert.equal(of([ran("update", 10), refresh, before]), undefined);
    assert.equal(of([ran("update", 9), before]), undefined);
    assert.equal(of([ran("destroy", 9), before]), undefined);
  });

  it("is none where nothing ran: somebody took it out of the state by hand", () => {
    assert.equal(of([before]), undefined);
  });

  it("says perhaps, given an up before the refresh, one that failed, or one with a target after it", () => {
    assert.equal(of([refresh, ran("update", 8), before])?.certain, false);
    assert.equal(of([ran("update", 9, failed), before])?.certain, false);
    assert.equal(of([ran("update", 10, partial), refresh, before])?.certain, false);
  });

  it("says perhaps where the history does not reach back to the scan", () => {
    assert.deepEqual(of([ran("update", 20, partial), ran("update", 19, partial)]), { at: SCANNED, certain: false });
  });

  it("says the same night after night, until an up settles it", () => {
    const earlier = { at: refresh.to, certain: true };
    assert.deepEqual(of([ran("refresh", 20)], { since: at(15), earlier }), earlier);
    assert.deepEqual(of([ran("update", 8)], { since: at(15), earlier }), earlier);
    assert.equal(of([ran("update", 20)], { since: at(15), earlier }), undefined);
  });
});
