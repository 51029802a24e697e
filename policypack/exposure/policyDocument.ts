import { canonicalJson, isJsonArray, isJsonObject, parseDocument, type Json, type JsonObject } from "../model";

/**
 * What IAM does not tell apart. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html,
 * of the version https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
 */
const POLICY_RULES = [
  "policy-order", "policy-single-value", "policy-action-case", "policy-principal", "policy-version", "policy-empty-sid", "same-text",
] as const;
type PolicyRule = (typeof POLICY_RULES)[number];

/** The statements of an IAM policy document, text or JSON, in one spelling; undefined where the value is something else. */
export function readStatements(value: Json | undefined): readonly JsonObject[] | undefined {
  const document = typeof value === "string" ? parseDocument(value) : value;
  if (!isJsonObject(document)) return undefined;
  const statements = listOf(document["Statement"]).filter(isJsonObject);
  return statements.length === 0 ? undefined : statements.map((statement) => canonicalStatement(statement, POLICY_RULES));
}

/** Other documents have statements too: only with an effect in each of them is one IAM's, and its order without a meaning. */
export function isPolicy(document: Json): document is JsonObject {
  if (!isJsonObject(document)) return false;
  const statements = listOf(document["Statement"]);
  return statements.length > 0 && statements.every((one) => isJsonObject(one) && (one["Effect"] === "Allow" || one["Effect"] === "Deny"));
}

/** The fewest rules by which two documents say the same; none where they do not, or are the same JSON. */
export function samePolicyBy(one: JsonObject, other: JsonObject): readonly PolicyRule[] {
  const isSame = (rules: readonly PolicyRule[]): boolean => canonicalPolicy(one, rules) === canonicalPolicy(other, rules);
  if (!isSame(POLICY_RULES)) return [];
  return POLICY_RULES.reduce<readonly PolicyRule[]>((needed, rule) => {
    const others = needed.filter((another) => another !== rule);
    return isSame(others) ? others : needed;
  }, POLICY_RULES);
}

const DEFAULT_VERSION = "2008-10-17";

/** The same text for documents that mean the same by the rules that are given. */
export function canonicalPolicy(document: JsonObject, rules: readonly PolicyRule[] = POLICY_RULES): string {
  const statements = eachOf(document["Statement"] ?? [], rules, (one) => (isJsonObject(one) ? canonicalStatement(one, rules) : one));
  const version = rules.includes("policy-version") ? { Version: DEFAULT_VERSION } : {};
  return canonicalJson({ ...version, ...document, Statement: statements });
}

function canonicalStatement(statement: JsonObject, rules: readonly PolicyRule[]): JsonObject {
  const entries = Object.entries(statement).filter(([name, value]) => name !== "Sid" || value !== "" || !rules.includes("policy-empty-sid"));
  return Object.fromEntries(entries.map(([name, value]) => [name, canonicalElement(name, value, rules)]));
}

function canonicalElement(name: string, value: Json, rules: readonly PolicyRule[]): Json {
  switch (name) {
    case "Action":
    case "NotAction":
      return eachOf(value, rules, (action) => (rules.includes("policy-action-case") && typeof action === "string" ? action.toLowerCase() : action));
    case "Resource":
    case "NotResource":
      return eachOf(value, rules);
    case "Principal":
    case "NotPrincipal":
      return canonicalPrincipals(value, rules);
    case "Condition":
      return isJsonObject(value) ? eachValue(value, (keys) => (isJsonObject(keys) ? eachValue(keys, (list) => eachOf(list, rules, conditionValue(rules))) : keys)) : value;
    default:
      return value;
  }
}

function canonicalPrincipals(value: Json, rules: readonly PolicyRule[]): Json {
  if (!isJsonObject(value)) return rules.includes("policy-principal") ? canonicalPrincipals({ AWS: value }, rules) : value;
  return eachValue(value, (list) => eachOf(list, rules, (one) => (rules.includes("policy-principal") && typeof one === "string" ? accountOf(one) : one)));
}

/** An account by its number and by its root ARN are the same principal. */
function accountOf(principal: string): string {
  return /^arn:aws[\w-]*:iam::(\d{12}):root$/.exec(principal)?.[1] ?? principal;
}

function conditionValue(rules: readonly PolicyRule[]): (value: Json) => Json {
  return (value) => (rules.includes("same-text") && (typeof value === "number" || typeof value === "boolean") ? String(value) : value);
}

export function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return isJsonArray(value) ? value : [value];
}

function eachOf(value: Json, rules: readonly PolicyRule[], change: (element: Json) => Json = (element) => element): Json {
  const elements = listOf(value).map(change);
  const ordered = rules.includes("policy-order") ? sorted(elements) : elements;
  const [only] = ordered;
  return only !== undefined && !isJsonArray(value) && !rules.includes("policy-single-value") ? only : ordered;
}

function sorted(values: readonly Json[]): readonly Json[] {
  return [...new Map(values.map((value) => [canonicalJson(value), value])).entries()]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, value]) => value);
}

function eachValue(value: JsonObject, change: (element: Json) => Json): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([name, element]) => [name, change(element)]));
}
