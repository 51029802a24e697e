import type { FoundDrift, Violation } from "../../policypack/model";
import type { Finding } from "./analyzeState";

/**
 * What policies have against the actual state and not against the recorded one, with the changes that may be behind it:
 * those of the resource. A policy that judges the stack as a whole names none. What a policy said already, in other
 * words by now, is new only where the resource has changed.
 */
export function newFindings(recorded: readonly Finding[], actual: readonly Finding[], drifts: readonly FoundDrift[]): readonly Violation[] {
  const known = new Set(recorded.map(keyOf));
  const broken = new Set(recorded.map(placeOf));
  const changes = new Map(drifts.map(({ resource, changes: all }) => [resource.urn, all.filter(({ noise }) => noise === undefined).map(({ fingerprint }) => fingerprint)] as const));
  const isNew = (finding: Finding) => !known.has(keyOf(finding)) && (changes.has(finding.urn) || !broken.has(placeOf(finding)));
  const found = actual.filter(isNew);
  return [...new Map(found.map((finding) => [keyOf(finding), finding])).values()]
    .map((finding) => ({ ...finding, fingerprints: changes.get(finding.urn) ?? [] }))
    .toSorted((one, other) => compare(keyOf(one), keyOf(other)));
}

function keyOf({ pack, policy, urn, message }: Finding): string {
  return JSON.stringify([urn, pack, policy, message]);
}

function placeOf({ pack, policy, urn }: Finding): string {
  return JSON.stringify([urn, pack, policy]);
}

// By code unit, as everything in a report is ordered.
function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
