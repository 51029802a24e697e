import assert from "node:assert/strict";
import fc from "fast-check";
import { isJson, jsonObjectSchema } from "../../../policypack/model";

const nested = (depth: number): unknown => JSON.parse(`${"[".repeat(depth)}${"]".repeat(depth)}`);

describe("isJson", () => {
  it("law: is true of whatever JSON.parse gives", () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => isJson(JSON.parse(JSON.stringify(value)))));
  });

  const none: Readonly<Record<string, unknown>> = {
    "undefined": undefined,
    "a function": () => 1,
    "not a number": NaN,
    "an instance": new Date(0),
    "something undefined inside": { a: [{ b: undefined }] },
    "what is nested without end": nested(100_000),
  };
  for (const [what, value] of Object.entries(none)) {
    it(`is false of ${what}`, () => {
      assert.equal(isJson(value), false);
    });
  }

  it("takes a list for JSON and for no object", () => {
    assert.deepEqual([isJson([]), jsonObjectSchema.safeParse([]).success, jsonObjectSchema.safeParse({}).success], [true, false, true]);
  });
});
