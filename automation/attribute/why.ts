import { isMasked, type Actor, type Attributed, type FoundChange } from "../../policypack/model";
import type { Masker } from "../compare/masker";
import { toAuditEvent } from "./auditEvent";
import type { Candidate, Choice } from "./chooseCall";
import type { Call } from "./indexRecords";
import { operationOf } from "./mutatingCalls";
import { nameReasons, resolveActor } from "./resolveActor";
import type { SessionIndex } from "./sessionIndex";

// A value is quoted to be recognised, not to be read in full.
const LONGEST_QUOTE = 80;

/** Puts a choice into words that a person can check against the event. */
export function describeChoice(choice: Choice, change: FoundChange, sessions: SessionIndex, masker: Masker): Attributed {
  const { candidate, confidence, overruledBy } = choice;
  const { record } = candidate.call.trail;
  const resolved = resolveActor(record, sessions);
  const actor: Actor = candidate.deployment === "deployment" ? { ...resolved, kind: "iac" } : resolved;
  const why = [
    `${sentence(candidate, actor)}${candidate.evidence.verdict === "explains" ? quote(change) : ""}`,
    ...(overruledBy === undefined ? [] : [`${operationOf(overruledBy.trail.record)} at ${minute(overruledBy)} set it otherwise later; who set it back is not recorded`]),
    ...(choice.ambiguous ? ["other calls fit this change as well, because it does not tell all of what was changed"] : []),
    ...(candidate.deployment === "deployment" ? ["by a deploy principal, during a deployment of this stack"] : []),
    ...(candidate.deployment === "stray" ? ["by a deploy principal, outside of every deployment"] : []),
    ...nameReasons(record, sessions),
  ];
  return { confidence, actor, event: toAuditEvent(candidate.call, masker), related: choice.related.map((call) => toAuditEvent(call, masker)), why };
}

/** About a call that cannot have caused what is there now. */
export function describeOverwritten(candidate: Candidate, sessions: SessionIndex): string {
  return sentence(candidate, resolveActor(candidate.call.trail.record, sessions));
}

function sentence({ call, evidence }: Candidate, actor: Actor): string {
  return `${operationOf(call.trail.record)} by ${actor.name} at ${minute(call)} ${evidence.says}`;
}

function minute({ time }: Call): string {
  return `${new Date(time).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

function quote(change: FoundChange): string {
  const { actual } = change;
  if (actual === undefined || actual === null || isMasked(actual) || typeof actual === "object") return "";
  const text = String(actual);
  return text.length > LONGEST_QUOTE ? "" : ` (${text})`;
}
