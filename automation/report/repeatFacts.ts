import { counts, isAttributed, type Actor, type ScanReport } from "../../policypack/model";
import { actorPhrase } from "./changeFacts";
import type { Fact } from "./fact";
import { count, say } from "./phrase";

// Once is an incident, twice may be its end; from three days on it is a habit that an `up` will meet again.
const DAYS_OF_A_HABIT = 3;
const NAMED = 3;

interface Habit {
  readonly actor: Actor;
  readonly days: Set<string>;
  readonly changes: Set<string>;
  readonly resources: Set<string>;
}

/** Who keeps changing things by hand: people whose open changes are of several days. */
export function repeatFacts({ stacks }: Pick<ScanReport, "stacks">): readonly Fact[] {
  const habits = new Map<string, Habit>();
  for (const { drifts } of stacks) {
    for (const { resource, changes } of drifts) {
      for (const { fingerprint, attribution } of changes.filter(counts)) {
        if (!isAttributed(attribution)) continue;
        const { actor, event } = attribution;
        const habit = habits.get(actor.principal) ?? { actor, days: new Set(), changes: new Set(), resources: new Set() };
        habits.set(actor.principal, habit);
        habit.days.add(new Date(event.time).toISOString().slice(0, 10));
        habit.changes.add(fingerprint);
        habit.resources.add(resource.urn);
      }
    }
  }
  return [...habits.values()]
    .filter(({ days }) => days.size >= DAYS_OF_A_HABIT)
    .toSorted((one, other) => other.days.size - one.days.size || (one.actor.principal < other.actor.principal ? -1 : 1))
    .slice(0, NAMED)
    .map(({ actor, days, changes, resources }) => ({
      label: "repeat",
      text: say`${actorPhrase(actor)}: ${count(changes.size, "open change")} in ${count(resources.size, "resource")}, made on ${count(days.size, "day")}`,
    }));
}
