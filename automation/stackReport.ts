import type { AuditCoverage, Drift, StackReport, StackStatus, Violation, Window } from "../policypack/model";
import { counts } from "../policypack/model";

type Resources = StackReport["resources"];
export type StackProblem = NonNullable<StackReport["problem"]>;

export interface StackFindings {
  readonly stack: string;
  readonly problem?: StackProblem | undefined;
  readonly resources: Resources;
  readonly window?: Window | undefined;
  readonly audit: readonly AuditCoverage[];
  readonly drifts: readonly Drift[];
  readonly violations?: readonly Violation[] | undefined;
}

/** What is said of one stack. The status follows from the rest, so that the two cannot disagree. */
export function stackReport({ problem, window, violations, ...findings }: StackFindings): StackReport {
  return {
    ...findings,
    status: stackStatus(findings.drifts, findings.resources, problem),
    ...(problem && { problem }),
    ...(window && { window }),
    ...(violations && { violations }),
  };
}

/** A stack of which nothing could be read. */
export function uncheckedStack(stack: string, problem: StackProblem): StackReport {
  return stackReport({ stack, problem, resources: { total: 0, checked: 0, unchecked: [] }, audit: [], drifts: [] });
}

function stackStatus(drifts: readonly Drift[], resources: Resources, problem: StackProblem | undefined): StackStatus {
  if (drifts.some((drift) => drift.changes.some(counts))) return "drifted";
  if (problem === undefined && resources.unchecked.length === 0) return resources.total === 0 ? "empty" : "in-sync";
  return resources.checked > 0 ? "partial" : "unchecked";
}
