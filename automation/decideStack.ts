import type { AttributedChange, AttributedDrift, Change, StackReport, Standing } from "../policypack/model";
import { judge, type Rule } from "../policypack/remediation";
import type { Claimable, ClaimIndex } from "./compare";
import { historyFrom } from "./ledger";
import { stackReport, type StackFindings } from "./stackReport";

/** All that was found of a stack, before anything of it is decided. */
export interface UndecidedStack extends Omit<StackFindings, "drifts"> {
  readonly attributed: readonly AttributedDrift[];
  /** By which settings of other stacks its changes can be explained. */
  readonly claimable: Claimable;
  /** As the scan began; absent where the ledger could not be read. */
  readonly standing?: Standing | undefined;
}

export interface DecisionContext {
  readonly rules: readonly Rule[];
  /** Of the stacks whose states are known so far. */
  readonly claims: ClaimIndex;
  /** `limits.ignoreMax`, in milliseconds. */
  readonly ignoreMax?: number | undefined;
  readonly now: () => Date;
}

/** Names what other stacks have set, and decides on every change: as a person said, else by the rules. */
export function decideStack({ attributed, claimable, standing, ...found }: UndecidedStack, { rules, claims, ignoreMax, now }: DecisionContext): StackReport {
  const { stack } = found;
  const at = now();
  const historyOf = standing && historyFrom(standing, at);
  const said = new Map(standing?.decisions.map((decision) => [decision.fingerprint, decision]));
  const drifts = attributed.map((drift) => ({
    ...drift,
    changes: drift.changes.map((change): Change =>
      judge({ stack, drift, change: withOwner(change), history: historyOf?.(change), said: said.get(change.fingerprint), rules, ignoreMax, now: at }),
    ),
  }));
  return stackReport({ ...found, drifts });

  function withOwner(change: AttributedChange): AttributedChange {
    const settings = claimable.get(change.fingerprint);
    const managedBy = settings && claims.find(settings, stack);
    return managedBy ? { ...change, managedBy } : change;
  }
}
