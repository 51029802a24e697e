import { canonicalJson, isJsonArray, isJsonObject, isMasked, jsonSchema, type Change, type Json, type JsonObject } from "../../policypack/model";
import { cut } from "./cut";
import { code, count, say, type Phrase } from "./phrase";

// Two of them fill about three lines of a terminal.
const LONGEST = 160;
// What both long texts share up front is skipped, but for this much context.
const CONTEXT = 20;

/** `expected → actual` on one line: secrets hidden, policies reduced to what differs, long values cut with a count. */
export function valueChange(change: Pick<Change, "expected" | "actual">): Phrase {
  const { expected, actual } = change;
  if (expected === undefined || actual === undefined) return say`${shown(expected)} → ${shown(actual)}`;
  if (isMasked(expected) && isMasked(actual)) return say`${shown(expected)} → (secret, changed)`;
  const policies = differingStatements(expected, actual);
  if (policies) return say`${statements(policies.expected)} → ${statements(policies.actual)} (${count(policies.same, "other statement")} unchanged)`;
  const [before, after] = differingParts(compact(expected), compact(actual));
  return say`${isMasked(expected) ? shown(expected) : code(before)} → ${isMasked(actual) ? shown(actual) : code(after)}`;
}

function shown(value: Json | undefined): Phrase {
  if (value === undefined) return say`(absent)`;
  return isMasked(value) ? say`(secret)` : code(cut(compact(value), LONGEST));
}

function compact(value: Json): string {
  if (isMasked(value)) return "(secret)";
  if (isJsonArray(value)) return `[${value.map(compact).join(", ")}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, element]) => `${/^\w+$/.test(key) ? key : JSON.stringify(key)}: ${compact(element)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

function differingParts(before: string, after: string): [string, string] {
  if (Math.max(before.length, after.length) <= LONGEST) return [before, after];
  let shared = 0;
  while (shared < before.length && before[shared] === after[shared]) shared += 1;
  const start = Math.max(0, shared - CONTEXT);
  const lead = start === 0 ? "" : "…";
  return [lead + cut(before.slice(start), LONGEST), lead + cut(after.slice(start), LONGEST)];
}

function statements(list: readonly Json[]): Phrase {
  return list.length === 0 ? say`(no such statement)` : code(cut(list.map(compact).join(", "), 2 * LONGEST));
}

interface PolicyDifference {
  readonly expected: readonly Json[];
  readonly actual: readonly Json[];
  readonly same: number;
}

function differingStatements(expected: Json, actual: Json): PolicyDifference | undefined {
  const [before, after] = [policyStatements(expected), policyStatements(actual)];
  if (!before || !after) return undefined;
  const [inBefore, inAfter] = [new Set(before.map(canonicalJson)), new Set(after.map(canonicalJson))];
  const difference = {
    expected: before.filter((statement) => !inAfter.has(canonicalJson(statement))),
    actual: after.filter((statement) => !inBefore.has(canonicalJson(statement))),
  };
  if (difference.expected.length + difference.actual.length === 0) return undefined;
  return { ...difference, same: after.length - difference.actual.length };
}

/** A policy document is an object or, in most properties, its JSON text; one statement needs no array. */
function policyStatements(value: Json): readonly Json[] | undefined {
  const document = typeof value === "string" ? parsedObject(value) : value;
  if (!isJsonObject(document)) return undefined;
  const statement = document["Statement"];
  if (isJsonObject(statement)) return [statement];
  return isJsonArray(statement) ? statement : undefined;
}

function parsedObject(text: string): JsonObject | undefined {
  if (!text.trimStart().startsWith("{")) return undefined;
  try {
    const parsed = jsonSchema.parse(JSON.parse(text));
    return isJsonObject(parsed) ? parsed : undefined;
  } catch {
    // Not JSON, or nested deeper than the stack: then it is shown as the text that it is.
    return undefined;
  }
}
