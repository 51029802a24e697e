import type { Actor, Attributed } from "../../policypack/model";
import type { CloudTrailRecord } from "../audit/trailRecord";
import type { Masker } from "../compare/masker";
import { toAuditEvent } from "./auditEvent";
import type { Candidate, Choice } from "./chooseCall";
import { describeDeployment } from "./describeDeployment";
import type { Deployment, DeploymentJudge } from "./deployments";
import type { Call } from "./indexRecords";
import { operationOf } from "./mutatingCalls";
import { resolveActor } from "./resolveActor";
import type { SessionIndex } from "./sessionIndex";

/** Puts a choice into words that a person can check against the event. */
export function describeChoice(choice: Choice, sessions: SessionIndex, deployments: DeploymentJudge, masker: Masker): Attributed {
  const { candidate, confidence, overruledBy } = choice;
  const { record } = candidate.call.trail;
  const actor = actorOf(record, candidate.deployment, sessions);
  const why = [
    sentence(candidate, actor),
    ...rivalSentence(choice.rivals, sessions),
    ...(overruledBy === undefined ? [] : [`${operationOf(overruledBy.trail.record)} at ${minute(overruledBy)} set it otherwise later; who set it back is not recorded`]),
    ...(choice.ambiguous ? ["other calls fit this change as well, because it does not tell all of what was changed"] : []),
    ...describeDeployment(candidate, actor, deployments),
    ...identitySentence(actor),
  ];
  return { confidence, actor, event: toAuditEvent(candidate.call, masker), related: choice.related.map((call) => toAuditEvent(call, masker)), why };
}

/** Who made a call; the stack's own deployments are nobody's. */
export function actorOf(record: CloudTrailRecord, deployment: Deployment, sessions: SessionIndex): Actor {
  const resolved = resolveActor(record, sessions);
  return deployment === "deployment" ? { ...resolved, kind: "iac" } : resolved;
}

/** About a call that cannot have caused what is there now. */
export function describeOverwritten(candidate: Candidate, sessions: SessionIndex): string {
  return sentence(candidate, resolveActor(candidate.call.trail.record, sessions));
}

function rivalSentence(rivals: readonly Candidate[], sessions: SessionIndex): readonly string[] {
  if (rivals.length === 0) return [];
  const others = rivals.map(({ call }) => `${operationOf(call.trail.record)} by ${resolveActor(call.trail.record, sessions).name}`);
  return [`in the same second as ${others.join(", ")}, which fits as well; which came last is not recorded`];
}

function sentence({ call, evidence }: Candidate, actor: Actor): string {
  return `${operationOf(call.trail.record)} by ${actor.name} at ${minute(call)} ${evidence.says}`;
}

function minute({ time }: Call): string {
  return `${new Date(time).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

function identitySentence(actor: Actor): readonly string[] {
  switch (actor.identity) {
    case "verified":
      return [];
    case "claimed":
      return ["the name was chosen by whoever started the session"];
    case "unresolved":
      return ["the record names a role or account, not a person"];
  }
}
