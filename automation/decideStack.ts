import type { AttributedChange, AttributedDrift, Change, StackReport } from "../policypack/model";
import { judge, type Rule } from "../policypack/remediation";
import type { Claimable, ClaimIndex } from "./compare";
import { stackReport, type StackFindings } from "./stackReport";

/** All that was found of a stack, before anything of it is decided. */
export interface UndecidedStack extends Omit<StackFindings, "drifts"> {
  readonly attributed: readonly AttributedDrift[];
  /** By which settings of other stacks its changes can be explained. */
  readonly claimable: Claimable;
}

export interface DecisionContext {
  readonly rules: readonly Rule[];
  /** Of the stacks whose states are known so far. */
  readonly claims: ClaimIndex;
  /** `limits.ignoreMax`, in milliseconds. */
  readonly ignoreMax?: number | undefined;
  readonly now: () => Date;
}

/** Names what other stacks have set, and decides on every change by the rules. */
export function decideStack({ attributed, claimable, ...found }: UndecidedStack, { rules, claims, ignoreMax, now }: DecisionContext): StackReport {
  const { stack } = found;
  const drifts = attributed.map((drift) => ({
    ...drift,
    changes: drift.changes.map((change): Change => judge({ stack, drift, change: withOwner(change), rules, ignoreMax, now: now() })),
  }));
  return stackReport({ ...found, drifts });

  function withOwner(change: AttributedChange): AttributedChange {
    const settings = claimable.get(change.fingerprint);
    const managedBy = settings && claims.find(settings, stack);
    return managedBy ? { ...change, managedBy } : change;
  }
}
