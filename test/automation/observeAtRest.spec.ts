import assert from "node:assert/strict";
import type { StackActivity, StackReading } from "../../automation/estate";
import { observeAtRest, type Observer } from "../../automation/observeAtRest";
import type { StackObservations } from "../../automation/refresh";

const ref = { name: "organization/shop/prod", project: "shop", stack: "prod" };
const still: StackActivity = { version: "1" };
const written: StackActivity = { version: "2" };
const locked: StackActivity = { version: "1", updating: { by: "ann@build-7", since: "2026-07-31T04:58:00.000Z" } };
const resource = { urn: "urn:pulumi:prod::shop::a:b:C::x", type: "a:b:C", custom: true, inputs: {}, outputs: {} };
const recorded = { inputs: { size: 1 }, outputs: { size: 1 } };
const quiet: StackObservations = { observations: [{ outcome: "read", resource, recorded, actual: recorded, op: "same" }] };
const drifted: StackObservations = { observations: [{ outcome: "read", resource, recorded, actual: { ...recorded, outputs: { size: 2 } }, op: "same" }] };

interface Story {
  /** Answers of one reading after the other; the last one is given again. */
  readonly read: readonly [StackActivity, ...StackActivity[]];
  /** Answers of one later look after the other. */
  readonly look?: readonly (StackActivity | Error)[];
  readonly seen?: StackObservations;
  readonly lookingIsCheap?: boolean;
}

async function play({ read, look = [still], seen = drifted, lookingIsCheap = true }: Story) {
  const asked = { read: 0, refresh: 0, look: 0, waitedMs: 0 };
  const at = <T>(answers: readonly T[], index: number): T => {
    const answer = answers[Math.min(index, answers.length - 1)];
    assert.ok(answer !== undefined);
    return answer;
  };
  const observer: Observer = {
    read: () => Promise.resolve<StackReading>({ ref, deployment: { resources: [] }, updates: [], activity: at(read, asked.read++) }),
    refresh: () => {
      asked.refresh++;
      return Promise.resolve(seen);
    },
    lookAgain: () => {
      const answer = at(look, asked.look++);
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    lookingIsCheap,
    wait: (milliseconds) => {
      asked.waitedMs += milliseconds;
      return Promise.resolve();
    },
  };
  const observed = await observeAtRest(ref, observer);
  return { ...asked, problem: "problem" in observed ? observed.problem : undefined, observed };
}

describe("observing a stack at rest", () => {
  it("given a stack that nobody touches, refreshes it once", async () => {
    const { problem, read, refresh, waitedMs } = await play({ read: [still] });
    assert.deepEqual({ problem, read, refresh, waitedMs }, { problem: undefined, read: 1, refresh: 1, waitedMs: 0 });
  });

  it("given that its state was written during the refresh, reads and refreshes once more, and gives what it saw then", async () => {
    const { problem, observed, read, refresh } = await play({ read: [still, written], look: [written, written] });
    assert.deepEqual({ problem, read, refresh }, { problem: undefined, read: 2, refresh: 2 });
    assert.ok("state" in observed);
    assert.deepEqual(observed.state.activity, written);
  });

  it("given that an update began during the refresh, waits for its end and refreshes once more", async () => {
    const { problem, refresh, waitedMs } = await play({ read: [still, locked, written], look: [locked, written] });
    assert.deepEqual({ problem, refresh, waitedMs }, { problem: undefined, refresh: 2, waitedMs: 5_000 });
  });

  it("given a lock that stays, gives up after a while without a refresh, and says whose it is and what to type", async () => {
    const { problem, refresh, waitedMs } = await play({ read: [locked] });
    assert.deepEqual({ refresh, waitedMs, code: problem?.code }, { refresh: 0, waitedMs: 15_000, code: "being-updated" });
    assert.equal(
      problem?.message,
      "an update is running by ann@build-7 since 2026-07-31T04:58:00.000Z: scan again when it has ended, or type `pulumi cancel --stack organization/shop/prod` if it has died and left its lock",
    );
  });

  it("given a lock that says nothing, says no more than that", async () => {
    const { problem } = await play({ read: [{ version: "1", updating: {} }] });
    assert.match(problem?.message ?? "", /^an update is running: /);
  });

  it("given a state that is written each time, reports no drift: it may be the update's own work", async () => {
    const { problem, refresh } = await play({ read: [still], look: [written] });
    assert.deepEqual({ refresh, code: problem?.code }, { refresh: 2, code: "being-updated" });
    assert.match(problem?.message ?? "", /written again while it was read/);
  });

  it("given that it timed out and was updated meanwhile, does not spend its time twice", async () => {
    const { problem, refresh } = await play({ read: [still], look: [written], seen: { ...drifted, problem: { code: "timeout", message: "too long" } } });
    assert.deepEqual({ refresh, code: problem?.code }, { refresh: 1, code: "being-updated" });
  });

  it("given that the scan was interrupted, asks nothing more", async () => {
    const { problem, look } = await play({ read: [still], look: [written], seen: { observations: [], problem: { code: "cancelled", message: "the scan was interrupted" } } });
    assert.deepEqual({ problem, look }, { problem: undefined, look: 0 });
  });

  it("given that the backend does not answer any more, reports no drift that it cannot vouch for", async () => {
    const { problem } = await play({ read: [still], look: [new Error("the backend's bucket states cannot be read: ECONNREFUSED")] });
    assert.equal(problem?.code, "state-unreadable");
    assert.match(problem.message, /is not known: the backend's bucket states cannot be read: ECONNREFUSED$/);
  });

  describe("where looking again takes processes of the CLI", () => {
    it("does so only where something differs or failed", async () => {
      assert.equal((await play({ read: [still], seen: quiet, lookingIsCheap: false })).look, 0);
      assert.equal((await play({ read: [still], seen: drifted, lookingIsCheap: false })).look, 1);
      assert.equal((await play({ read: [still], seen: { ...quiet, problem: { code: "refresh-failed", message: "x" } }, lookingIsCheap: false })).look, 1);
      assert.equal((await play({ read: [still], seen: { observations: [{ outcome: "unchecked", urn: "u", reason: "x" }] }, lookingIsCheap: false })).look, 1);
    });

    it("reports no drift of a stack that was updated meanwhile either", async () => {
      assert.equal((await play({ read: [still], look: [written], lookingIsCheap: false })).problem?.code, "being-updated");
    });
  });
});
