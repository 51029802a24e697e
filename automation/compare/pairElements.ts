import { canonicalJson, isJsonArray, isJsonObject, isMasked, type Json } from "../../policypack/model";
import { normalise } from "./normalise";
import { elementIdentity } from "./sets";

/** An element of a set: where it stands, and the names under which it may be found again, exactest first. */
export interface Element {
  readonly index: number;
  readonly value: Json;
  readonly text: string;
  readonly form: string;
  /** What stays while the rest of it changes; absent where nothing does. */
  readonly identity?: string;
}

export interface Pair {
  readonly before: Element;
  readonly after: Element;
}

export interface Pairing {
  /** Elements that say the same, perhaps in another spelling. */
  readonly same: readonly Pair[];
  /** One element that has changed. */
  readonly changed: readonly Pair[];
  readonly gone: readonly Element[];
  readonly come: readonly Element[];
}

/**
 * Finds the elements of one set in another, in whatever order, in one pass for each kind of name.
 *
 * @param blind something in the sets is encrypted: elements are the same when all but their secrets is
 */
export function pairElements(set: string | undefined, before: readonly Json[], after: readonly Json[], blind: boolean): Pairing {
  const element = (value: Json, index: number): Element => {
    const identity = elementIdentity(set, value);
    const form = canonicalJson(normalise(blind ? withoutSecrets(value) : value));
    return { index, value, text: canonicalJson(value), form, ...(identity === undefined ? {} : { identity: canonicalJson(normalise(identity)) }) };
  };
  const exact = pairBy(before.map(element), after.map(element), ({ text }) => text, Infinity);
  const spelt = pairBy(exact.gone, exact.come, ({ form }) => form, Infinity);
  const known = pairBy(spelt.gone, spelt.come, ({ identity }) => identity, 1);
  return { same: [...exact.pairs, ...spelt.pairs], changed: known.pairs, gone: known.gone, come: known.come };
}

interface Pairs {
  readonly pairs: readonly Pair[];
  readonly gone: readonly Element[];
  readonly come: readonly Element[];
}

/** @param most elements that may bear one name; where there are more, it names none of them */
function pairBy(gone: readonly Element[], come: readonly Element[], name: (element: Element) => string | undefined, most: number): Pairs {
  const [before, after] = [byName(gone, name), byName(come, name)];
  const pairs = [...before].flatMap(([key, elements]): readonly Pair[] => {
    const others = after.get(key) ?? [];
    if (elements.length > most || others.length > most) return [];
    // The order of the texts, not of the elements, so that it does not matter how a set is told.
    const [ours, theirs] = [elements.toSorted(byText), others.toSorted(byText)];
    return ours.flatMap((one, index) => {
      const other = theirs[index];
      return other === undefined ? [] : [{ before: one, after: other }];
    });
  });
  const paired = new Set(pairs.flatMap((pair) => [pair.before, pair.after]));
  return { pairs, gone: gone.filter((element) => !paired.has(element)), come: come.filter((element) => !paired.has(element)) };
}

function byName(elements: readonly Element[], name: (element: Element) => string | undefined): ReadonlyMap<string, readonly Element[]> {
  const groups = new Map<string, Element[]>();
  for (const element of elements) {
    const key = name(element);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [element]);
    else group.push(element);
  }
  return groups;
}

function byText({ text: one }: Element, { text: other }: Element): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function withoutSecrets(value: Json): Json {
  if (isMasked(value)) return "secret";
  if (isJsonArray(value)) return value.map(withoutSecrets);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, element]) => [name, withoutSecrets(element)]));
}
