import { z } from "zod";
import { isAttributed, type Actor, type ActorKind, type AuditEvent, type DriftedResource, type ScanReport } from "../../policypack/model";
import type { OcsfEvent } from "./ocsfEvent";
import { placedChanges } from "./placedChanges";

/** A call that is evidence, once, whatever it changed. */
export interface OcsfCall {
  readonly event: AuditEvent;
  /** Only the principal is known of who made the earlier calls. */
  readonly actor?: Actor;
  readonly resources: readonly DriftedResource[];
}

export function ocsfCalls(report: Pick<ScanReport, "stacks">): readonly OcsfCall[] {
  const calls = new Map<string, { event: AuditEvent; actor?: Actor; resources: Map<string, DriftedResource> }>();
  const add = (event: AuditEvent, resource: DriftedResource, actor?: Actor): void => {
    const call = calls.get(event.id) ?? { event, resources: new Map<string, DriftedResource>() };
    call.resources.set(resource.urn, resource);
    calls.set(event.id, { ...call, ...(actor && { actor }) });
  };
  for (const { drift, change } of placedChanges(report)) {
    if (!isAttributed(change.attribution)) continue;
    add(change.attribution.event, drift.resource, change.attribution.actor);
    for (const event of change.attribution.related) add(event, drift.resource);
  }
  return [...calls.values()].map(({ resources, ...call }) => ({ ...call, resources: [...resources.values()] }));
}

// OCSF's: unknown, user, system.
const USER_TYPE: Readonly<Record<ActorKind, number>> = { human: 1, automation: 3, "aws-service": 3, iac: 3, unknown: 0 };

export function ocsfActor({ kind, name, principal, account, via, mfa }: Actor): OcsfEvent {
  return {
    user: {
      name,
      uid: principal,
      type_id: USER_TYPE[kind],
      ...(account !== undefined && { account: { uid: account, type_id: 10 } }),
      ...(mfa !== undefined && { has_mfa: mfa }),
    },
    invoked_by: via,
  };
}

export function ocsfApi({ id, operation, service, request, response, error }: AuditEvent): OcsfEvent {
  return {
    operation,
    service: { name: service },
    ...(request !== undefined && { request: { uid: id, data: request } }),
    ...((response !== undefined || error !== undefined) && { response: { ...(response !== undefined && { data: response }), ...(error !== undefined && { error }) } }),
  };
}

const address = z.union([z.ipv4(), z.ipv6()]);

/** CloudTrail's `sourceIPAddress` is the name of a service where that made the call. OCSF demands one of them. */
export function ocsfSource(actor: Actor | undefined): OcsfEvent {
  const from = actor?.sourceIp;
  if (from === undefined) return { name: "not told" };
  return address.safeParse(from).success ? { ip: from } : { svc_name: from };
}
