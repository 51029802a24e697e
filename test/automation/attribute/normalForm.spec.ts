import assert from "node:assert/strict";
import fc from "fast-check";
import { isHidden, normalForm, sameValue } from "../../../automation/attribute/normalForm";
import { jsonSchema, type Json } from "../../../policypack/model";
import { masker } from "./shapes/drifts";

const json = fc.jsonValue({ maxDepth: 4 }).map((value) => jsonSchema.parse(value));
const named = fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), fc.oneof(fc.integer(), fc.stringMatching(/^[a-z]{1,6}$/)));

describe("sameValue", () => {
  it("is true of any value and itself, by digest too", () => {
    fc.assert(fc.property(json, (value) => sameValue(value, value, masker) && sameValue(value, masker.mask(value), masker)));
  });
  it("is symmetrical", () => {
    fc.assert(fc.property(json, json, (a, b) => sameValue(a, b, masker) === sameValue(b, a, masker)));
  });
  it("does not mind the order of a list, the spelling of a key, or JSON in a string", () => {
    fc.assert(
      fc.property(fc.array(named), (elements) => {
        const respelled = elements.toReversed().map((element) => Object.fromEntries(Object.entries(element).map(([key, value]) => [key.toUpperCase(), String(value)])));
        return sameValue(elements, respelled, masker) && sameValue(JSON.stringify(elements), respelled, masker);
      }),
    );
  });

  const same: readonly (readonly [Json, Json])[] = [
    ["60", 60],
    ["true", true],
    ["Enabled", true],
    [false, "Suspended"],
    [{ Action: "s3:*" }, { Action: ["s3:*"] }],
    [{ AWS: "arn:aws:iam::111122223333:root" }, { AWS: "111122223333" }],
    ["%7B%22Version%22%3A%222012-10-17%22%7D", { Version: "2012-10-17" }],
    [{ items: [{ groupId: "sg-1" }] }, [{ groupId: "sg-1" }]],
    [{ value: false }, false],
  ];
  for (const [a, b] of same) {
    it(`takes ${JSON.stringify(a)} and ${JSON.stringify(b)} for the same`, () => {
      assert.ok(sameValue(a, b, masker));
    });
  }
  const different: readonly (readonly [Json, Json])[] = [["Suspended", "Disabled"], ["app", "app-2"], [1, 10], [["a"], ["a", "b"]], [true, "Suspended"], ["", "x"], [{ Effect: "Allow" }, { Effect: "Deny" }]];
  for (const [a, b] of different) {
    it(`tells ${JSON.stringify(a)} from ${JSON.stringify(b)}`, () => {
      assert.equal(sameValue(a, b, masker), false);
    });
  }
});

describe("isHidden", () => {
  for (const hidden of ["HIDDEN_DUE_TO_SECURITY_REASONS", "<sensitiveDataRemoved>", "****", "", {}, []]) {
    it(`knows that ${JSON.stringify(hidden)} is no value`, () => {
      assert.ok(isHidden(hidden));
    });
  }
  it("lets every other value be one", () => {
    for (const value of ["hidden", "a", 0, false, { a: 1 }]) assert.equal(isHidden(value), false, normalForm(value));
  });
});
