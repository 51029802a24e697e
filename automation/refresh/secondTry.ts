import { setTimeout as wait } from "node:timers/promises";
import { classifyFailure, isTransient } from "./classifyFailure";
import type { StackObservations } from "./observation";

export type StackProblem = NonNullable<StackObservations["problem"]>;

export interface SecondTry {
  /** Before it. */
  readonly pauseMs: number;
  /** Told why there is one. */
  readonly tell: (reason: StackProblem) => void;
}

/**
 * Tries once more what failed for a reason that may have passed, for the whole stack or for some resources. Of the two
 * readings the fuller one is kept whole; two readings are never mixed, because the cloud may have changed between them.
 * @param signal ends the pause; then there is no second try
 */
export async function trySecondTime(attempt: () => Promise<StackObservations>, { pauseMs, tell }: SecondTry, signal: AbortSignal): Promise<StackObservations> {
  const first = await attempt();
  const reason = transientReason(first);
  if (reason === undefined || signal.aborted) return first;
  tell(reason);
  const paused = await wait(pauseMs, true, { signal }).catch(() => false);
  if (!paused) return first;
  const second = await attempt();
  const kept = countRead(second) < countRead(first) ? first : second;
  return first.problem && second.problem ? withProblem(kept, bothTimes(first.problem, second.problem)) : kept;
}

function transientReason({ problem, observations }: StackObservations): StackProblem | undefined {
  if (problem !== undefined) return isTransient(problem.code) ? problem : undefined;
  const reasons = new Set(observations.flatMap((observation) => (observation.outcome === "unchecked" ? [observation.reason] : [])));
  return [...reasons].map((message) => ({ code: classifyFailure(message), message })).find(({ code }) => isTransient(code));
}

function countRead({ observations }: StackObservations): number {
  return observations.filter(({ outcome }) => outcome === "read").length;
}

function bothTimes(first: StackProblem, second: StackProblem): StackProblem {
  return { code: second.code, message: first.code === second.code ? `twice: ${second.message}` : `${second.message} (the first time: ${first.message})` };
}

function withProblem({ observations, problem: earlier }: StackObservations, problem: StackProblem): StackObservations {
  return {
    problem,
    observations: observations.map((observation) => (observation.outcome === "unchecked" && observation.reason === earlier?.message ? { ...observation, reason: problem.message } : observation)),
  };
}
