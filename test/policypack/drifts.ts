import type { Actor, Attributed, AttributedChange, AttributedDrift, AuditEvent, Decision, History, OpenDrift, OpenDriftEntry, PersonDecision } from "../../policypack/model";

export const URN = "urn:pulumi:prod::orders::aws:sqs/queue:Queue::jobs";

export const actor: Actor = {
  kind: "human",
  name: "dana@example.com",
  principal: "arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Admin_0123/dana@example.com",
  identity: "verified",
  via: "console",
  viaBasis: "credential",
  chain: [],
};

export const event: AuditEvent = {
  id: "e-1",
  time: "2026-03-01T10:00:00Z",
  source: "lookup-events",
  service: "sqs.amazonaws.com",
  operation: "SetQueueAttributes",
  principal: actor.principal,
};

export const attributed: Attributed = { confidence: "proven", actor, event, related: [], why: [] };

export function changeWith(given: Partial<AttributedChange> = {}): AttributedChange {
  return {
    fingerprint: "f-1",
    valueDigest: "v-1",
    path: "visibilityTimeoutSeconds",
    kind: "changed",
    expected: 30,
    actual: 300,
    tier: "declared",
    severity: "medium",
    attribution: attributed,
    ...given,
  };
}

export function driftWith(change: AttributedChange, kind: AttributedDrift["kind"] = "modified"): AttributedDrift {
  return { resource: { urn: URN, type: "aws:sqs/queue:Queue", name: "jobs", id: "https://sqs/jobs", identities: ["jobs"] }, kind, changes: [change] };
}

export function historyWith(given: Partial<History> = {}): History {
  return { firstSeen: "2026-02-28T02:00:00Z", lastSeen: "2026-03-01T02:00:00Z", scans: 2, state: "ongoing", ...given };
}

/** About the change that `changeWith` gives. */
export function saidWith(given: Partial<PersonDecision> = {}): PersonDecision {
  return {
    stack: "acme/orders/prod",
    fingerprint: "f-1",
    urn: URN,
    type: "aws:sqs/queue:Queue",
    path: "visibilityTimeoutSeconds",
    valueDigest: "v-1",
    actor: actor.principal,
    action: "hold",
    by: { name: "erin", principal: "arn:aws:iam::111111111111:user/erin", basis: "sts" },
    reason: "incident 7",
    at: "2026-03-01T11:00:00Z",
    ...given,
  };
}

export const hold: Decision = { action: "hold", by: { rule: "incident" } };

export function entryWith(given: Partial<OpenDriftEntry> = {}): OpenDriftEntry {
  return {
    urn: URN,
    type: "aws:sqs/queue:Queue",
    path: "visibilityTimeoutSeconds",
    recorded: 30,
    recordedInputsDigest: "",
    actual: 300,
    fingerprint: "f-1",
    valueDigest: "v-1",
    decision: hold,
    actor,
    event,
    ...given,
  };
}

export function openDriftWith(entries: readonly OpenDriftEntry[], given: Partial<OpenDrift> = {}): OpenDrift {
  return {
    schema: "whodrift/open-drift@1",
    generatedAt: "2026-03-02T02:00:00.000Z",
    expiresAt: "2026-03-03T14:00:00.000Z",
    stack: "acme/orders/prod",
    entries,
    adoptions: [],
    ...given,
  };
}
