import assert from "node:assert/strict";
import fc from "fast-check";
import { newThrottle } from "./throttle";

describe("throttling lookups", () => {
  it("given two requests a second, then a third at once is refused, in this region only", () => {
    const throttle = newThrottle(2);
    assert.deepEqual([0, 1, 2].map((at) => throttle.admits("account/eu-central-1", at)), [true, true, false]);
    assert.equal(throttle.admits("account/us-east-1", 3), true);
    assert.equal(throttle.admits("account/eu-central-1", 600), true);
  });

  it("given any arrivals, then never more pass than the burst and the rate allow", () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 1500 }), { maxLength: 60 }), (gaps) => {
      const throttle = newThrottle(2);
      let at = 0;
      let passed = 0;
      for (const gap of gaps) {
        at += gap;
        if (throttle.admits("key", at)) passed += 1;
      }
      assert.ok(passed <= 2 + (at / 1000) * 2 + 1e-6);
    }));
  });
});
