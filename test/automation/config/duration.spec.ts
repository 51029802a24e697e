import assert from "node:assert/strict";
import fc from "fast-check";
import { parseDuration } from "../../../automation/config/duration";

describe("parseDuration", () => {
  it("reads seconds, minutes, hours and days as milliseconds", () => {
    assert.deepEqual(["90s", "30m", "24h", "7d", "0s"].map(parseDuration), [90_000, 1_800_000, 86_400_000, 604_800_000, 0]);
  });

  for (const text of ["", "15", "m", "1.5h", "-1h", " 1h", "1h ", "1H", "1w", "1h30m", "١h", "1h\n"]) {
    it(`takes ${JSON.stringify(text)} for none`, () => {
      assert.equal(parseDuration(text), undefined);
    });
  }

  it("law: longer numbers are longer durations, and a day is 24 hours", () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), (count) => {
        assert.equal(parseDuration(`${count}d`), parseDuration(`${count * 24}h`));
        assert.ok((parseDuration(`${count + 1}s`) ?? 0) > (parseDuration(`${count}s`) ?? 0));
      }),
    );
  });
});
