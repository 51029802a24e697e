import { isJsonArray, isJsonObject, isMasked, type Json } from "../../policypack/model";
import { cut } from "./cut";
import { code, count, say, type Phrase } from "./phrase";

// Two of them fill about three lines of a terminal.
const LONGEST = 160;
// What both long texts share up front is skipped, but for this much context.
const CONTEXT = 20;
// A secret inside a longer text, as the masker leaves it.
const DIGEST = /\[secret [0-9a-f]{16}\]/g;

/** One value on one line: secrets hidden, long ones cut with a count. */
export function shown(value: Json | undefined): Phrase {
  if (value === undefined) return say`(absent)`;
  return isMasked(value) ? say`[secret]` : code(cut(compact(value), LONGEST));
}

/** A text that stands for itself, as an ARN or an address does; anything else as a value. */
export function named(value: Json): Phrase {
  return typeof value === "string" ? say`${withoutDigests(value)}` : shown(value);
}

/** `expected → actual`, for values that differ; of long texts the place where they do. */
export function exchanged(expected: Json | undefined, actual: Json | undefined): Phrase {
  if (isMasked(expected) && isMasked(actual)) return say`[secret] rotated`;
  if (typeof expected === "string" && typeof actual === "string") return exchangedTexts(withoutDigests(expected), withoutDigests(actual));
  return say`${shown(expected)} → ${shown(actual)}`;
}

function exchangedTexts(expected: string, actual: string): Phrase {
  if (expected === actual) return say`${shown(actual)}, a secret in it rotated`;
  if (expected.includes("\n") || actual.includes("\n")) return exchangedLines(expected.split("\n"), actual.split("\n"));
  if (Math.max(expected.length, actual.length) <= LONGEST) return say`${shown(expected)} → ${shown(actual)}`;
  const start = startOfContext(expected, actual);
  const lead = start === 0 ? "" : "…";
  return say`${shown(lead + expected.slice(start))} → ${shown(lead + actual.slice(start))}`;
}

/** A script or a document: nobody reads it in a report, so only where it begins to differ. */
function exchangedLines(expected: readonly string[], actual: readonly string[]): Phrase {
  const first = expected.findIndex((line, index) => line !== actual[index]);
  const at = first < 0 ? expected.length : first;
  const [before, after] = [expected[at], actual[at]];
  const line = before === undefined || after === undefined ? say`${shown(before)} → ${shown(after)}` : exchangedTexts(before, after);
  const isOnlyOne = expected.length === actual.length && expected.slice(at + 1).every((rest, index) => rest === actual[at + 1 + index]);
  if (isOnlyOne) return say`line ${at + 1} of ${expected.length}: ${line}`;
  return say`${count(expected.length, "line")} → ${count(actual.length, "line")}, from line ${at + 1}: ${line}, the rest in the json format`;
}

function startOfContext(expected: string, actual: string): number {
  let shared = 0;
  while (shared < expected.length && expected[shared] === actual[shared]) shared += 1;
  const start = Math.max(0, shared - CONTEXT);
  // Half a surrogate pair is no character.
  return /^[\uDC00-\uDFFF]/.test(expected.slice(start)) ? Math.max(0, start - 1) : start;
}

function compact(value: Json): string {
  if (isMasked(value)) return "[secret]";
  if (typeof value === "string") return JSON.stringify(withoutDigests(value));
  if (isJsonArray(value)) return `[${value.map(compact).join(", ")}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, element]) => `${/^\w+$/.test(key) ? key : JSON.stringify(withoutDigests(key))}: ${compact(element)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

function withoutDigests(text: string): string {
  return text.replace(DIGEST, "[secret]");
}
