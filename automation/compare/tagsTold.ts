import { canonicalJson } from "../../policypack/model";
import type { Difference } from "./difference";

/**
 * The AWS provider keeps every tag twice: as the program has it, and in `tagsAll` together with the default tags.
 * Tells which differences are only the second.
 */
export function tagsTold(found: readonly Difference[]): (difference: Difference) => boolean {
  const told = new Set(found.filter(({ place: { path } }) => path[0] === "tags").map(newsOf));
  return (difference) => difference.place.path[0] === "tagsAll" && told.has(newsOf(difference));
}

function newsOf({ place: { path }, expected, actual }: Difference): string {
  return canonicalJson([path.slice(1), expected ?? null, actual ?? null]);
}
