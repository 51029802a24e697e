import pLimit from "p-limit";
import type { FoundDrift, Problem, Violation } from "../../policypack/model";
import type { Masker } from "../compare";
import type { StackAtRest } from "../estate";
import type { StackObservations } from "../refresh";
import { analyzeState, type AnalyzeOptions } from "./analyzeState";
import { newFindings } from "./newFindings";
import { policyStates, type PolicyStates } from "./policyStates";

export interface Judged {
  readonly violations: readonly Violation[];
  /** Packs that could not judge. */
  readonly problems: readonly Problem[];
}

/** Says which policies a stack breaks by what has drifted. Nothing is thrown: a pack that fails is a problem. */
export type RealityCheck = (stack: StackAtRest, observations: StackObservations, drifts: readonly FoundDrift[]) => Promise<Judged>;

export interface RealityOptions extends Omit<AnalyzeOptions, "signal"> {
  readonly signal: AbortSignal;
  /** Absolute paths. Without any nothing is checked. */
  readonly packs: readonly string[];
  readonly masker: Masker;
  /** CLIs at once, each with a pack. */
  readonly atOnce: number;
  /** For one pack and one stack. */
  readonly timeoutMs: number;
}

export function openRealityCheck({ packs, masker, atOnce, timeoutMs, signal, ...options }: RealityOptions): RealityCheck {
  const limit = pLimit(atOnce);
  return async ({ ref, deployment }, observations, drifts) => {
    const states = policyStates(deployment, observations, drifts, masker);
    if (states === undefined) return { violations: [], problems: [] };
    const judged = await Promise.all(packs.map((pack) => limit(() => judge(pack, states))));
    return {
      violations: judged.flatMap((one) => ("problem" in one ? [] : newFindings(one.recorded, one.actual, drifts))),
      problems: judged.flatMap((one) => ("problem" in one ? [{ ...one.problem, stacks: [ref.name], accounts: [] }] : [])),
    };
  };

  async function judge(pack: string, states: PolicyStates) {
    const timeout = AbortSignal.timeout(timeoutMs);
    const patient = { ...options, signal: AbortSignal.any([signal, timeout]) };
    try {
      const recorded = await analyzeState(pack, states.recorded, patient);
      return { recorded, actual: await analyzeState(pack, states.actual, patient) };
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      const reason = signal.aborted ? "the scan was interrupted" : timeout.aborted ? `it did not end within ${timeoutMs / 1000} s` : said;
      return { problem: { code: "policy-pack", message: `the policy pack ${pack} could not judge what drifted: ${reason}`, fix: "see what the CLI says: pulumi policy analyze --stack NAME --policy-pack FOLDER" } };
    }
  }
}
