import { canonicalJson, isJsonArray, isJsonObject, isMasked, type Json } from "../../policypack/model";
import { below, nameOf, type Difference, type Noise, type Place } from "./difference";
import { isEmpty, normalise, normaliseDocument } from "./normalise";
import { readStatements } from "./policyDocument";
import { elementIdentity, hasOwnKeys, isSet } from "./sets";

/**
 * Where two values differ: objects by key, sets by content, lists by index, documents inside texts as one.
 * What only looks different is there too, as noise with its reason.
 *
 * @param unknown digests of ciphertexts, which cannot be compared with anything
 */
export function findDifferences(
  expected: Json | undefined,
  actual: Json | undefined,
  place: Place,
  unknown: ReadonlySet<string>,
): readonly Difference[] {
  if (expected === undefined && actual === undefined) return [];
  const found: Difference = { place, ...(expected === undefined ? {} : { expected }), ...(actual === undefined ? {} : { actual }) };
  if (isUnknown(expected, unknown) || isUnknown(actual, unknown)) return [{ ...found, unknowable: true }];
  if (expected !== undefined && actual !== undefined && canonicalJson(expected) === canonicalJson(actual)) return [];
  if (isEmpty(expected) && isEmpty(actual) && !isOwnKey(place)) {
    return [{ ...found, noise: { rule: "empty-value", reason: "no value and an empty value are the same to AWS" } }];
  }
  if (isContainer(expected, isObject) && isContainer(actual, isObject)) {
    const [before, after] = [objectOf(expected), objectOf(actual)];
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return names.flatMap((name) => findDifferences(own(before, name), own(after, name), below(place, name), unknown));
  }
  if (isContainer(expected, isJsonArray) && isContainer(actual, isJsonArray)) {
    const [before, after] = [listOf(expected), listOf(actual)];
    if (isSet(nameOf(place))) return compareSets(before, after, place, unknown);
    const shared = Math.min(before.length, after.length);
    return [
      ...before.slice(0, shared).flatMap((element, index) => findDifferences(element, after[index], below(place, index), unknown)),
      ...before.slice(shared).map((element, index): Difference => ({ place: below(place, shared + index), expected: element })),
      ...after.slice(shared).map((element, index): Difference => ({ place: below(place, shared + index), actual: element })),
    ];
  }
  const noise = sameMeaning(expected, actual);
  return [noise === undefined ? found : { ...found, noise }];
}

function sameMeaning(expected: Json | undefined, actual: Json | undefined): Noise | undefined {
  if (typeof expected === "string" && typeof actual === "string") {
    const document = normaliseDocument(expected);
    if (document === undefined || document !== normaliseDocument(actual)) return undefined;
    return readStatements(expected) === undefined
      ? { rule: "json-equal", reason: "the documents hold the same JSON, written differently" }
      : { rule: "policy-document-equal", reason: "the policy documents say the same, written differently" };
  }
  if (!isScalar(expected) || !isScalar(actual) || String(expected) !== String(actual)) return undefined;
  return { rule: "same-text", reason: "a number or flag and the same as text are one value to AWS" };
}

interface Element {
  readonly index: number;
  readonly value: Json;
  readonly content: string;
}

function compareSets(before: readonly Json[], after: readonly Json[], place: Place, unknown: ReadonlySet<string>): readonly Difference[] {
  const blind = holdsUnknown(before, unknown) || holdsUnknown(after, unknown);
  const gone = elementsOf(before, blind);
  const come = elementsOf(after, blind);
  for (const element of [...gone]) {
    const twin = come.findIndex(({ content }) => content === element.content);
    if (twin < 0) continue;
    come.splice(twin, 1);
    gone.splice(gone.indexOf(element), 1);
  }
  if (gone.length === 0 && come.length === 0) {
    const noise = { rule: "set-order", reason: "the same elements, in another order or spelling; the order of this set says nothing" };
    return [{ place, expected: before, actual: after, noise }];
  }
  const name = nameOf(place);
  const changed: Difference[] = [];
  for (const element of [...gone]) {
    const identity = elementIdentity(name, element.value);
    if (identity === undefined) continue;
    const same = (other: Element): boolean => canonicalJson(normalise(elementIdentity(name, other.value))) === canonicalJson(normalise(identity));
    const [twin, ...others] = come.filter(same);
    if (twin === undefined || others.length > 0 || gone.filter(same).length > 1) continue;
    come.splice(come.indexOf(twin), 1);
    gone.splice(gone.indexOf(element), 1);
    changed.push(...findDifferences(element.value, twin.value, below(place, twin.index, { element: normalise(identity) }), unknown));
  }
  return [
    ...changed,
    ...gone.map(({ index, value }): Difference => ({ place: below(place, index, { element: normalise(value) }), expected: value })),
    ...come.map(({ index, value }): Difference => ({ place: below(place, index, { element: normalise(value) }), actual: value })),
  ];
}

/** Where something is encrypted, elements are the same when all but their secrets is. */
function elementsOf(values: readonly Json[], blind: boolean): Element[] {
  return values.map((value, index) => ({ index, value, content: canonicalJson(normalise(blind ? withoutSecrets(value) : value)) }));
}

function withoutSecrets(value: Json): Json {
  if (isMasked(value)) return "secret";
  if (isJsonArray(value)) return value.map(withoutSecrets);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, element]) => [name, withoutSecrets(element)]));
}

function holdsUnknown(value: Json, unknown: ReadonlySet<string>): boolean {
  if (isUnknown(value, unknown)) return true;
  return typeof value === "object" && value !== null && Object.values(value).some((element: Json) => holdsUnknown(element, unknown));
}

function isUnknown(value: Json | undefined, unknown: ReadonlySet<string>): boolean {
  return isMasked(value) && unknown.has(value.digest);
}

function isOwnKey(place: Place): boolean {
  const holder = place.path.at(-2);
  return typeof holder === "string" && hasOwnKeys(holder);
}

function isObject(value: Json | undefined): boolean {
  return isJsonObject(value) && !isMasked(value);
}

// A container that appears or goes is told element by element, as one that changes.
function isContainer(value: Json | undefined, kind: (value: Json | undefined) => boolean): boolean {
  return value === undefined || value === null || kind(value);
}

function objectOf(value: Json | undefined): Readonly<Record<string, Json>> {
  return isJsonObject(value) ? value : {};
}

function listOf(value: Json | undefined): readonly Json[] {
  return isJsonArray(value) ? value : [];
}

function own(value: Readonly<Record<string, Json>>, name: string): Json | undefined {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function isScalar(value: Json | undefined): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
