import type { Change } from "../../../policypack/model";
import { say, type Phrase } from "../phrase";
import { spanBetween } from "../span";
import { facetsOf, type Facet } from "./facets";

const DAY = 86_400_000;

const AGES: readonly (readonly [number, Phrase])[] = [
  [DAY, say`under a day`],
  [7 * DAY, say`1 to 7 days`],
  [30 * DAY, say`7 to 30 days`],
  [Infinity, say`over 30 days`],
];

/** How long open changes have been seen, youngest first; those without a history are in none. */
export function ages(changes: readonly Change[]): readonly Facet[] {
  const known = changes.flatMap((change) => (change.history ? [change] : []));
  const facets = facetsOf(known, (change) => ({ key: String(ageOf(change)), label: AGES[ageOf(change)]?.[1] ?? say`new in this scan` }));
  return [-1, ...AGES.keys()].flatMap((age) => facets.get(String(age)) ?? []);
}

function ageOf({ history }: Change): number {
  if (history === undefined || history.state === "new") return -1;
  const age = spanBetween(history.firstSeen, history.lastSeen);
  return AGES.findIndex(([below]) => age < below);
}
