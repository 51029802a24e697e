import { counts, isAttributed, severities, type Attribution, type Change, type Drift, type ScanReport, type Severity, type StackReport } from "../../../policypack/model";
import { cut } from "../cut";
import { say, words, type Phrase } from "../phrase";

// One line of a list, a lane or a select.
const LONGEST = 60;

/** What the changes of one person, decision or age have in common, and how many there are of each severity. */
export interface Facet {
  /** Position in its list; what the page's filter compares. */
  readonly index: number;
  readonly label: Phrase;
  readonly amounts: Record<Severity, number>;
}

/** A change that counts, and where it stands. */
export interface Placed {
  readonly stack: StackReport;
  readonly drift: Drift;
  readonly change: Change;
}

export function placedChanges({ stacks }: Pick<ScanReport, "stacks">): readonly Placed[] {
  return stacks.flatMap((stack) => stack.drifts.flatMap((drift) => drift.changes.filter(counts).map((change) => ({ stack, drift, change }))));
}

/** In order of appearance. */
export function facetsOf(changes: readonly Change[], facetOf: (change: Change) => { readonly key: string; readonly label: Phrase }): ReadonlyMap<string, Facet> {
  const facets = new Map<string, Facet>();
  for (const change of changes) {
    const { key, label } = facetOf(change);
    const facet = facets.get(key) ?? { index: facets.size, label, amounts: { low: 0, medium: 0, high: 0, critical: 0 } };
    facets.set(key, facet);
    facet.amounts[change.severity] += 1;
  }
  return facets;
}

export function total({ amounts }: Facet): number {
  return severities.reduce((sum, severity) => sum + amounts[severity], 0);
}

/** Who did the most harm first. */
export function worstFirst(facets: Iterable<Facet>): readonly Facet[] {
  const byHarm = (one: Facet, other: Facet): number => severities.toReversed().map((severity) => other.amounts[severity] - one.amounts[severity]).find((difference) => difference !== 0) ?? one.index - other.index;
  return [...facets].toSorted(byHarm);
}

/** The same name vouched for by a login and chosen by a caller are two people. */
export function whoFacet({ attribution }: { readonly attribution: Attribution }): { readonly key: string; readonly label: Phrase } {
  if (!isAttributed(attribution)) return { key: "", label: say`unknown` };
  const { name, knownAs = name, identity } = attribution.actor;
  switch (identity) {
    case "verified":
      return { key: `verified ${knownAs}`, label: say`${cut(knownAs, LONGEST)}` };
    case "claimed":
      return { key: `claimed ${name}`, label: say`${cut(name, LONGEST)} (claimed name)` };
    case "unresolved":
      return { key: `unresolved ${name}`, label: say`${cut(name, LONGEST)} (role only)` };
  }
}

export function decisionFacet({ decision }: Pick<Change, "decision">): { readonly key: string; readonly label: Phrase } {
  return { key: decision.action, label: words(decision.action) };
}

/** What the page can be filtered by, beside the severity, the stack and the text. */
export interface Facets {
  readonly who: ReadonlyMap<string, Facet>;
  readonly decision: ReadonlyMap<string, Facet>;
}

export function facetsOfReport(placed: readonly Placed[]): Facets {
  const changes = placed.map(({ change }) => change);
  return { who: facetsOf(changes, whoFacet), decision: facetsOf(changes, decisionFacet) };
}
