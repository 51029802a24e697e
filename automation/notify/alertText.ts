import { worstSeverity, type NoActorReason, type Severity } from "../../policypack/model";
import { actorPhrase, decisionPhrase } from "../report/changeFacts";
import { changeText } from "../report/changeText";
import { cut } from "../report/cut";
import { count, joined, prose, say, words, type Phrase } from "../report/phrase";
import { resolvedPhrase } from "../report/resolvedFacts";
import type { Alert, AlertedChange, AlertGroup, EndedChange, UncheckedStack } from "./alert";

// A line of an alert is read on a telephone.
const LONGEST = 80;

/** A line, and whether it begins something. */
export interface AlertLine {
  readonly kind: "title" | "item";
  /** Called for lines that there is room for. */
  readonly say: () => Phrase;
}

/** `7 changes in 3 stacks, worst critical, by alice and 2 others · 1 stack not checked · 2 resolved` */
export function headlinePhrase({ groups, unchecked, ended, recovered }: Alert): Phrase {
  const changes = groups.flatMap((group) => group.changes);
  const [first, ...others] = groups;
  const parts = [
    ...(first ? [say`${amountPhrase(changes)}, worst ${prose(severityOf(changes))}, ${byPhrase(first)}${others.length > 0 ? say` and ${count(others.length, "other")}` : say``}`] : []),
    ...(unchecked.length > 0 ? [say`${count(unchecked.length, "stack")} not checked`] : []),
    ...(ended.length > 0 ? [say`${ended.length} resolved`] : []),
    ...(recovered.length > 0 ? [say`${count(recovered.length, "stack")} checked again`] : []),
  ];
  return parts.length === 0 ? say`nothing is open any more` : joined(parts, " · ");
}

/** `alice@example.com (human) via console: 7 changes in 3 stacks, one session` */
export function groupPhrase({ cause, changes }: AlertGroup): Phrase {
  switch (cause.kind) {
    case "unknown":
      return say`${unknownPhrase(cause.reason)}: ${amountPhrase(changes)}`;
    case "many":
      return say`${count(cause.causes, "more actor")}: ${amountPhrase(changes)}`;
    case "actor":
      return say`${actorPhrase(shortened(cause.actor))}: ${amountPhrase(changes)}, ${cause.sessions === 1 ? say`one session` : count(cause.sessions, "session")}`;
  }
}

/** `critical · acme/shop/prod · web · ingress[1]: + 0.0.0.0/0 · opens access · revert by 2026-07-31 23:12 UTC (rule open-doors)` */
export function changePhrase({ stack, drift, change }: AlertedChange): Phrase {
  const { name } = drift.resource;
  const what = changeText(change, drift).head;
  return joined([prose(change.severity), say`${short(stack)}`, say`${short(name)}`, what, decisionPhrase(change.decision)], " · ");
}

export function uncheckedPhrase({ stack, code, message }: UncheckedStack): Phrase {
  return say`${short(stack)} could not be checked: ${prose(message)} (${short(code)})`;
}

export function endedPhrase({ stack, ended }: EndedChange): Phrase {
  return say`${short(stack)} · ${resolvedPhrase(ended)}`;
}

/** Everything that an alert says after its headline, worst first. */
export function alertLines({ groups, unchecked, ended, recovered }: Alert): readonly AlertLine[] {
  const section = <T>(title: Phrase, items: readonly T[], phrase: (item: T) => Phrase): readonly AlertLine[] =>
    items.length === 0 ? [] : [{ kind: "title", say: () => title }, ...items.map((item): AlertLine => ({ kind: "item", say: () => phrase(item) }))];
  return [
    ...groups.flatMap((group) => section(groupPhrase(group), group.changes, changePhrase)),
    ...section(say`Not checked`, unchecked, uncheckedPhrase),
    ...section(say`Resolved`, ended, endedPhrase),
    ...section(say`Checked again`, recovered, (stack) => say`${short(stack)}`),
  ];
}

/** The last line of what was cut: how much, and where it is. @param items how many lines of `alertLines` are left out */
export function restPhrase(items: number, { scan }: Alert): Phrase {
  return say`and ${count(items, "more", "more")}: in the report of scan ${short(scan.id)}`;
}

export function severityOf(changes: readonly AlertedChange[]): Severity {
  return worstSeverity(changes.map(({ change }) => change)) ?? "low";
}

/** Of those that have changes, in order of the changes. */
export function stacksOf(changes: readonly AlertedChange[]): readonly string[] {
  return [...new Set(changes.map(({ stack }) => stack))];
}

function amountPhrase(changes: readonly AlertedChange[]): Phrase {
  const stacks = stacksOf(changes);
  const [first = ""] = stacks;
  return say`${count(changes.length, "change")} in ${stacks.length === 1 ? say`${short(first)}` : count(stacks.length, "stack")}`;
}

function byPhrase({ cause }: AlertGroup): Phrase {
  if (cause.kind !== "actor") return say`by an unknown actor`;
  const { name, knownAs = name, identity, breakGlass } = cause.actor;
  // A name that people know must not hide in a headline that nobody vouches for it.
  return say`by ${short(identity === "verified" ? knownAs : name)}${identity === "claimed" ? say` (claimed name)` : say``}${breakGlass ? say`, BREAK-GLASS` : say``}`;
}

function unknownPhrase(reason: NoActorReason): Phrase {
  return say`unknown actor (${words(reason.replaceAll("-", " "))})`;
}

function shortened<A extends { readonly name: string; readonly knownAs?: string | undefined }>(actor: A): A {
  return { ...actor, name: short(actor.name), ...(actor.knownAs !== undefined && { knownAs: short(actor.knownAs) }) };
}

function short(text: string): string {
  return cut(text, LONGEST);
}
