import assert from "node:assert/strict";
import { parseStackName } from "../../../automation/estate/stackName";

describe("a stack's name", () => {
  it("has three parts, of which project and stack are told apart", () => {
    assert.deepEqual(parseStackName("acme/web-shop/eu.prod_1"), { name: "acme/web-shop/eu.prod_1", project: "web-shop", stack: "eu.prod_1" });
  });

  for (const name of ["dev", "shop/dev", "acme/shop/dev/x", "acme//dev", "acme/../dev", "acme/shop/..", "./shop/dev", "acme/sh op/dev", "acme/shop/dev\n", ""]) {
    it(`is not ${JSON.stringify(name)}`, () => {
      assert.equal(parseStackName(name), undefined);
    });
  }
});
