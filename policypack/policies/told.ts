import { isMasked, type Actor, type Json, type OpenDriftEntry } from "../model";
import { harmless } from "./harmless";

export type Line = readonly [label: string, text: string];

/** @param first stands alone, where only one line is shown */
export function told(first: string, lines: readonly Line[]): string {
  return [first, ...lines.map(([label, text]) => `  ${`${label}:`.padEnd(10)}${text}`)].join("\n");
}

export function place({ path, type, urn }: Pick<OpenDriftEntry, "path" | "type" | "urn">): string {
  return `${path === "" ? "the resource itself" : harmless(path, 200)} of ${harmless(type, 100)} ${harmless(urn.split("::").slice(3).join("::"), 200)}`;
}

export function who({ actual, actor, event }: Pick<OpenDriftEntry, "actual" | "actor" | "event">): readonly Line[] {
  return [
    ["now", shown(actual)],
    ["by", actor ? person(actor) : "unknown: no audit event names anybody"],
    ...(event ? [["at", `${utc(event.time)}, ${harmless(event.service, 60)} ${harmless(event.operation, 80)}, event ${harmless(event.id, 80)}`] as const] : []),
  ];
}

export function held({ by, until }: OpenDriftEntry["decision"]): string {
  const decider = "rule" in by ? `rule ${harmless(by.rule, 100)}` : `${harmless(by.person, 100)}${by.basis === "claimed" ? " (CLAIMED: nobody vouches for the name)" : ""}: ${harmless(by.reason, 200)}`;
  return `${decider}${until === undefined ? "" : `, until ${utc(until)}`}`;
}

export function shown(value: Json | undefined): string {
  if (value === undefined) return "not there";
  return isMasked(value) ? "«secret»" : harmless(JSON.stringify(value, hideMasked), 300);
}

function hideMasked(_key: string, value: unknown): unknown {
  return isMasked(value) ? "«secret»" : value;
}

function person({ name, identity, principal, via }: Actor): string {
  const known = harmless(name, 120);
  const how = via === "unknown" ? "" : `, via ${via}`;
  switch (identity) {
    case "verified":
      return `${known} (${harmless(principal, 200)})${how}`;
    case "claimed":
      return `${known} (session name chosen by the caller; ${harmless(principal, 200)})${how}`;
    case "unresolved":
      return `somebody as ${harmless(principal, 200)}${how}`;
  }
}

export function utc(time: string): string {
  return new Date(time).toISOString().replace("T", " ").replace(/\.\d+Z$/, " UTC");
}

/** A word that a shell takes as it is. */
export function word(text: string): string {
  return text.replace(/[^A-Za-z0-9._:/-]/g, "").slice(0, 300);
}

/** A URN between quotes: a parent's type comes before a `$`. What no plain name has is left out. */
export function quotedUrn(urn: string): string {
  return `'${urn.replace(/[^A-Za-z0-9._:/$@+=,-]/g, "").slice(0, 600)}'`;
}
