import assert from "node:assert/strict";
import fc from "fast-check";
import { isTransient } from "../../../automation/refresh/classifyFailure";
import type { StackObservations } from "../../../automation/refresh/observation";
import { trySecondTime, type StackProblem } from "../../../automation/refresh/secondTry";

const throttled: StackProblem = { code: "throttled", message: "ThrottlingException: Rate exceeded" };
const killed: StackProblem = { code: "cli-killed", message: "the Pulumi CLI was killed (SIGKILL)" };
const expired: StackProblem = { code: "credentials", message: "ExpiredToken" };

const NAMES = ["a", "b", "c"];

describe("the second try of a refresh", () => {
  /** What was read of three resources, by which reading; the rest is unchecked for the given reason. */
  function seen(read: readonly string[], reading: string, problem?: StackProblem, reason = problem?.message ?? "the provider failed"): StackObservations {
    const state = { inputs: { reading }, outputs: {} };
    const observations = NAMES.map((urn) =>
      read.includes(urn)
        ? ({ outcome: "read", op: "same", resource: { urn, type: "t", inputs: {}, outputs: {} }, recorded: state, actual: state } as const)
        : ({ outcome: "unchecked", urn, reason } as const),
    );
    return { observations, ...(problem && { problem }) };
  }

  async function tried(attempts: readonly StackObservations[], over: { readonly pauseMs?: number; readonly signal?: AbortSignal; readonly tell?: () => void } = {}) {
    const reasons: StackProblem[] = [];
    let made = 0;
    const attempt = () => Promise.resolve(attempts[made++] ?? assert.fail("a third try"));
    const tell = (reason: StackProblem) => {
      reasons.push(reason);
      over.tell?.();
    };
    const result = await trySecondTime(attempt, { pauseMs: over.pauseMs ?? 0, tell }, over.signal ?? new AbortController().signal);
    return { result, made, reasons };
  }

  it("given a first one that was complete, is not made", async () => {
    const complete = seen(NAMES, "first");
    assert.deepEqual(await tried([complete]), { result: complete, made: 1, reasons: [] });
  });

  it("given that it succeeds, is all that is reported; why it was made is told", async () => {
    const complete = seen(NAMES, "second");
    assert.deepEqual(await tried([seen(["a"], "first", throttled), complete]), { result: complete, made: 2, reasons: [throttled] });
  });

  it("is made for a single resource, too, that was throttled", async () => {
    const complete = seen(NAMES, "second");
    const reason = "reading SNS Topic (c): https response error StatusCode: 400, api error ThrottlingException: Rate exceeded";
    const { result, reasons } = await tried([seen(["a", "b"], "first", undefined, reason), complete]);
    assert.deepEqual([result, reasons], [complete, [{ code: "throttled", message: reason }]]);
  });

  it("given that it fails for the same reason, says so, of the stack and of each resource", async () => {
    const { result } = await tried([seen([], "first", throttled), seen(["a"], "second", throttled)]);
    const problem = { code: "throttled", message: "twice: ThrottlingException: Rate exceeded" };
    assert.deepEqual(result, seen(["a"], "second", problem));
  });

  it("given that it fails for another reason, says both", async () => {
    const { result } = await tried([seen([], "first", killed), seen([], "second", expired)]);
    assert.deepEqual(result.problem, { code: "credentials", message: "ExpiredToken (the first time: the Pulumi CLI was killed (SIGKILL))" });
  });

  it("given that it brings less, leaves what the first one brought", async () => {
    const { result } = await tried([seen(["a", "b"], "first", killed), seen(["c"], "second", killed)]);
    assert.deepEqual(result, seen(["a", "b"], "first", { ...killed, message: `twice: ${killed.message}` }));
  });

  it("is not made for what stays until somebody does something", async () => {
    for (const code of ["passphrase", "credentials", "plugin-missing", "timeout", "cancelled", "refresh-failed"]) {
      assert.equal((await tried([seen([], "first", { code, message: "no" })])).made, 1, code);
    }
  });

  it("is not made once the scan is interrupted or the time is over, before or during the pause", async () => {
    const first = seen(["a"], "first", throttled);
    assert.deepEqual(await tried([first], { signal: AbortSignal.abort() }), { result: first, made: 1, reasons: [] });
    const interrupt = new AbortController();
    const late = await tried([first], { signal: interrupt.signal, pauseMs: 60_000, tell: () => { setImmediate(() => { interrupt.abort(); }); } });
    assert.deepEqual(late, { result: first, made: 1, reasons: [throttled] });
  });

  const anyProblem = fc.option(fc.constantFrom(throttled, killed, expired), { nil: undefined });
  it("law: nothing that the fuller reading read is lost, and no two readings are mixed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray(NAMES), anyProblem, fc.subarray(NAMES), anyProblem, async (one, firstProblem, other, secondProblem) => {
        const { result, made } = await tried([seen(one, "first", firstProblem), seen(other, "second", secondProblem)]);
        const readings = result.observations.flatMap((observation) => (observation.outcome === "read" ? [observation.recorded.inputs["reading"]] : []));
        assert.ok(new Set(readings).size <= 1);
        assert.equal(made, firstProblem !== undefined && isTransient(firstProblem.code) ? 2 : 1);
        assert.equal(readings.length, made === 2 ? Math.max(one.length, other.length) : one.length);
        assert.equal(result.observations.length, NAMES.length);
      }),
    );
  });
});
