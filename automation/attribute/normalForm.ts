import { canonicalJson, isJsonArray, isJsonObject, isMasked, type Json, type JsonObject } from "../../policypack/model";
import { nestsTooDeep } from "../audit/nesting";
import type { Masker } from "../compare/masker";

// The same switch, as a boolean in Pulumi and as a word in AWS.
const ON = new Set(["true", "enabled", "on"]);
const OFF = new Set(["false", "suspended", "disabled", "off"]);

/**
 * The form in which Pulumi's and CloudTrail's spellings of one value are equal: scalars as text, JSON documents
 * parsed, lists as sorted sets, lists of one as their element, keys without case and punctuation, and nothing where
 * AWS writes an empty string, list or object.
 */
export function normalForm(value: Json): string {
  const normal = normalise(value);
  return normal === undefined ? "" : canonicalJson(normal);
}

function normalise(value: Json): Json | undefined {
  if (value === null || value === "") return undefined;
  if (typeof value === "string") {
    const document = parseDocument(value);
    return document === undefined ? normaliseText(value) : normalise(document);
  }
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (isJsonArray(value)) return normaliseList(value);
  return isJsonObject(value) ? normaliseObject(value) : undefined;
}

/** An account as a principal is its root user: AWS writes either. */
function normaliseText(text: string): string {
  const root = /^arn:[a-z-]+:iam::(\d{12}):root$/.exec(text);
  return root?.[1] ?? text.trim();
}

function normaliseList(list: readonly Json[]): Json | undefined {
  const elements = list.map(normalise).filter((element) => element !== undefined);
  if (elements.length < 2) return elements[0];
  return [...new Map(elements.map((element) => [canonicalJson(element), element])).entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, element]) => element);
}

function normaliseObject(object: JsonObject): Json | undefined {
  const keys = Object.keys(object);
  // EC2 wraps values, EC2 and CloudFront wrap lists.
  const only = object["value"];
  if (only !== undefined && keys.length === 1) return normalise(only);
  const items = object["items"];
  if (items !== undefined && keys.every((key) => key === "items" || key === "quantity")) return normalise(items);
  const entries: [string, Json][] = [];
  for (const [key, element] of Object.entries(object)) {
    const normal = normalise(element);
    if (normal !== undefined && key !== "xmlns") entries.push([normalKey(key), normal]);
  }
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

export function normalKey(key: string): string {
  return key.replace(/[^A-Za-z0-9:/]/g, "").toLowerCase();
}

/** A JSON object or list in a string, also percent-encoded, as IAM answers. */
export function parseDocument(text: string): Json | undefined {
  const decoded = /^%7B|^%5B/i.test(text) ? decode(text) : text;
  if (!/^\s*[{[]/.test(decoded) || nestsTooDeep(decoded)) return undefined;
  try {
    const value: unknown = JSON.parse(decoded);
    return isJson(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What `JSON.parse` gave is JSON; this says so to the compiler. */
function isJson(value: unknown): value is Json {
  return value !== undefined;
}

/** Says whether what a call asked for is what is there now; `actual` may be a secret's digest. */
export function sameValue(requested: Json, actual: Json, masker: Masker): boolean {
  if (isMasked(actual)) return masker.digest(requested) === actual.digest;
  const wanted = normalForm(requested);
  const found = normalForm(actual);
  if (wanted === found || normalForm(masker.redact(requested)) === found) return true;
  if (isNameOf(requested, actual) || isNameOf(actual, requested)) return true;
  return isSwitch(requested) !== isSwitch(actual) && switchOf(requested) !== undefined && switchOf(requested) === switchOf(actual);
}

/** Calls may give a name, or `family:revision`, where the ARN is what is there. */
function isNameOf(name: Json, arn: Json): boolean {
  if (typeof name !== "string" || typeof arn !== "string" || !arn.startsWith("arn:") || name.startsWith("arn:") || name.length < 2) return false;
  const resource = arn.split(":").slice(5).join(":");
  return resource === name || resource.replace(/^[a-z-]+[/:]/, "") === name;
}

function isSwitch(value: Json): boolean {
  return value === true || value === false || value === "true" || value === "false";
}

function switchOf(value: Json): boolean | undefined {
  const word = typeof value === "string" || typeof value === "boolean" ? String(value).toLowerCase() : "";
  return ON.has(word) ? true : OFF.has(word) ? false : undefined;
}

// What CloudTrail writes where it hides a value.
const HIDDEN = /^(HIDDEN_DUE_TO_SECURITY_REASONS|<sensitiveDataRemoved>|\*{3,}|\[?redacted\]?)$/i;

/** True where the record shows that a parameter was given, but not its value. */
export function isHidden(value: Json): boolean {
  if (typeof value === "string") return value === "" || HIDDEN.test(value);
  return normalise(value) === undefined;
}
