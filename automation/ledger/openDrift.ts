import {
  inputsDigest,
  isAttributed,
  OPEN_DRIFT,
  readPath,
  secretInputs,
  type AuditEvent,
  type Change,
  type DriftedResource,
  type OpenDrift,
  type OpenDriftEntry,
  type PersonDecision,
  type StackReport,
} from "../../policypack/model";
import { judgeAdoption, unadoptable } from "../../policypack/policies/adoption";
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
  /** The last one of each change, as the ledger knows them. */
  readonly decisions?: readonly PersonDecision[] | undefined;
  readonly now: Date;
}

/**
 * What `pulumi up` must know about a stack. Changes that no `up` would touch (hidden by ignoreChanges, never set
 * by the program) and noise are left out. What could not be checked this time keeps the entries of last time: not
 * having looked proves nothing.
 */
export function openDriftOf({ report, resources, previous, decisions = [], now }: OpenDriftInput): OpenDrift {
  const unchecked = new Set(report.resources.unchecked.map(({ urn }) => urn));
  const nothingSeen = report.status === "unchecked";
  const recorded = resources && new Map(resources.filter((resource) => resource.delete !== true).map((resource) => [resource.urn, resource]));

  const isBlind = ({ urn }: OpenDriftEntry) => (nothingSeen || unchecked.has(urn)) && (recorded?.has(urn) ?? true);
  const kept = (previous?.entries ?? []).filter(isBlind);
  const found = report.drifts
    .filter(({ resource }) => !nothingSeen && !unchecked.has(resource.urn))
    .flatMap(({ resource, changes }) => changes.filter(isOpen).map((change) => entryOf(resource, change)));
  const open = [...kept, ...found].map((entry) => withRecordedInputs(entry, recorded?.get(entry.urn)));
  const standing = (previous?.adoptions ?? [])
    .filter((adoption) => !isEnded(adoption, decisions, now) && !open.some((entry) => isSame(entry, adoption)))
    .filter((adoption) => isBlind(adoption) || isInForce(adoption, recorded?.get(adoption.urn)));
  const adopted = open.filter(isAdopted).map((entry) => onTopOf(entry, standing));

  // Where nothing could be seen, the file grows no younger: scans that keep failing must not hold for ever.
  const age = nothingSeen && previous ? previous : { generatedAt: now.toISOString(), expiresAt: new Date(now.getTime() + LIFETIME).toISOString() };
  return {
    schema: OPEN_DRIFT,
    generatedAt: age.generatedAt,
    expiresAt: age.expiresAt,
    stack: report.stack,
    entries: open.filter((entry) => !isAdopted(entry)),
    adoptions: [...standing.filter(({ fingerprint }) => !adopted.some((entry) => entry.fingerprint === fingerprint)), ...adopted],
  };
}

function isAdopted({ decision }: OpenDriftEntry): boolean {
  return decision.action === "adopt";
}

/** The same change with the same value: what is decided of it today counts. */
function isSame(one: OpenDriftEntry, other: OpenDriftEntry): boolean {
  return one.fingerprint === other.fingerprint && one.valueDigest === other.valueDigest;
}

/** It has run out, or a person has said otherwise since: then nothing has to drift for it to end. */
function isEnded({ fingerprint, decision: { until } }: OpenDriftEntry, decisions: readonly PersonDecision[], now: Date): boolean {
  const last = decisions.find((decision) => decision.fingerprint === fingerprint);
  return (until !== undefined && new Date(until) <= now) || (last !== undefined && last.action !== "adopt");
}

/**
 * An adoption stays as long as the adopted value is the recorded one, whether the pack or the program wrote it: only a
 * preview could tell these apart, and where the program has the value the pack does nothing. Where another value is
 * recorded, the change was reverted or the program moved on, and to adopt it still would overwrite what came after.
 */
function isInForce(adoption: OpenDriftEntry, resource: StateResource | undefined): boolean {
  const path = readPath(adoption.path);
  if (resource === undefined || path === undefined || unadoptable(adoption) !== undefined) return false;
  return judgeAdoption(resource.inputs, path, adoption).verdict === "has";
}

/** Of a change of what was adopted before: the program has what was recorded before that. */
function onTopOf(entry: OpenDriftEntry, standing: readonly OpenDriftEntry[]): OpenDriftEntry {
  const before = standing.find(({ fingerprint }) => fingerprint === entry.fingerprint);
  return before === undefined ? entry : { ...entry, recorded: before.recorded };
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
    ...(change.opensAccess !== undefined && { opensAccess: change.opensAccess }),
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
