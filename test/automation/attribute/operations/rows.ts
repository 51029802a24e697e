import assert from "node:assert/strict";
import type { TrailRecord } from "../../../../automation/audit/trailRecord";
import { weigh } from "../../../../automation/attribute/weigh";
import type { FoundDrift } from "../../../../policypack/model";
import { masker } from "../shapes/drifts";

/** What one call says about the last change of a drift. */
export type Row = readonly [says: string, drift: FoundDrift, call: TrailRecord, verdict: string];

export function specify(rows: readonly Row[]): void {
  for (const [says, found, { record }, verdict] of rows) {
    it(`says of ${says}: ${verdict}`, () => {
      const change = found.changes.at(-1);
      assert.ok(change);
      assert.equal(weigh(record, found, change, masker).verdict, verdict);
    });
  }
}
