import { canonicalJson, isJsonObject, type Json, type PropertyPath } from "../../policypack/model";
import { pairs } from "./pairs";
import { say } from "./phrase";
import { valueLine, type ValueLine } from "./valueLine";
import { wholeLines } from "./wholeLines";

interface Element {
  readonly index: number;
  readonly value: Json;
}

/**
 * The elements that came and went, whatever their order; of an element that is the same but for some of its parts
 * only those.
 * @param name the property that holds the list
 * @param inside tells what differs between two elements; the index is the actual one
 */
export function listLines(
  expected: readonly Json[],
  actual: readonly Json[],
  name: string | undefined,
  at: PropertyPath,
  inside: (before: Json, after: Json, index: number) => readonly ValueLine[],
): readonly ValueLine[] {
  const [gone, come] = [without(expected, actual), without(actual, expected)];
  if (gone.length + come.length === 0) return expected.length === 0 ? [] : [valueLine("~", at, say`the same elements in another order`)];
  const changed = pairs(gone, come, namesOf);
  const paired = new Set(changed.flat());
  return [
    ...come.filter((element) => !paired.has(element)).flatMap(({ value }) => wholeLines("+", value, name, at)),
    ...changed.flatMap(([before, after]) => inside(before.value, after.value, after.index)),
    ...gone.filter((element) => !paired.has(element)).flatMap(({ value }) => wholeLines("-", value, name, at)),
  ];
}

/** The elements without a twin of their own in the other list. */
function without(list: readonly Json[], others: readonly Json[]): readonly Element[] {
  const twins = new Map<string, number>();
  for (const content of others.map(canonicalJson)) twins.set(content, (twins.get(content) ?? 0) + 1);
  return list.flatMap((value, index) => {
    const content = canonicalJson(value);
    const left = twins.get(content) ?? 0;
    twins.set(content, left - 1);
    return left > 0 ? [] : [{ index, value }];
  });
}

// What names an element, in the lists of most AWS resources.
const NAMES = ["name", "key", "id", "deviceName", "regionName"];

function namesOf({ value }: Element): readonly string[] {
  if (!isJsonObject(value)) return [];
  const name = NAMES.find((one) => Object.hasOwn(value, one) && typeof value[one] === "string");
  return name === undefined ? [] : [canonicalJson([name, value[name] ?? null])];
}
