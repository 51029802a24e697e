import {
  inputsDigest,
  isAttributed,
  OPEN_DRIFT,
  secretInputs,
  type AuditEvent,
  type Change,
  type DriftedResource,
  type OpenDrift,
  type OpenDriftEntry,
  type StackReport,
} from "../../policypack/model";
import type { StateResource } from "../estate/deployment";

// A nightly scan that fails once must not lift every hold the next morning: its file outlives a day by half a day.
const LIFETIME = 36 * 3_600_000;

/** Equal to no digest: where the recorded inputs are not known, any update may overwrite. */
const NO_INPUTS = "";

export interface OpenDriftInput {
  readonly report: StackReport;
  /** As they are recorded; absent where the stack could not be read. */
  readonly resources?: readonly StateResource[] | undefined;
  readonly previous?: OpenDrift | undefined;
  readonly now: Date;
}

/**
 * What `pulumi up` must know about a stack. Changes that no `up` would touch (hidden by ignoreChanges, never set
 * by the program) and noise are left out. What could not be checked this time keeps the entries of last time: not
 * having looked proves nothing.
 */
export function openDriftOf({ report, resources, previous, now }: OpenDriftInput): OpenDrift {
  const unchecked = new Set(report.resources.unchecked.map(({ urn }) => urn));
  const nothingSeen = report.status === "unchecked";
  const recorded = resources && new Map(resources.filter((resource) => resource.delete !== true).map((resource) => [resource.urn, resource]));

  const kept = (previous?.entries ?? []).filter(({ urn }) => (nothingSeen || unchecked.has(urn)) && (recorded?.has(urn) ?? true));
  const found = report.drifts
    .filter(({ resource }) => !nothingSeen && !unchecked.has(resource.urn))
    .flatMap(({ resource, changes }) => changes.filter(isOpen).map((change) => entryOf(resource, change)));
  const entries = [...kept, ...found].map((entry) => withRecordedInputs(entry, recorded?.get(entry.urn)));

  // Where nothing could be seen, the file grows no younger: scans that keep failing must not hold for ever.
  const age = nothingSeen && previous ? previous : { generatedAt: now.toISOString(), expiresAt: new Date(now.getTime() + LIFETIME).toISOString() };
  return {
    schema: OPEN_DRIFT,
    generatedAt: age.generatedAt,
    expiresAt: age.expiresAt,
    stack: report.stack,
    entries,
    adoptions: previous?.adoptions ?? [],
  };
}

/** What another stack's resource set is open too: it may be held, and `up` would take it away. */
function isOpen({ noise, tier }: Change): boolean {
  return noise === undefined && tier === "declared";
}

function entryOf(resource: DriftedResource, change: Change): OpenDriftEntry {
  const { attribution } = change;
  return {
    urn: resource.urn,
    type: resource.type,
    path: change.path,
    ...(change.expected !== undefined && { recorded: change.expected }),
    recordedInputsDigest: NO_INPUTS,
    ...(change.actual !== undefined && { actual: change.actual }),
    fingerprint: change.fingerprint,
    valueDigest: change.valueDigest,
    decision: change.decision,
    ...(isAttributed(attribution) && { actor: attribution.actor, event: withoutPayload(attribution.event), confidence: attribution.confidence }),
    ...(change.replaces !== undefined && { replaces: change.replaces }),
    ...(change.absorbed && { absorbed: change.absorbed }),
    ...(change.path === "" && { resource }),
  };
}

/** The report has the whole event; each `up` reads this file. */
function withoutPayload({ id, time, source, service, operation, principal }: AuditEvent): AuditEvent {
  return { id, time, source, service, operation, principal };
}

/** Kept entries too: an `up` since then has recorded other inputs. */
function withRecordedInputs(entry: OpenDriftEntry, resource: StateResource | undefined): OpenDriftEntry {
  if (resource === undefined) return entry;
  const secrets = secretInputs(resource.inputs);
  return { ...entry, recordedInputsDigest: inputsDigest(resource.inputs, secrets), secretInputs: secrets };
}
