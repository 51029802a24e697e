import { isAttributed } from "../model";
import type { Case } from "./case";
import type { Rule } from "./rule";

/** The clock of a change: since the event that made it, else since it was first seen, else since now. */
export function startOf({ change: { attribution }, history }: Case, now: Date): Date {
  if (isAttributed(attribution)) return new Date(attribution.event.time);
  return history === undefined ? now : new Date(history.firstSeen);
}

/** Milliseconds. */
export function ageOf(subject: Case, now: Date): number {
  return now.getTime() - startOf(subject, now).getTime();
}

/** When what a rule decides runs out, or has to be carried out. */
export function endOf({ until, for: lasts, within }: Rule, subject: Case, now: Date): Date | undefined {
  if (until !== undefined) return new Date(until);
  const span = lasts ?? within;
  return span === undefined ? undefined : new Date(startOf(subject, now).getTime() + span);
}
