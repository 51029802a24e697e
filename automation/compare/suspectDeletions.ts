import type { ReadObservation } from "./compareResource";

const REASON = "every resource of its provider looks deleted: check the provider's credentials, account and region";
// A single thing can well be gone, and what is part of it with it: a bucket and its policy share an id.
const SUSPICIOUS = 2;

/**
 * With stale credentials or a wrong region a provider finds nothing, and everything would look deleted. Such a
 * deletion is not believed: URN → why.
 */
export function suspectDeletions(read: readonly ReadObservation[]): ReadonlyMap<string, string> {
  const providers = new Set(read.map(({ resource }) => resource.provider));
  const suspects = [...providers].flatMap((provider) => {
    const all = read.filter(({ resource }) => resource.provider === provider);
    const things = new Set(all.map(({ resource }) => resource.id ?? ""));
    return things.size >= SUSPICIOUS && all.every(({ actual }) => actual === undefined) ? all : [];
  });
  return new Map(suspects.map(({ resource }) => [resource.urn, REASON]));
}
