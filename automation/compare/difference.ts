import { canonicalJson, formatPath, type Json, type PathSegment } from "../../policypack/model";
import type { Noise } from "./noiseRules";

/** A place in a resource: as Pulumi writes it, and as it stays the same when a set is re-ordered. */
export interface Place {
  readonly path: readonly PathSegment[];
  readonly canonical: readonly CanonicalSegment[];
}

/** A set's element is named by what it says, not by where it stands. */
export type CanonicalSegment = PathSegment | { readonly element: Json };

/** Two states differ at one place. A side that has no value there is absent. */
export interface Difference {
  readonly place: Place;
  readonly expected?: Json;
  readonly actual?: Json;
  readonly noise?: Noise;
  /** One side is encrypted: nobody can say whether the values differ. */
  readonly unknowable?: true;
}

export const ROOT: Place = { path: [], canonical: [] };

export function below(place: Place, segment: PathSegment, canonical: CanonicalSegment = segment): Place {
  return { path: [...place.path, segment], canonical: [...place.canonical, canonical] };
}

/** The property that holds the value: the last name in the path. */
export function nameOf(place: Place): string | undefined {
  const last = place.path.at(-1);
  return typeof last === "string" ? last : undefined;
}

export function showPath(place: Place): string {
  return formatPath(place.path);
}

export function keyOf(place: Place): string {
  return canonicalJson(place.canonical);
}
