import assert from "node:assert/strict";
import { sumUpPack } from "./packOutcome";

describe("what the rounds of bench pack come to", () => {
  it("is the median of what each round says the pack adds, at its start and for each further resource", () => {
    const calm = { one: { empty: 1000, whodrift: 1100 }, many: { empty: 2000, whodrift: 2600 } };
    const disturbed = { one: { empty: 3000, whodrift: 3100 }, many: { empty: 5000, whodrift: 5600 } };
    const odd = { one: { empty: 1000, whodrift: 9000 }, many: { empty: 1000, whodrift: 1000 } };
    assert.deepEqual(sumUpPack([disturbed, odd, calm], 1001), { emptyMs: 1000, whodriftMs: 3100, startMs: 100, msPerResource: 0.5 });
  });
});
