import { canonicalJson, isJsonArray, isJsonObject, isMasked, type Json } from "../../policypack/model";
import { below, nameOf, type Difference, type Place } from "./difference";
import { noiseBy, type NoiseRuleName } from "./noiseRules";
import { normalise } from "./normalise";
import { pairElements, type Pair } from "./pairElements";
import { sameMeaningBy } from "./sameMeaning";
import { SIGNATURE } from "./secretEnvelope";
import { elementIdentity, hasOwnKeys, isSet } from "./sets";

/** What a comparison goes by. */
export interface Terms {
  /** The resource's type. */
  readonly type: string;
  /** Digests of ciphertexts, which cannot be compared with anything. */
  readonly unknown: ReadonlySet<string>;
  /** Rules of noise that are switched off. */
  readonly off: ReadonlySet<NoiseRuleName>;
}

/**
 * Where two values differ: objects by key, sets by content, lists by index, documents inside texts as one.
 * What only looks different is there too, as noise with its reason.
 */
export function findDifferences(expected: Json | undefined, actual: Json | undefined, place: Place, terms: Terms): readonly Difference[] {
  if (expected === undefined && actual === undefined) return [];
  const found: Difference = { place, ...(expected === undefined ? {} : { expected }), ...(actual === undefined ? {} : { actual }) };
  if (isUnknown(expected, terms) || isUnknown(actual, terms)) return [{ ...found, unknowable: true }];
  if (expected !== undefined && actual !== undefined && canonicalJson(expected) === canonicalJson(actual)) return [];
  if (isSameContent(expected, actual)) return [];
  if (isBareKey(expected, actual, place)) return [found];
  if (isEmpty(expected) && isEmpty(actual)) return [{ ...found, ...noiseBy(terms.off, ["empty-value"]) }];
  if (isContainer(expected, isObject) && isContainer(actual, isObject)) {
    const [before, after] = [objectOf(expected), objectOf(actual)];
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return names.flatMap((name) => findDifferences(own(before, name), own(after, name), below(place, name), terms));
  }
  if (isContainer(expected, isJsonArray) && isContainer(actual, isJsonArray)) {
    const [before, after] = [listOf(expected), listOf(actual)];
    if (isSet(nameOf(place))) return compareSets(before, after, place, terms);
    const shared = Math.min(before.length, after.length);
    return [
      ...before.slice(0, shared).flatMap((element, index) => findDifferences(element, after[index], below(place, index), terms)),
      ...before.slice(shared).map((element, index): Difference => ({ place: below(place, shared + index), expected: element })),
      ...after.slice(shared).map((element, index): Difference => ({ place: below(place, shared + index), actual: element })),
    ];
  }
  return [{ ...found, ...noiseBy(terms.off, sameMeaningBy(expected, actual, place, terms.type)) }];
}

/**
 * Two files or archives of the program whose hashes agree; of what is inside the engine's events show less on one side.
 * Source: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/sig/sig.go
 */
function isSameContent(expected: Json | undefined, actual: Json | undefined): boolean {
  const hash = contentHash(expected);
  return hash !== undefined && hash === contentHash(actual);
}

const CONTENTS: readonly (Json | undefined)[] = ["c44067f5952c0a294b673a41bacd8c17", "0def7320c3a5731c473e5ecbe6d01bc7"];

function contentHash(value: Json | undefined): string | undefined {
  if (!isJsonObject(value) || !CONTENTS.includes(value[SIGNATURE])) return undefined;
  return typeof value["hash"] === "string" ? value["hash"] : undefined;
}

function compareSets(expected: readonly Json[], actual: readonly Json[], place: Place, terms: Terms): readonly Difference[] {
  const blind = holdsUnknown(expected, terms) || holdsUnknown(actual, terms);
  const { same, changed, gone, come } = pairElements(nameOf(place), expected, actual, blind);
  const element = (index: number, known: Json): Place => below(place, index, { element: normalise(known) });
  return [
    ...(isInOrder(same) ? [] : [{ place, expected, actual, ...noiseBy(terms.off, ["set-order"]) }]),
    ...same.flatMap(({ before, after }) => findDifferences(before.value, after.value, element(after.index, after.value), terms)),
    ...changed.flatMap(({ before, after }) =>
      findDifferences(before.value, after.value, element(after.index, elementIdentity(nameOf(place), after.value) ?? after.value), terms),
    ),
    ...gone.map(({ index, value }): Difference => ({ place: element(index, value), expected: value })),
    ...come.map(({ index, value }): Difference => ({ place: element(index, value), actual: value })),
  ];
}

function isInOrder(pairs: readonly Pair[]): boolean {
  const indices = pairs.toSorted((one, other) => one.before.index - other.before.index).map(({ after }) => after.index);
  return indices.every((index, at) => at === 0 || index > (indices[at - 1] ?? 0));
}

function holdsUnknown(value: Json, terms: Terms): boolean {
  if (isUnknown(value, terms)) return true;
  return typeof value === "object" && value !== null && Object.values(value).some((element: Json) => holdsUnknown(element, terms));
}

function isUnknown(value: Json | undefined, { unknown }: Terms): boolean {
  return isMasked(value) && unknown.has(value.digest);
}

function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === null || value === "" || (typeof value === "object" && Object.keys(value).length === 0);
}

/** A person's own key that is there on one side only, with nothing to tell of its value. */
function isBareKey(expected: Json | undefined, actual: Json | undefined, { path }: Place): boolean {
  const holder = path.at(-2);
  if (typeof holder !== "string" || !hasOwnKeys(holder) || (expected !== undefined && actual !== undefined)) return false;
  return normalise(expected) === null && normalise(actual) === null;
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
