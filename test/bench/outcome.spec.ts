import assert from "node:assert/strict";
import fc from "fast-check";
import { sampleOf, sumUp } from "./outcome";
import { peakOf } from "./watched";

describe("the outcome of a benchmark", () => {
  it("given one round, is that round", () => {
    assert.deepEqual(sumUp([{ scan: 11, xargs: 10, loop: 22, peakRssMiB: 150.2 }], { stacks: 20, looped: 20 }), {
      ratioToXargs: 1.1, speedupOverLoop: 2, peakRssMiB: 151, scanSeconds: 11, xargsSeconds: 10, loopSeconds: 22,
    });
  });

  it("given a round that the machine was busy in, is not moved by it: the ratios are the rounds' own", () => {
    const calm = { scan: 10, xargs: 10, loop: 20 };
    const busy = { scan: 90, xargs: 30, loop: 500 };
    const { ratioToXargs, speedupOverLoop } = sumUp([calm, busy, calm], { stacks: 20, looped: 20 });
    assert.deepEqual({ ratioToXargs, speedupOverLoop }, { ratioToXargs: 1, speedupOverLoop: 2 });
  });

  it("given a loop over a sample, takes it for as many as there are", () => {
    const { loopSeconds, speedupOverLoop } = sumUp([{ scan: 100, xargs: 100, loop: 20 }], { stacks: 200, looped: 20 });
    assert.deepEqual({ loopSeconds, speedupOverLoop }, { loopSeconds: 200, speedupOverLoop: 2 });
  });

  it("tells the most memory of all rounds, and none where the system tells none", () => {
    const round = { scan: 1, xargs: 1, loop: 1 };
    assert.equal(sumUp([{ ...round, peakRssMiB: 120 }, { ...round, peakRssMiB: 180 }, round], { stacks: 1, looped: 1 }).peakRssMiB, 180);
    assert.equal(sumUp([round], { stacks: 1, looped: 1 }).peakRssMiB, null);
  });

  it("reads the peak of memory as the kernel writes it", () => {
    assert.equal(peakOf("Name:\tnode\nVmPeak:\t  999999 kB\nVmHWM:\t  204800 kB\nVmRSS:\t  1 kB\n"), 200);
    assert.equal(peakOf(""), undefined);
  });
});

describe("a sample", () => {
  it("has as many as were asked for, in their order, spread from one end to the other", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 300 }), (length, wanted) => {
        const items = Array.from({ length }, (_, index) => index);
        const count = Math.min(length, wanted);
        const sample = sampleOf(items, count);
        assert.equal(sample.length, count);
        const gaps = sample.map((item, index) => item - (sample[index - 1] ?? -1));
        assert.ok(gaps.every((gap) => gap >= 1 && gap <= Math.ceil(length / count)));
      }),
    );
  });
});
