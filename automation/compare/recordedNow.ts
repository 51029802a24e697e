import { canonicalJson, readPath, type Json, type SeenChange } from "../../policypack/model";
import type { StackAtRest } from "../estate/stack";
import type { Observation, ResourceState } from "../refresh/observation";
import { fingerprint } from "./compareResource";
import { hideSecrets, redactState } from "./compareStack";
import { keyOf } from "./difference";
import type { Masker } from "./masker";
import { placesAt } from "./places";
import { SecretScreen } from "./secretScreen";

/**
 * What the state says today of a change that is not there any more. actual: it has the value that the change had set.
 * before: the one from before the change. other: neither, or a ciphertext that can be compared with nothing.
 * unmanaged: the stack has the resource no more. deleted: the cloud has it no more, which is a change of its own.
 */
export type RecordedNow = "actual" | "before" | "other" | "unmanaged" | "deleted";

/** @returns by fingerprint; recorded and actual agree on each of them, or it would be told as a change */
export function recordedNow(stack: StackAtRest, observations: readonly Observation[], ended: readonly SeenChange[], masker: Masker): ReadonlyMap<string, RecordedNow> {
  const managed = new Set(stack.deployment.resources.flatMap(({ urn, delete: replaced }) => (replaced === true ? [] : [urn])));
  const seen = new Map(observations.flatMap((one) => (one.outcome === "read" ? [[one.resource.urn, one] as const] : [])));
  return new Map(ended.flatMap((change) => (change.detail === undefined ? [] : [[change.fingerprint, find(change, change.detail)] as const])));

  function find({ fingerprint: key, valueDigest }: SeenChange, { resource: { urn }, change }: NonNullable<SeenChange["detail"]>): RecordedNow {
    if (!managed.has(urn)) return "unmanaged";
    // The resource is there again.
    if (change.path === "") return "before";
    const observation = seen.get(urn);
    const path = readPath(change.path);
    if (observation === undefined || path === undefined) return "other";
    if (observation.actual === undefined) return "deleted";
    const { inputs, outputs } = redactState(hideSecrets(observation, new SecretScreen(masker)).recorded, masker);
    const values = [inputs, outputs].flatMap((tree: ResourceState["inputs"]): readonly Json[] =>
      placesAt(tree, path).flatMap(({ place, value }) => (fingerprint(stack.ref.name, urn, keyOf(place)) === key ? [value] : [])),
    );
    const { expected, actual } = change;
    if (values.length === 0) return actual === undefined && expected !== undefined ? "actual" : expected === undefined && actual !== undefined ? "before" : "other";
    if (actual !== undefined && values.some((value) => masker.digest(value) === valueDigest)) return "actual";
    if (expected !== undefined && values.some((value) => canonicalJson(value) === canonicalJson(expected))) return "before";
    return "other";
  }
}
