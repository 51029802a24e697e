import { canonicalJson, type Json } from "../../policypack/model";
import type { Difference } from "./difference";

/** The AWS provider keeps every tag twice: as the program has it, and in `tagsAll` together with the default tags. */
export function followsTags({ place, actual, expected }: Difference, others: readonly Difference[]): boolean {
  const [property, ...key] = place.path;
  if (property !== "tagsAll") return false;
  const twin = others.find((other) => other.place.path[0] === "tags" && canonicalJson(other.place.path.slice(1)) === canonicalJson(key));
  return twin !== undefined && same(twin.actual, actual) && same(twin.expected, expected);
}

function same(one: Json | undefined, other: Json | undefined): boolean {
  return canonicalJson(one ?? null) === canonicalJson(other ?? null);
}
