import {
  canonicalJson,
  comparableInputs,
  hidesAnything,
  inputsDigest,
  isJsonArray,
  readPath,
  valueAt,
  type Json,
  type JsonObject,
  type OpenDriftEntry,
  type PropertyPath,
} from "../model";

/** never: an `up` compares with the recorded state. assume: it looks at the cloud first. */
export type RefreshMode = "never" | "assume";

/**
 * Would an `up` with these inputs overwrite the open change?
 *
 * Without a refresh an `up` does nothing where the inputs are those that are recorded. Where any of them differs
 * there will be an update, and many providers send the whole resource then: it overwrites the change unless the
 * program has the actual value by now. With a refresh every value that differs from the actual one is written, and so
 * it is where a refresh has taken the change into the state, were it only among the outputs.
 */
export function overwrites(inputs: JsonObject, entry: OpenDriftEntry, refresh: RefreshMode): boolean {
  if (hasActualValue(inputs, entry)) return false;
  switch (refresh) {
    case "assume":
      return true;
    case "never":
      return inputsDigest(inputs, entry.secretInputs) !== entry.recordedInputsDigest || entry.absorbed !== undefined;
  }
}

/** A masked value can be compared with nothing, so the program is never taken to have it. */
function hasActualValue(inputs: JsonObject, { path: text, actual, recorded }: OpenDriftEntry): boolean {
  const path = readPath(text);
  if (path === undefined || hidesAnything(actual) || hidesAnything(recorded)) return false;
  const elements = siblings(inputs, path);
  if (elements === undefined) return equal(valueAt(comparableInputs(inputs), path), actual);
  // Elements of a set have no place of their own: the program may name the same one elsewhere in the list.
  if (actual !== undefined) return elements.some((element) => equal(element, actual));
  return !elements.some((element) => equal(element, recorded));
}

function siblings(inputs: JsonObject, path: PropertyPath): readonly Json[] | undefined {
  if (typeof path.at(-1) !== "number") return undefined;
  const list = valueAt(comparableInputs(inputs), path.slice(0, -1));
  return isJsonArray(list) ? list : [];
}

function equal(one: Json | undefined, other: Json | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return canonicalJson(comparableInputs(one)) === canonicalJson(comparableInputs(other));
}
