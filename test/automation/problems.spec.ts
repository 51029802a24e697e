import assert from "node:assert/strict";
import fc from "fast-check";
import { sayOnce } from "../../automation/problems";
import type { Problem } from "../../policypack/model";

function problem(over: Partial<Problem>): Problem {
  return { code: "trail-denied", message: "AccessDenied", stacks: [], accounts: [], ...over };
}

describe("problems", () => {
  it("of one cause are said once, with all their stacks and accounts", () => {
    assert.deepEqual(
      sayOnce([problem({ stacks: ["acme/shop/prod"], accounts: ["222222222222"] }), problem({ stacks: ["acme/net/prod", "acme/shop/prod"], accounts: ["111111111111"] })]),
      [problem({ stacks: ["acme/net/prod", "acme/shop/prod"], accounts: ["111111111111", "222222222222"] })],
    );
  });

  it("of several causes stay apart, and so do different ways to mend one", () => {
    const causes = [problem({}), problem({ code: "trail-throttled" }), problem({ message: "no such trail" }), problem({ fix: "allow it" })];
    assert.deepEqual(new Set(sayOnce(causes)), new Set(causes));
  });

  it("come in the order of their stacks, after those of the whole scan", () => {
    const [dev, prod, whole] = [problem({ code: "z", stacks: ["acme/shop/dev"] }), problem({ code: "a", stacks: ["acme/shop/prod"] }), problem({ code: "y" })];
    assert.deepEqual(sayOnce([prod, dev, whole]), [whole, dev, prod]);
  });

  const some = fc.array(
    fc.record({ code: fc.constantFrom("a", "b"), message: fc.constantFrom("x", "y"), stacks: fc.subarray(["s1", "s2", "s3"]), accounts: fc.subarray(["1", "2"]) }),
  );

  it("law: what was said once stays as it is", () => {
    fc.assert(
      fc.property(some, (problems) => {
        assert.deepEqual(sayOnce(sayOnce(problems)), sayOnce(problems));
      }),
    );
  });

  it("law: it does not matter in which order, or in how many parts, they arrive", () => {
    fc.assert(
      fc.property(some, some, (ones, others) => {
        assert.deepEqual(sayOnce([...sayOnce(others), ...sayOnce(ones)]), sayOnce([...ones, ...others]));
      }),
    );
  });
});
