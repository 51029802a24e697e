import { canonicalJson, isJsonArray, isJsonObject, isMasked, type Json, type JsonObject, type PropertyPath } from "../../policypack/model";
import { documentOf } from "./document";
import { listLines } from "./listLines";
import { policyLines, statementsOf } from "./policyLines";
import { exchanged } from "./shownValue";
import { valueLine, type ValueLine } from "./valueLine";
import { wholeLines } from "./wholeLines";

/**
 * What differs between two values, and nothing else: statements of policies, rules and elements of lists, leaves
 * of objects, also inside JSON texts. None for equal values.
 * @param name the property that holds the value
 * @param at where the value lies in what is told
 */
export function valueLines(expected: Json | undefined, actual: Json | undefined, name?: string, at: PropertyPath = []): readonly ValueLine[] {
  if (expected === actual || (expected !== undefined && actual !== undefined && canonicalJson(expected) === canonicalJson(actual))) return [];
  const inside = linesInside(expected, actual, name, at);
  return inside.length > 0 ? inside : [valueLine("~", at, exchanged(expected, actual))];
}

/** None where the values have no parts to tell apart. */
function linesInside(expected: Json | undefined, actual: Json | undefined, name: string | undefined, at: PropertyPath): readonly ValueLine[] {
  if (isMasked(expected) || isMasked(actual)) return [];
  const policies = bothSides(statementsOf, expected, actual);
  const objects = [objectOf(expected), objectOf(actual)] as const;
  if (policies) return [...policyLines(...policies, at), ...leafLines(withoutStatements(objects[0]), withoutStatements(objects[1]), at)];
  const lists = bothSides(listOf, expected, actual);
  if (lists) return listLines(...lists, name, at, (before, after, index) => valueLines(before, after, undefined, [...at, index]));
  return leafLines(...objects, at);
}

/** What both sides hold; nothing at all is an empty one, where the other side has one. */
function bothSides<T>(read: (value: Json | undefined) => readonly T[] | undefined, expected: Json | undefined, actual: Json | undefined): readonly [readonly T[], readonly T[]] | undefined {
  const [before, after] = [read(expected), read(actual)];
  if (before) return after ? [before, after] : isAbsent(actual) ? [before, []] : undefined;
  return after && isAbsent(expected) ? [[], after] : undefined;
}

function leafLines(before: JsonObject | undefined, after: JsonObject | undefined, at: PropertyPath): readonly ValueLine[] {
  if (!before || !after) return [];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort().flatMap((key) => {
    const [one, other] = [own(before, key), own(after, key)];
    if (one === undefined) return other === undefined ? [] : wholeLines("+", other, key, [...at, key]);
    return other === undefined ? wholeLines("-", one, key, [...at, key]) : valueLines(one, other, key, [...at, key]);
  });
}

function withoutStatements(document: JsonObject | undefined): JsonObject | undefined {
  return document && Object.fromEntries(Object.entries(document).filter(([name]) => name !== "Statement"));
}

function objectOf(value: Json | undefined): JsonObject | undefined {
  const document = documentOf(value);
  return isJsonObject(document) ? document : undefined;
}

function listOf(value: Json | undefined): readonly Json[] | undefined {
  const document = documentOf(value);
  return isJsonArray(document) ? document : undefined;
}

function isAbsent(value: Json | undefined): boolean {
  return value === undefined || value === null || value === "";
}

function own(value: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}
