import assert from "node:assert/strict";
import { watch } from "../../../automation/cli/watch";
import type { WhoReport } from "../../../automation/who";
import { aWhoReport, touch } from "../report/whoReports";

const first = touch("2026-07-31T04:00:00Z");
const second = touch("2026-07-31T04:10:00Z");
const third = touch("2026-07-31T04:20:00Z");
const readable = (...touches: WhoReport["touches"]) => aWhoReport({ touches });
const unreadable = aWhoReport({ touches: [], audit: [], notRead: ["the time was up"] });

/** Watches until the answers are used up. */
async function watched(answers: readonly WhoReport[], begin = readable(first)) {
  const interrupt = new AbortController();
  const told: string[] = [];
  const complaints: string[] = [];
  const spans: number[] = [];
  const left = [...answers];
  await watch(begin, 1, {
    signal: interrupt.signal,
    look: (since) => {
      spans.push(since);
      const next = left.shift();
      if (next !== undefined) return Promise.resolve(next);
      interrupt.abort();
      return new Promise(() => undefined);
    },
    tell: ({ touches }) => Promise.resolve(void told.push(touches.map(({ event }) => event.time.slice(11, 16)).join())),
    complain: (gap) => Promise.resolve(void complaints.push(gap)),
  });
  return { told, complaints, spans };
}

describe("whodrift who --watch", () => {
  it("tells each call once, the newest last, and nothing where nothing is new", async () => {
    const { told } = await watched([readable(first), readable(third, second, first), readable(third, second, first)]);
    assert.deepEqual(told, ["04:10,04:20"]);
  });

  it("looks back far enough for an event that was late", async () => {
    const { told, spans } = await watched([readable(third, first), readable(third, second, first)]);
    assert.deepEqual(told, ["04:20", "04:10"]);
    assert.ok(spans.every((span) => span > 15 * 60_000));
  });

  it("says once that the trail cannot be read any more, and goes on", async () => {
    const { told, complaints } = await watched([unreadable, unreadable, readable(second, first), unreadable]);
    assert.deepEqual([told, complaints], [["04:10"], ["the time was up", "the time was up"]]);
  });

  it("ends at once when it is interrupted, before and while it looks", async () => {
    const { signal } = { signal: AbortSignal.abort() };
    const unexpected = () => assert.fail("nothing is to be looked at");
    await watch(readable(first), 3_600_000, { signal, look: unexpected, tell: unexpected, complain: unexpected });
    assert.deepEqual((await watched([])).told, []);
  });
});
