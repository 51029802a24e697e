import { isJsonArray, isJsonObject, type Json, type JsonObject } from "../../policypack/model";
import { isHidden, normalForm, normalKey, parseDocument, sameValue } from "./normalForm";
import type { Masker } from "../compare/masker";

export type Names = Readonly<Record<string, string>>;

// Said with every call, about the request and not about the resource.
const ENVELOPE = new Set(["host", "xmlns", "requestid", "clienttoken", "clientrequesttoken", "dryrun", "applyimmediately", "skipfinalsnapshot"]);

// Tags have keys and values of their own, which are no settings.
const TAGS = /^tag(s|set|ging|list|specifications?|specificationset)?$/i;

// `instanceClass` is `dBInstanceClass`; shorter names end too many others.
const SHORTEST_SUFFIX = 5;

/** The parameters of a call beside those that say which resource is meant. Empty where the record shows none. */
export function visibleParameters(request: JsonObject | null | undefined, subjects: ReadonlySet<string>, tags: "without tags" | "with tags" = "without tags"): JsonObject {
  const visible = Object.entries(unwrapRequest(request ?? {})).filter(
    ([key, value]) => !subjects.has(key.toLowerCase()) && !ENVELOPE.has(key.toLowerCase()) && (tags === "with tags" || !TAGS.test(key)) && !isMarker(key, value),
  );
  return expandPairs(Object.fromEntries(visible));
}

/** S3 repeats the sub-resource of the URL as an empty parameter. */
function isMarker(key: string, value: Json): boolean {
  return /^[a-z]/i.test(key) && (value === "" || (isJsonArray(value) && value.every((element) => element === "")));
}

function unwrapRequest(request: JsonObject): JsonObject {
  const [entry, ...others] = Object.entries(request);
  return entry !== undefined && others.length === 0 && /request$/i.test(entry[0]) && isJsonObject(entry[1]) ? entry[1] : request;
}

/** SNS and others name the attribute in one parameter and give its value in the next. */
function expandPairs(request: JsonObject): JsonObject {
  const name = request["attributeName"] ?? request["attribute"];
  const value = request["attributeValue"] ?? request["value"];
  return typeof name === "string" && value !== undefined ? { ...request, [name]: value } : request;
}

/** The value under this key; else every value under it at any depth; by its end only where no key is equal. */
export function valuesUnder(value: Json, name: string): readonly Json[] {
  return entriesUnder(value, name).map(([, element]) => element);
}

/** The same with the keys, as the call spells them. */
export function entriesUnder(value: Json, name: string): readonly (readonly [string, Json])[] {
  const wanted = normalKey(name);
  const own = isJsonObject(value) ? Object.entries(value).find(([key]) => normalKey(key) === wanted) : undefined;
  if (own !== undefined) return [own];
  const exact: [string, Json][] = [];
  const suffixed: [string, Json][] = [];
  const walk = (part: Json): void => {
    if (isJsonArray(part)) for (const element of part) walk(element);
    else if (isJsonObject(part)) {
      for (const [key, element] of Object.entries(part)) {
        const normal = normalKey(key);
        if (normal === wanted) exact.push([key, element]);
        else if (wanted.length >= SHORTEST_SUFFIX && normal.endsWith(wanted)) suffixed.push([key, element]);
        walk(element);
      }
    }
  };
  walk(value);
  return exact.length > 0 ? exact : suffixed;
}

export type Agreement = "agrees" | "contradicts" | "hidden" | "silent";

/**
 * Do a call's parameters give this value of a property? Structures are compared leaf by leaf, by the leaf's name:
 * what the call leaves out is left to AWS's defaults and says nothing.
 */
export function agreement(parameters: Json, name: string, value: Json, names: Names, masker: Masker): Agreement {
  const parameter = names[name] ?? name;
  const candidates = valuesUnder(parameters, parameter);
  if (candidates.length > 0) return compare(candidates, value, names, masker);
  if (isJsonArray(value)) return combine(value.map((element) => (isJsonObject(element) ? leavesAgree(parameters, element, names, masker) : "silent")));
  return isJsonObject(value) ? leavesAgree(parameters, value, names, masker) : "silent";
}

/** The same for a structure whose own name stands nowhere in the call. */
export function leavesAgree(parameters: Json, value: JsonObject, names: Names, masker: Masker): Agreement {
  return combine(Object.entries(value).filter(([, leaf]) => !isEmpty(leaf)).map(([key, leaf]) => agreement(parameters, key, leaf, names, masker)));
}

function compare(candidates: readonly Json[], value: Json, names: Names, masker: Masker): Agreement {
  const agreeing = candidates.filter((candidate) => sameValue(candidate, value, masker));
  // Several rules in one call may hold several values of one name: then it is not clear which of them is meant.
  if (agreeing.length > 0) return new Set(candidates.map(normalForm)).size === 1 ? "agrees" : "hidden";
  if (candidates.some(isHidden)) return "hidden";
  if (isStructure(value) && !isDocument(value) && candidates.some(isStructure)) {
    const inside = isJsonObject(value) ? leavesAgree([...candidates], value, names, masker) : agreementOfList(candidates, value, names, masker);
    return inside === "silent" ? "hidden" : inside;
  }
  return "contradicts";
}

function agreementOfList(candidates: readonly Json[], value: Json, names: Names, masker: Masker): Agreement {
  if (!isJsonArray(value) || !value.every(isJsonObject)) return "contradicts";
  return combine(value.map((element) => leavesAgree([...candidates], element, names, masker)));
}

function combine(parts: readonly Agreement[]): Agreement {
  if (parts.includes("contradicts")) return "contradicts";
  if (parts.includes("agrees")) return "agrees";
  return parts.includes("hidden") ? "hidden" : "silent";
}

/** An element of a list that a call sets as a whole. */
export function containsElement(list: Json, element: Json, masker: Masker): boolean {
  if (sameValue(list, element, masker)) return true;
  if (isJsonArray(list)) return list.some((one) => containsElement(one, element, masker));
  return isJsonObject(list) && Object.values(list).some((one) => containsElement(one, element, masker));
}

function isStructure(value: Json): boolean {
  return isJsonArray(value) || isJsonObject(value);
}

/** Policy documents are compared as a whole: a statement more is another document. */
function isDocument(value: Json): boolean {
  return typeof value === "string" && parseDocument(value) !== undefined;
}

function isEmpty(value: Json): boolean {
  return normalForm(value) === "";
}
