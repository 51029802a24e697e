import { counts, severities, type Change, type Drift, type StackReport } from "../../policypack/model";

/** Everything is drawn worst first: readers stop early, and limits cut at the end. */
export function changesWorstFirst(drift: Drift): readonly Change[] {
  return drift.changes.filter(counts).toSorted((a, b) => rank(b) - rank(a) || inOrder(a.path, b.path));
}

/** Drifts with nothing but noise are left out. */
export function driftsWorstFirst(stack: StackReport): readonly Drift[] {
  return stack.drifts
    .map((drift) => ({ drift, rank: worstRank(drift) }))
    .filter(({ rank }) => rank >= 0)
    .toSorted((a, b) => b.rank - a.rank || inOrder(a.drift.resource.urn, b.drift.resource.urn))
    .map(({ drift }) => drift);
}

export function stacksWorstFirst(stacks: readonly StackReport[]): readonly StackReport[] {
  const order = ["drifted", "unchecked", "partial", "in-sync", "empty"];
  return stacks
    .map((stack) => ({ stack, worst: stack.drifts.reduce((worst, drift) => Math.max(worst, worstRank(drift)), -1) }))
    .toSorted(
      (a, b) =>
        order.indexOf(a.stack.status) - order.indexOf(b.stack.status) || b.worst - a.worst || inOrder(a.stack.stack, b.stack.stack),
    )
    .map(({ stack }) => stack);
}

/** Opening access weighs more than anything else of the same severity. */
export function rank(change: Pick<Change, "severity" | "opensAccess">): number {
  return severities.indexOf(change.severity) * 2 + (change.opensAccess ? 1 : 0);
}

function worstRank(drift: Drift): number {
  return drift.changes.reduce((worst, change) => (counts(change) ? Math.max(worst, rank(change)) : worst), -1);
}

function inOrder(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
