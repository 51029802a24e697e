import { canonicalJson, isAttributed, type Actor } from "../../policypack/model";
import { rank } from "../report/ranking";
import type { AlertedChange, AlertGroup, Cause } from "./alert";

// Whoever may name sessions must not open an incident for each name.
const MOST_GROUPS = 20;

/**
 * Changes of one actor together, and those that have no actor for the same reason; worst first.
 * @param threadOf a name for the group, from what makes it one
 */
export function groupByCause(changes: readonly AlertedChange[], threadOf: (cause: readonly string[]) => string): readonly AlertGroup[] {
  const groups = new Map<string, [AlertedChange, ...AlertedChange[]]>();
  for (const one of changes.toSorted((a, b) => rank(b.change) - rank(a.change))) {
    const key = canonicalJson(causeKey(one.change));
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  const all = [...groups.values()];
  const named = all.slice(0, all.length > MOST_GROUPS ? MOST_GROUPS - 1 : MOST_GROUPS);
  const others = all.slice(named.length);
  return [
    ...named.map((grouped) => ({ thread: threadOf(causeKey(grouped[0].change)), cause: causeOf(grouped[0], grouped), changes: grouped })),
    ...(others.length > 0 ? [{ thread: threadOf(["many"]), cause: { kind: "many", causes: others.length } as const, changes: others.flat() }] : []),
  ];
}

function causeKey({ attribution }: AlertedChange["change"]): readonly string[] {
  if (!isAttributed(attribution)) return ["unknown", attribution.reason];
  // A claimed name must not hide among what the person of that name did.
  const { kind, name, identity, via, breakGlass = false } = attribution.actor;
  return ["actor", kind, identity, name, via, String(breakGlass)];
}

function causeOf({ change: { attribution } }: AlertedChange, grouped: readonly AlertedChange[]): Cause {
  if (!isAttributed(attribution)) return { kind: "unknown", reason: attribution.reason };
  const sessions = grouped.flatMap(({ change }) => (isAttributed(change.attribution) ? [sessionOf(change.attribution.actor)] : []));
  return { kind: "actor", actor: attribution.actor, sessions: new Set(sessions).size };
}

/** The credentials, and the call that gave them where the trail tells. */
function sessionOf({ principal, chain }: Actor): string {
  return canonicalJson([principal, ...chain.map(({ eventId }) => eventId ?? "")]);
}
