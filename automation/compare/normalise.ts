import { canonicalJson, isJsonArray, isJsonObject, isMasked, parseDocument, type Json } from "../../policypack/model";
import { canonicalPolicy, isPolicy } from "../../policypack/exposure/policyDocument";
import { withoutQualifier } from "./qualifiers";
import { hasOwnKeys, isSet } from "./sets";

/**
 * One form for values that AWS and its provider do not tell apart: numbers and flags as text, nothing for what
 * is empty, documents by what they say, sets in one order. Elements of sets are known by it, whichever rules are
 * switched off, so that their fingerprints stay. `name` is the property that holds the value.
 */
export function normalise(value: Json | undefined, name?: string): Json {
  if (value === undefined || value === null || value === "") return null;
  if (typeof value === "string") return normaliseDocument(value) ?? withoutQualifier(value);
  if (isMasked(value)) return value;
  if (isJsonArray(value)) {
    if (value.length === 0) return null;
    const elements = value.map((element) => normalise(element));
    return isSet(name) ? inOneOrder(elements) : elements;
  }
  if (!isJsonObject(value)) return String(value);
  const entries = Object.entries(value)
    .map(([key, element]): [string, Json] => [key, normalise(element, key)])
    .filter(([, element]) => element !== null || hasOwnKeys(name));
  return entries.length === 0 ? null : Object.fromEntries(entries);
}

/** The canonical text of a JSON document inside a text; undefined where the text is no document. */
function normaliseDocument(text: string): string | undefined {
  const document = parseDocument(text);
  if (document === undefined) return undefined;
  return isPolicy(document) ? canonicalPolicy(document) : canonicalJson(document);
}

function inOneOrder(elements: readonly Json[]): readonly Json[] {
  const keyed = elements.map((element): [string, Json] => [canonicalJson(element), element]);
  return keyed.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0)).map(([, element]) => element);
}
