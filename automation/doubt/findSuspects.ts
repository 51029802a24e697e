import type { Observation } from "../refresh/observation";

export type ReadObservation = Extract<Observation, { outcome: "read" }>;

// A single thing can well be gone, and what is part of it with it: a bucket and its policy share an id.
const SUSPICIOUS = 2;

/**
 * Providers that find nothing of what they manage: with stale credentials, or in a wrong account or region, everything
 * looks deleted. What is only looked up (`get`) and is still there proves that a provider sees; that it is gone,
 * proves nothing.
 *
 * @returns the observations of each such provider
 */
export function findSuspects(observations: readonly Observation[]): readonly (readonly [ReadObservation, ...ReadObservation[]])[] {
  const read = observations.filter((one) => one.outcome === "read");
  const providers = new Set(read.map(({ resource }) => resource.provider));
  return [...providers].flatMap((provider) => {
    const [first, ...others] = read.filter(({ resource }) => resource.provider === provider);
    if (first === undefined) return [];
    const all = [first, ...others] as const;
    const things = new Set(all.filter(({ resource }) => resource.external !== true).map(({ resource }) => resource.id ?? ""));
    return things.size >= SUSPICIOUS && all.every(({ actual }) => actual === undefined) ? [all] : [];
  });
}
