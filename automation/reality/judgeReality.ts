import pLimit from "p-limit";
import type { FoundDrift, Problem, Violation } from "../../policypack/model";
import type { Masker } from "../compare";
import type { StackAtRest } from "../estate";
import type { StackObservations } from "../refresh";
import { analyzeState, PackFailed, type AnalyzeOptions } from "./analyzeState";
import { newFindings } from "./newFindings";
import { policyStates, type PolicyStates } from "./policyStates";

export interface Judged {
  readonly violations: readonly Violation[];
  /** Packs that could not judge. */
  readonly problems: readonly Problem[];
}

/** Says which policies a stack breaks by what has drifted. Nothing is thrown: a pack that fails is a problem. */
export type RealityCheck = (stack: StackAtRest, observations: StackObservations, drifts: readonly FoundDrift[]) => Promise<Judged>;

export interface RealityOptions extends AnalyzeOptions {
  /** Absolute paths. Without any nothing is checked. */
  readonly packs: readonly string[];
  readonly masker: Masker;
  /** CLIs at once, each with a pack. */
  readonly atOnce: number;
}

export function openRealityCheck({ packs, masker, atOnce, ...options }: RealityOptions): RealityCheck {
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
    try {
      const recorded = await analyzeState(pack, states.recorded, options);
      return { recorded, actual: await analyzeState(pack, states.actual, options) };
    } catch (error) {
      const reason = error instanceof PackFailed || options.signal?.aborted !== true ? String(error instanceof Error ? error.message : error) : "the scan was interrupted";
      return { problem: { code: "policy-pack", message: `the policy pack ${pack} could not judge what drifted: ${reason}`, fix: "see what the CLI says: pulumi policy analyze --stack NAME --policy-pack FOLDER" } };
    }
  }
}
