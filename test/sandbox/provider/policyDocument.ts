import { canonicalJson, isJsonArray, isJsonObject } from "../../../policypack/model/json";
import type { Json } from "../../../policypack/model/json";
import { z } from "zod";
import type { Plain } from "./values";

const json: z.ZodType<Json> = z.json();

/** Sorted keys, as the provider stores documents. A text that is no JSON stays as it is. */
export function normaliseDocument(text: string): string {
  const document = parse(text);
  return document === undefined ? text : canonicalJson(document);
}

/**
 * Equal in meaning: IAM and S3 answer `"Action": ["a"]` with `"Action": "a"`, reorder lists, and write the root of an
 * account where its number was given, which is no change.
 * https://github.com/hashicorp/awspolicyequivalence
 */
export function isSameDocument(one: string, other: string): boolean {
  return one === other || meaning(one) === meaning(other);
}

/** The live document, in the recorded spelling where that means the same; empty where there is none. */
export function documentOutput(live: string | undefined, recorded: Plain | undefined): string {
  if (live === undefined) return "";
  return typeof recorded === "string" && isSameDocument(live, recorded) ? recorded : normaliseDocument(live);
}

function meaning(text: string): string {
  const document = parse(text);
  return document === undefined ? text : canonicalJson(unordered(document));
}

function parse(text: string): Json | undefined {
  try {
    return json.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function unordered(value: Json): Json {
  // An account is its root.
  if (typeof value === "string") return value.replace(/^(\d{12})$/, "arn:aws:iam::$1:root");
  if (isJsonObject(value)) return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, unordered(element)]));
  if (!isJsonArray(value)) return value;
  const elements = value.map(unordered).sort((one, other) => (canonicalJson(one) < canonicalJson(other) ? -1 : 1));
  const [only] = elements;
  return elements.length === 1 && only !== undefined ? only : elements;
}
