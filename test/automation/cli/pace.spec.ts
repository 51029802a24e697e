import assert from "node:assert/strict";
import fc from "fast-check";
import { begin, follow, timeLeft, type Pace } from "../../../automation/cli/pace";
import type { ScanEvent } from "../../../automation/scan";
import { aStack } from "../../fixtures/report";

const SECOND = 1000;

/** Events with the seconds at which they are heard. */
function heard(...events: readonly (readonly [number, ScanEvent])[]): Pace {
  return events.reduce((pace, [at, event]) => follow(pace, event, at * SECOND), begin());
}

function sizes(count: number, resources: number): ScanEvent {
  return { kind: "discovered", stacks: count, sizes: new Map(Array.from({ length: count }, (_, index) => [`s${index}`, resources])) };
}

const started = (stack: string, resources = 50): ScanEvent => ({ kind: "started", stack, resources });
const checked = (stack: string): ScanEvent => ({ kind: "checked", report: aStack(stack) });
const reads = (stack: string, count: number, at: number) => Array.from({ length: count }, () => [at, { kind: "read", stack }] as const);

describe("the time that a scan has left", () => {
  it("is not told before anything is done", () => {
    assert.equal(timeLeft(begin(), 5 * SECOND), undefined);
    assert.equal(timeLeft(heard([1, sizes(10, 50)], [1, started("s0")]), 6 * SECOND), undefined);
  });

  it("is as much for the rest as was taken so far, by resources and by stacks", () => {
    const pace = heard([1, sizes(4, 50)], [1, started("s0")], [1, started("s1")], [11, checked("s0")], [11, checked("s1")], [11, started("s2")], [11, started("s3")]);
    assert.equal(timeLeft(pace, 11 * SECOND), 10 * SECOND);
  });

  it("of one large stack follows from what has been read of it", () => {
    const pace = heard([1, sizes(1, 3000)], [1, started("s0", 3000)], ...reads("s0", 1475, 31));
    assert.equal(timeLeft(pace, 31 * SECOND), 30 * SECOND);
  });

  it("is not shorter than the slowest stack needs by itself", () => {
    const fast = Array.from({ length: 50 }, (_, index) => [[1 + index, started(`s${index}`)], [2 + index, checked(`s${index}`)]] as const).flat();
    const pace = heard([1, sizes(51, 50)], [1, started("s50")], ...fast, ...reads("s50", 1, 51));
    // Of its 100 it has done 51 in 50 seconds; the whole scan did 5,000 meanwhile.
    assert.equal(Math.round((timeLeft(pace, 51 * SECOND) ?? 0) / SECOND), 48);
  });

  it("is not told where it should have ended and nothing is heard, nor while only the trail is asked", () => {
    const pace = heard([1, sizes(2, 50)], [1, started("s0")], [1, started("s1")], [11, checked("s0")], ...reads("s1", 45, 11));
    assert.ok((timeLeft(pace, 12 * SECOND) ?? 0) > 0);
    assert.equal(timeLeft(pace, 60 * SECOND), undefined);
    assert.equal(timeLeft(follow(pace, { kind: "refreshed", stack: "s1" }, 13 * SECOND), 14 * SECOND), undefined);
  });

  it("is never negative and always a number, whatever is heard in whatever order", () => {
    const stack = fc.constantFrom("s0", "s1", "s2");
    const event = fc.oneof(
      fc.record({ kind: fc.constant("started" as const), stack, resources: fc.nat(20) }),
      fc.record({ kind: fc.constant("read" as const), stack }),
      fc.record({ kind: fc.constant("refreshed" as const), stack }),
      stack.map(checked),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(5), event), { maxLength: 60 }), (told) => {
        let now = 1;
        let pace = heard([now, sizes(3, 10)]);
        for (const [seconds, one] of told) {
          now += seconds;
          pace = follow(pace, one, now * SECOND);
          const left = timeLeft(pace, now * SECOND);
          assert.ok(left === undefined || (Number.isFinite(left) && left > 0));
        }
      }),
    );
  });
});
