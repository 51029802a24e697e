import { canonicalJson, isJsonArray, isJsonObject, type Json, type JsonObject } from "../../policypack/model";
import { parseDocument } from "./secretEnvelope";

/** The statements of an IAM policy document, text or JSON, in one spelling; undefined where the value is something else. */
export function readStatements(value: Json | undefined): readonly JsonObject[] | undefined {
  const document = typeof value === "string" ? parseDocument(value) : value;
  if (!isJsonObject(document)) return undefined;
  const statements = listOf(document["Statement"]).filter(isJsonObject);
  return statements.length === 0 ? undefined : statements.map(canonicalStatement);
}

/**
 * The same text for documents that mean the same: IAM reads one value and a list of it alike, ignores the order
 * of statements and of values in a list, and the case of actions.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function canonicalPolicy(document: JsonObject): string {
  const statements = listOf(document["Statement"]).map((statement) => (isJsonObject(statement) ? canonicalStatement(statement) : statement));
  return canonicalJson({ ...document, Statement: sorted(statements) });
}

function canonicalStatement(statement: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(statement).map(([name, value]) => [name, canonicalElement(name, value)]));
}

function canonicalElement(name: string, value: Json): Json {
  switch (name) {
    case "Action":
    case "NotAction":
      return sorted(listOf(value).map((action) => (typeof action === "string" ? action.toLowerCase() : action)));
    case "Resource":
    case "NotResource":
      return sorted(listOf(value));
    case "Principal":
    case "NotPrincipal":
      return isJsonObject(value) ? eachValue(value, (list) => sorted(listOf(list).map((one) => (typeof one === "string" ? canonicalPrincipal(one) : one)))) : canonicalElement(name, { AWS: value });
    case "Condition":
      return isJsonObject(value)
        ? eachValue(value, (keys) => (isJsonObject(keys) ? eachValue(keys, (list) => sorted(listOf(list).map(String))) : keys))
        : value;
    default:
      return value;
  }
}

/** An account by its number and by its root ARN are the same principal. */
function canonicalPrincipal(principal: string): string {
  return /^arn:aws[\w-]*:iam::(\d{12}):root$/.exec(principal)?.[1] ?? principal;
}

export function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return isJsonArray(value) ? value : [value];
}

function sorted(values: readonly Json[]): Json {
  return [...new Map(values.map((value) => [canonicalJson(value), value])).entries()]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, value]) => value);
}

function eachValue(value: JsonObject, change: (element: Json) => Json): Json {
  return Object.fromEntries(Object.entries(value).map(([name, element]) => [name, change(element)]));
}
