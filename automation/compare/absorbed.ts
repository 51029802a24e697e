import {
  canonicalJson,
  isJsonArray,
  isJsonObject,
  isMasked,
  readPath,
  type Absorbed,
  type DriftedResource,
  type FoundChange,
  type FoundDrift,
  type Json,
  type JsonObject,
  type OpenDrift,
  type OpenDriftEntry,
  type PropertyPath,
} from "../../policypack/model";
import type { StackAtRest } from "../estate/stack";
import type { Observation, ResourceState } from "../refresh/observation";
import { absorbedDeletion, absorptionOf, type Vanished } from "./absorption";
import { fingerprint, settings } from "./compareResource";
import { hideSecrets, providerInputs, redactState, type StackComparison } from "./compareStack";
import { describeResource } from "./describeResource";
import { keyOf } from "./difference";
import type { Masker } from "./masker";
import { placesAt, type Placed } from "./places";
import { SecretScreen } from "./secretScreen";
import { weigh } from "./severity";

interface Absorption {
  readonly resource: DriftedResource;
  readonly kind: FoundDrift["kind"];
  readonly change: FoundChange;
}

/**
 * What drifted together with what had drifted when the last scan looked, and has since been taken into the state by a
 * refresh, so that the next `up` reverts it. Where the program set a value, nothing differs any more. What was added to
 * a list or an object stays a drift, because a refresh records it among the outputs only; that is absorbed all the same.
 * What was changed and absorbed between two scans leaves no trace to go by.
 * Source: extractInputs in https://github.com/pulumi/pulumi-terraform-bridge/blob/main/pkg/tfbridge/schema.go
 *
 * @param last the stack's open drift as the last scan wrote it
 */
export function withAbsorbed(
  stack: StackAtRest,
  observations: readonly Observation[],
  { drifts, resources }: StackComparison,
  last: OpenDrift | undefined,
  masker: Masker,
): readonly FoundDrift[] {
  // Where nothing could be looked at, the last scan's word stands as it is.
  if (last === undefined || (resources.checked === 0 && resources.total > 0)) return drifts;
  const told = new Map(drifts.flatMap(({ changes }) => changes.map((change) => [change.fingerprint, change])));
  const unchecked = new Set(resources.unchecked.map(({ urn }) => urn));
  const recorded = new Map(stack.deployment.resources.filter((resource) => resource.delete !== true).map((resource) => [resource.urn, resource]));
  const seen = new Map(observations.flatMap((one) => (one.outcome === "read" ? [[one.resource.urn, one] as const] : [])));
  const absorbed = last.entries
    .filter(({ fingerprint: key, valueDigest, urn }) => !unchecked.has(urn) && isSame(told.get(key), valueDigest))
    .flatMap((entry) => (recorded.has(entry.urn) ? ofValue(entry) : ofDeletion(entry)) ?? []);
  return merge(drifts, absorbed);

  function ofDeletion(entry: OpenDriftEntry): Absorption | undefined {
    if (entry.path !== "" || entry.actual !== undefined) return undefined;
    const absorbed = absorbedDeletion(vanished(entry), stack.updates);
    const nothing: ResourceState = { inputs: {}, outputs: {} };
    return absorbed && { resource: entry.resource ?? known(entry), kind: "deleted", change: changeOf(entry, absorbed, [], nothing) };
  }

  function ofValue(entry: OpenDriftEntry): Absorption | undefined {
    const observation = seen.get(entry.urn);
    if (observation?.actual === undefined || entry.path === "") return undefined;
    const screen = new SecretScreen(masker);
    const state = redactState(hideSecrets(observation, screen).recorded, masker);
    const found = findActual(entry, state, screen.unknown);
    const absorbed = absorptionOf(observation.resource.modified, vanished(entry), stack.updates);
    if (found === undefined || absorbed === undefined) return undefined;
    const resource = describeResource(observation.resource, state.outputs, providerInputs(observation.resource, stack.deployment), masker);
    const certain = absorbed.certain && found.certain;
    return { resource, kind: "modified", change: changeOf(entry, { ...absorbed, certain }, found.path, state) };
  }

  function vanished({ absorbed: earlier }: OpenDriftEntry): Vanished {
    return { since: last?.generatedAt ?? "", earlier };
  }

  /** Where the state has what was actual; undefined where it does not. A ciphertext can be compared with nothing. */
  function findActual(entry: OpenDriftEntry, state: ResourceState, unknown: ReadonlySet<string>): { readonly path: PropertyPath; readonly certain: boolean } | undefined {
    const path = readPath(entry.path);
    if (path === undefined) return undefined;
    const [inputs, outputs] = [placesOf(state.inputs), placesOf(state.outputs)];
    const { actual, recorded: before } = entry;
    if (actual === undefined) {
      const isBack = before === undefined || inputs.length > 0 || outputs.some(({ value }) => canonicalJson(value) === canonicalJson(before));
      return isBack ? undefined : { path, certain: true };
    }
    const same = [...inputs, ...outputs].find(({ value }) => masker.digest(value) === entry.valueDigest);
    const hidden = inputs.find(({ value }) => isMasked(value) && unknown.has(value.digest));
    const found = same ?? (told.has(entry.fingerprint) ? undefined : hidden);
    return found && { path: found.place.path, certain: found === same };

    function placesOf(tree: JsonObject): readonly Placed[] {
      return placesAt(tree, path ?? []).filter(({ place }) => fingerprint(stack.ref.name, entry.urn, keyOf(place)) === entry.fingerprint);
    }
  }
}

