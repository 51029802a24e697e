import assert from "node:assert/strict";
import fc from "fast-check";
import { selectStacks, SelectionError, type Selection } from "../../../automation/estate/selection";
import { parseStackName } from "../../../automation/estate/stackName";

const stacks = ["organization/shop/prod", "organization/net/prod", "organization/shop/dev", "organization/Zoo/prod"].flatMap((name) => parseStackName(name) ?? []);
const select = (selection: Partial<Selection>) => selectStacks(stacks, { all: false, stacks: [], exclude: [], ...selection }).map(({ name }) => name);

describe("selecting stacks", () => {
  it("takes all of them, ordered by name", () => {
    assert.deepEqual(select({ all: true }), ["organization/Zoo/prod", "organization/net/prod", "organization/shop/dev", "organization/shop/prod"]);
  });

  it("takes what one of the globs matches as a whole name", () => {
    assert.deepEqual(select({ stacks: ["*/shop/*", "organization/net/prod"] }), ["organization/net/prod", "organization/shop/dev", "organization/shop/prod"]);
  });

  it("leaves out what is excluded, whatever else was asked for", () => {
    assert.deepEqual(select({ all: true, exclude: ["*/*/prod"] }), ["organization/shop/dev"]);
    assert.deepEqual(select({ stacks: ["**"], exclude: ["*/{shop,net}/**"] }), ["organization/Zoo/prod"]);
  });

  it("refuses a glob that matches nothing, and shows what there is", () => {
    assert.throws(
      () => select({ stacks: ["*/shop/*", "prod"] }),
      (error) => error instanceof SelectionError && error.message.startsWith("--stack prod matches no stack; there are organization/Zoo/prod, "),
    );
  });

  it("gives the same answer in whatever order the backend lists them", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(stacks, { minLength: stacks.length }), (shuffled) => {
        assert.deepEqual(selectStacks(shuffled, { all: true, stacks: [], exclude: [] }), selectStacks(stacks, { all: true, stacks: [], exclude: [] }));
      }),
    );
  });
});
