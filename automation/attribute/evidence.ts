/**
 * What a call that names a resource says about one change of it. explains: its parameters give the actual value.
 * touches: it changes this property, the value cannot be seen. contradicts: it set another value, so it was
 * overwritten or undone. names: nothing more is known. elsewhere: it changed something else.
 */
export type Verdict = "explains" | "touches" | "contradicts" | "names" | "elsewhere";

export interface Evidence {
  readonly verdict: Verdict;
  /** Follows "<operation> by <who> at <when>", without values that may be secret. */
  readonly says: string;
  /**
   * Set where the change tells only a part of what was changed (an address, not its port): what the call gave as the
   * whole. Calls that gave different wholes cannot be told apart.
   */
  readonly whole?: string;
}

export const elsewhere: Evidence = { verdict: "elsewhere", says: "changed something else" };

const RANK: Readonly<Record<Verdict, number>> = { explains: 4, contradicts: 3, touches: 2, names: 1, elsewhere: 0 };

export function strongest(evidence: readonly Evidence[]): Evidence {
  return evidence.reduce((best, next) => (RANK[next.verdict] > RANK[best.verdict] ? next : best), elsewhere);
}
