import type { Actor, AuditEvent, DriftedResource } from "../../policypack/model";
import type { TrailRecord } from "../audit/trailRecord";
import { toAuditEvent } from "./auditEvent";
import { concerns, subjectsIn } from "./concerns";
import type { AttributionContext } from "./context";
import { deploymentJudge } from "./deployments";
import { indexRecords } from "./indexRecords";
import { learnCalledSecrets } from "./learnSecrets";
import { operationsOf, type ResourceOperations } from "./operations";
import { operationOf } from "./mutatingCalls";
import { isPossiblyOf } from "./scope";
import { indexSessions } from "./sessionIndex";
import { tellParameters } from "./tellParameters";
import { actorOf } from "./why";

export interface TimelineEntry {
  readonly event: AuditEvent;
  readonly actor: Actor;
  /** Follows "<operation> by <who>": `set Status=Suspended`. One line, without secrets; names in it are attacker-chosen. */
  readonly says: string;
  /** The stack's own: a deploy principal during one of the updates. */
  readonly deployment: boolean;
}

/** Where the type is not known, every call that names the resource is told. */
export type TimelineResource = Pick<DriftedResource, "identities" | "account" | "region"> & { readonly type?: string };

/**
 * Everything that changed, or may have changed, one resource, oldest first. Failed calls and reads are left out.
 *
 * @param records unordered, duplicates do no harm; `AssumeRole*` calls too, for the people behind roles
 */
export function timelineOf(
  resource: TimelineResource,
  records: readonly TrailRecord[],
  { updates, deployPrincipals, actors, masker }: Pick<AttributionContext, "updates" | "deployPrincipals" | "actors" | "masker">,
): readonly TimelineEntry[] {
  const { type, identities } = resource;
  const sessions = indexSessions(records, actors);
  const deployments = deploymentJudge(deployPrincipals, updates, records);
  const calls = indexRecords(records, new Set(identities))
    .naming(identities)
    .filter((call) => isPossiblyOf(call, resource) && (type === undefined || concerns(call.trail.record, { type, identities })));
  learnCalledSecrets(calls, masker);
  return calls.map((call) => {
    const { record } = call.trail;
    const deployment = deployments.judge(call);
    const deleted = type !== undefined && onlyDeletes(operationOf(record), operationsOf(type));
    const subjects = type === undefined ? undefined : subjectsIn(record, { type, identities });
    return {
      event: toAuditEvent(call, masker),
      actor: actorOf(record, deployment, sessions),
      says: deleted ? "deleted it" : tellParameters(record, subjects ?? new Set(), masker),
      deployment: deployment === "deployment",
    };
  });
}

/** Others delete one of several, or do something else as well. */
function onlyDeletes(operation: string, known: ResourceOperations | undefined): boolean {
  const isWriter = known?.writers.some(({ operations }) => operations.includes(operation)) === true;
  return known?.deletes.includes(operation) === true && !isWriter && !/^(Revoke|Remove|Detach)/.test(operation);
}
