import {
  canonicalJson,
  comparableInputs,
  hidesAnything,
  isJsonArray,
  isJsonObject,
  readPath,
  valueAt,
  type Json,
  type JsonObject,
  type OpenDriftEntry,
  type PropertyPath,
} from "../model";

/** What an adoption comes to, given a resource's inputs. */
export type Adoption =
  /** The program has the adopted value: there is nothing to do. */
  | { readonly verdict: "has" }
  /** The program still has what was recorded before: here the adopted value is to stand. */
  | { readonly verdict: "lacks"; readonly edit: Edit }
  | { readonly verdict: "moved-on"; readonly reason: string };

/** insert: as one more element at the end of the list at `path`. */
export type Edit =
  | { readonly kind: "set"; readonly path: PropertyPath; readonly value: Json }
  | { readonly kind: "remove"; readonly path: PropertyPath }
  | { readonly kind: "insert"; readonly path: PropertyPath; readonly value: Json };

/** Why a change can never be adopted by an `up`, whoever decided so; undefined where it can. */
export function unadoptable({ path: text, recorded, actual, replaces, opensAccess, secretInputs = [] }: OpenDriftEntry): string | undefined {
  const path = readPath(text);
  if (text === "") return "a deletion cannot be adopted: take the resource out of the program";
  // A key that JavaScript takes for something else: tags are named by whoever sets them.
  if (path === undefined || path.includes("__proto__")) return "its path cannot be read";
  if (replaces) return "writing this property replaces the resource";
  if (opensAccess) return "it opens access, which only the program may say";
  if (hidesAnything(recorded) || hidesAnything(actual)) return "a secret cannot be adopted";
  // A list is written as a whole, and what is secret in it would be no more.
  const written = typeof path.at(-1) === "number" ? path.slice(0, -1) : path;
  return secretInputs.map(readPath).some((secret) => secret === undefined || overlap(secret, written)) ? "a secret stands in the same place" : undefined;
}

/**
 * Looks for the adopted value and for the one that was recorded before. Elements of a list have no place of their own,
 * and where a path goes through one, only its content tells which of the program's is meant.
 * @param inputs at least what stands at the path; see `inputsAlong`
 */
export function judgeAdoption(inputs: JsonObject, path: PropertyPath, { recorded, actual }: Pick<OpenDriftEntry, "recorded" | "actual">): Adoption {
  const tree = comparableInputs(inputs);
  const places = placesOf(tree, path);
  const at = (value: Json) => places.filter((place) => equal(valueAt(tree, place), value));
  if (recorded === undefined) return actual === undefined ? { verdict: "has" } : judgeAddition(tree, path, places, actual);

  const [place, another] = at(recorded);
  if (another !== undefined) return ambiguous;
  if (place !== undefined) return { verdict: "lacks", edit: actual === undefined ? { kind: "remove", path: place } : { kind: "set", path: place, value: actual } };
  const isGone = actual === undefined && places.every((one) => typeof one.at(-1) === "number" || valueAt(tree, one) === undefined);
  return isGone || (actual !== undefined && at(actual).length > 0) ? { verdict: "has" } : thirdValue;
}

const thirdValue: Adoption = { verdict: "moved-on", reason: "the program has neither the adopted value nor the one before" };
const ambiguous: Adoption = { verdict: "moved-on", reason: "several elements of the program's list could be meant" };

function judgeAddition(tree: Json, path: PropertyPath, places: readonly PropertyPath[], actual: Json): Adoption {
  const last = path.at(-1);
  if (places.some((place) => equal(valueAt(tree, place), actual))) return { verdict: "has" };
  const holders = placesOf(tree, path.slice(0, -1));
  const [holder, another] = holders;
  if (another !== undefined) return ambiguous;
  if (holder === undefined) return thirdValue;
  if (typeof last === "number") return { verdict: "lacks", edit: { kind: "insert", path: holder, value: actual } };
  const place = [...holder, last ?? ""];
  return valueAt(tree, place) === undefined ? { verdict: "lacks", edit: { kind: "set", path: place, value: actual } } : thirdValue;
}

/** Where a path leads when any element may stand for an index. What is not there stays in it, as long as it is named. */
function placesOf(tree: Json | undefined, path: PropertyPath): readonly PropertyPath[] {
  const [segment, ...rest] = path;
  if (segment === undefined) return [[]];
  if (typeof segment === "number") {
    const elements = isJsonArray(tree) ? tree : [];
    return elements.flatMap((element, index) => placesOf(element, rest).map((place) => [index, ...place]));
  }
  if (tree !== undefined && !isJsonObject(tree)) return [];
  const inside = tree !== undefined && Object.hasOwn(tree, segment) ? tree[segment] : undefined;
  return placesOf(inside, rest).map((place) => [segment, ...place]);
}

function overlap(one: PropertyPath, other: PropertyPath): boolean {
  const shared = Math.min(one.length, other.length);
  return one.slice(0, shared).every((segment, index) => segment === other[index]);
}

function equal(one: Json | undefined, other: Json): boolean {
  return one !== undefined && canonicalJson(one) === canonicalJson(comparableInputs(other));
}
