import { isAttributed, type Action, type Decision, type PersonAction, type PersonDecision } from "../model";
import { forbidden } from "./mayDecide";
import type { Case } from "./case";

/** Why what a person said stands no more, or may not; undefined where it decides. */
export function lapsed(said: PersonDecision, subject: Case, now: Date): string | undefined {
  const { attribution, valueDigest } = subject.change;
  if (said.valueDigest !== valueDigest) return "it was said about another value";
  // Somebody who is named only now may well be the one who had done it then.
  if (said.actor !== undefined && isAttributed(attribution) && attribution.actor.principal !== said.actor) return "somebody else has touched it since";
  if (said.until !== undefined && said.action !== "revert" && new Date(said.until) <= now) return `ran out ${new Date(said.until).toISOString()}`;
  return forbidden(said.action, subject);
}

/** A revert that was not carried out in time is overdue; anything else has run out by then (see `lapsed`). */
export function decisionOfPerson({ action, by, reason, until }: PersonDecision, now: Date): Decision {
  return {
    action: ACTIONS[action],
    by: { person: by.name, reason, basis: by.basis },
    ...(until !== undefined && { until: new Date(until).toISOString() }),
    ...(until !== undefined && new Date(until) <= now && { overdue: true }),
  };
}

/** What is released is open as before, and an `up` may overwrite it. */
const ACTIONS: Readonly<Record<PersonAction, Action>> = { hold: "hold", release: "alert", adopt: "adopt", revert: "revert", ignore: "ignore" };
