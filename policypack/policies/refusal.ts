import { isMasked, type Actor, type Json, type OpenDriftEntry } from "../model";
import { harmless } from "./harmless";
import type { RefreshMode } from "./overwrites";

/** What is refused, why, on whose account, and how to go on. The first line stands alone. */
export function refusal(entry: OpenDriftEntry, stack: string, refresh: RefreshMode): string {
  const { actor, event, decision, path } = entry;
  const place = path === "" ? "the resource itself" : harmless(path, 200);
  const name = harmless(entry.urn.split("::").slice(3).join("::"), 200);
  return [
    `${place} of ${harmless(entry.type, 100)} ${name} is held: this update would overwrite a change made outside Pulumi.`,
    `  now:      ${shown(entry.actual)}`,
    `  by:       ${actor ? person(actor) : "unknown: no audit event names anybody"}`,
    ...(event ? [`  at:       ${utc(event.time)}, ${harmless(event.service, 60)} ${harmless(event.operation, 80)}, event ${harmless(event.id, 80)}`] : []),
    `  held by:  ${holder(decision)}${decision.until === undefined ? "" : `, until ${utc(decision.until)}`}`,
    `  refused:  ${reason(refresh)}`,
    `  look:     whodrift scan --stack ${word(stack)}`,
    `  release:  ${release(entry, stack)}`,
  ].join("\n");
}

function shown(value: Json | undefined): string {
  if (value === undefined) return "not there";
  return isMasked(value) ? "«secret»" : harmless(JSON.stringify(value, hideMasked), 300);
}

function hideMasked(_key: string, value: unknown): unknown {
  return isMasked(value) ? "«secret»" : value;
}

function person({ name, identity, principal, via }: Actor): string {
  const who = harmless(name, 120);
  const how = via === "unknown" ? "" : `, via ${via}`;
  switch (identity) {
    case "verified":
      return `${who} (${harmless(principal, 200)})${how}`;
    case "claimed":
      return `${who} (session name chosen by the caller; ${harmless(principal, 200)})${how}`;
    case "unresolved":
      return `somebody as ${harmless(principal, 200)}${how}`;
  }
}

function holder({ by }: OpenDriftEntry["decision"]): string {
  return "rule" in by ? `rule ${harmless(by.rule, 100)}` : `${harmless(by.person, 100)}: ${harmless(by.reason, 200)}`;
}

/** What a rule holds, only that rule can let go. */
function release({ decision, fingerprint }: OpenDriftEntry, stack: string): string {
  return "rule" in decision.by ? `change that rule in whodrift.yaml, then whodrift scan --stack ${word(stack)}` : `whodrift decide ${word(fingerprint)} release --reason "…"`;
}

function reason(refresh: RefreshMode): string {
  switch (refresh) {
    case "assume":
      return "the program's value is not the actual one, and this up is taken to refresh first";
    case "never":
      return "the resource's inputs are not those recorded, and the program does not have the actual value";
  }
}

function utc(time: string): string {
  return new Date(time).toISOString().replace("T", " ").replace(/\.\d+Z$/, " UTC");
}

/** A word that a shell takes as it is. */
function word(text: string): string {
  return text.replace(/[^A-Za-z0-9._:/-]/g, "").slice(0, 300);
}
