import assert from "node:assert/strict";
import fc from "fast-check";
import { planStack } from "./kinds";
import { nameStacks } from "./names";
import { newRandom } from "./random";

describe("names of a generated estate", () => {
  it("are as many as were asked for, no two alike, and the same for the same seed", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000 }), fc.string(), (count, seed) => {
        const names = nameStacks(count, newRandom(seed));
        assert.equal(new Set(names.map(({ project, stack }) => `${project}/${stack}`)).size, count);
        assert.deepEqual(nameStacks(count, newRandom(seed)), names);
      }),
      { numRuns: 30 },
    );
  });

  it("spread over projects of a few stacks each, most of which have a prod", () => {
    const names = nameStacks(300, newRandom("a"));
    const projects = new Set(names.map(({ project }) => project));
    assert.ok(projects.size > 40 && projects.size < 150, `${projects.size} projects`);
    assert.ok(names.filter(({ stack }) => stack === "prod").length >= projects.size - 1);
  });

  it("give each resource of a stack a URN of its own, and every bucket a name that S3 takes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.string(), (resources, seed) => {
        const random = newRandom(seed);
        const [stack] = nameStacks(1, random);
        assert.ok(stack);
        const plan = planStack(stack, resources, random);
        assert.equal(new Set(plan.map(({ kind, place }) => `${kind.token} ${place.name}`)).size, resources);
        for (const { kind, place } of plan) {
          const { bucket } = kind.inputsOf(place);
          if (typeof bucket === "string") assert.match(bucket, /^[a-z0-9-]{3,63}$/);
        }
      }),
      { numRuns: 30 },
    );
  });
});