/** A drift with another value, or noise, is told as it is. */
function isSame(today: FoundChange | undefined, valueDigest: string): boolean {
  return today === undefined || (today.valueDigest === valueDigest && today.noise === undefined);
}

function changeOf(entry: OpenDriftEntry, absorbed: Absorbed, path: PropertyPath, state: ResourceState): FoundChange {
  const { recorded: expected, actual, type } = entry;
  const live = path.length === 0 ? {} : settings(state);
  const recorded = withValue(live, path, expected, actual === undefined);
  const names = path.filter((segment) => typeof segment === "string");
  const values = { ...(expected === undefined ? {} : { expected }), ...(actual === undefined ? {} : { actual }) };
  return {
    fingerprint: entry.fingerprint,
    valueDigest: entry.valueDigest,
    path: entry.path,
    kind: actual === undefined ? "removed" : expected === undefined ? "added" : "changed",
    ...values,
    tier: "declared",
    ...(entry.replaces === undefined ? {} : { replaces: entry.replaces }),
    ...weigh({ type, names, gone: path.length === 0, recorded: isJsonObject(recorded) ? recorded : {}, live, ...values }),
    absorbed,
  };
}

/** A state with another value at a place: what it was before the change, to see what the change does. */
function withValue(tree: Json | undefined, [segment, ...rest]: PropertyPath, value: Json | undefined, insert: boolean): Json | undefined {
  if (segment === undefined) return value;
  if (typeof segment === "number") {
    const list = isJsonArray(tree) ? tree : [];
    const element = withValue(list[segment], rest, value, insert);
    return list.toSpliced(segment, insert && rest.length === 0 ? 0 : 1, ...(element === undefined ? [] : [element]));
  }
  const { [segment]: before, ...others } = isJsonObject(tree) ? tree : {};
  const after = withValue(before, rest, value, insert);
  return after === undefined ? others : { ...others, [segment]: after };
}

/** All that an older file tells of a resource. */
function known({ urn, type }: OpenDriftEntry): DriftedResource {
  return { urn, type, name: urn.split("::").at(-1) ?? urn, id: "", identities: [] };
}

function merge(drifts: readonly FoundDrift[], absorbed: readonly Absorption[]): readonly FoundDrift[] {
  const merged = new Map(drifts.map((drift) => [drift.resource.urn, drift]));
  for (const { resource, kind, change } of absorbed) {
    const drift = merged.get(resource.urn) ?? { resource, kind, changes: [] };
    const told = drift.changes.some(({ fingerprint: key }) => key === change.fingerprint);
    const changes = told ? drift.changes.map((one) => (one.fingerprint === change.fingerprint && change.absorbed ? { ...one, absorbed: change.absorbed } : one)) : [...drift.changes, change];
    merged.set(resource.urn, { ...drift, changes });
  }
  return [...merged.values()];
}
