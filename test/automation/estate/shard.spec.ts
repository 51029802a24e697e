import assert from "node:assert/strict";
import fc from "fast-check";
import { parseShard, takeShard, type SizedStack } from "../../../automation/estate/shard";

function sized(name: string, resources: number): SizedStack {
  return { ref: { name: `acme/shop/${name}`, project: "shop", stack: name }, resources };
}

const split = (stacks: readonly SizedStack[], of: number) => Array.from({ length: of }, (_, index) => takeShard(stacks, { number: index + 1, of }));
const names = (shards: ReturnType<typeof split>) => shards.map((refs) => refs.map(({ ref }) => ref.stack));

describe("a shard's number", () => {
  it("is I/N, counted from 1", () => {
    assert.deepEqual([parseShard("1/1"), parseShard("12/300")], [{ number: 1, of: 1 }, { number: 12, of: 300 }]);
  });

  for (const text of ["0/3", "4/3", "1", "1/", "/3", "1/0", "-1/3", "1.5/3", "01/3", "1/3/5", " 1/3", "1/3\n", "1/10000", "a/b", ""]) {
    it(`is not ${JSON.stringify(text)}`, () => {
      assert.equal(parseShard(text), undefined);
    });
  }
});

describe("spreading stacks over shards", () => {
  it("gives the large ones to different shards, and fills up with the small ones", () => {
    const stacks = [sized("a", 10), sized("b", 900), sized("c", 20), sized("d", 700), sized("e", 100)];
    assert.deepEqual(names(split(stacks, 2)), [["a", "b"], ["c", "d", "e"]]);
  });

  it("spreads stacks without resources too: each costs a start", () => {
    assert.deepEqual(names(split(["a", "b", "c", "d"].map((name) => sized(name, 0)), 2)), [["a", "c"], ["b", "d"]]);
  });

  it("leaves shards empty where there are more of them than stacks", () => {
    assert.deepEqual(names(split([sized("a", 1), sized("b", 2)], 3)), [["b"], ["a"], []]);
  });

  const estate = fc
    .uniqueArray(fc.record({ name: fc.stringMatching(/^[a-z]{1,4}$/), resources: fc.oneof(fc.nat(5), fc.nat(4_000)) }), { selector: ({ name }) => name, maxLength: 40 })
    .map((stacks) => stacks.map(({ name, resources }) => sized(name, resources)));
  const shards = fc.integer({ min: 1, max: 12 });

  it("law: each stack is in exactly one shard, and every shard keeps the order", () => {
    fc.assert(
      fc.property(estate, shards, (stacks, of) => {
        const parts = split(stacks, of);
        assert.deepEqual(new Set(parts.flat()), new Set(stacks));
        assert.equal(parts.flat().length, stacks.length);
        for (const part of parts) assert.deepEqual(part, stacks.filter((one) => part.includes(one)));
      }),
    );
  });

  it("law: the split is the same in whatever order the stacks were found", () => {
    fc.assert(
      fc.property(
        estate.chain((stacks) => fc.tuple(fc.constant(stacks), fc.shuffledSubarray([...stacks], { minLength: stacks.length }))),
        shards,
        ([stacks, shuffled], of) => {
          assert.deepEqual(names(split(shuffled, of)).map((part) => part.toSorted()), names(split(stacks, of)).map((part) => part.toSorted()));
        },
      ),
    );
  });

  it("law: no shard is ahead of another by more than one stack, the start of each counted as 50 resources", () => {
    fc.assert(
      fc.property(estate, shards, (stacks, of) => {
        const weights = new Map(stacks.map(({ ref, resources }) => [ref, resources + 50]));
        const loads = split(stacks, of).map((part) => part.reduce((sum, { ref }) => sum + (weights.get(ref) ?? 0), 0));
        assert.ok(Math.max(...loads) - Math.min(...loads) <= Math.max(0, ...weights.values()));
      }),
    );
  });
});
