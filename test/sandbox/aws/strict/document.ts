import { z } from "zod";
import { isJsonArray, isJsonObject, type Json, type JsonObject } from "../../../../policypack/model/json";
import { parseJson } from "../json";

const texts = z.union([z.string(), z.array(z.string())]);
const Principal = z.union([z.literal("*"), z.record(z.string(), texts)]);

const Statement = z.looseObject({
  Effect: z.enum(["Allow", "Deny"]),
  Action: texts.optional(), NotAction: texts.optional(),
  Principal: Principal.optional(), NotPrincipal: Principal.optional(),
  Resource: texts.optional(), NotResource: texts.optional(),
}).refine(({ Action, NotAction }) => (Action === undefined) !== (NotAction === undefined));

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
const Document = z.looseObject({
  Version: z.enum(["2008-10-17", "2012-10-17"]).optional(),
  Statement: z.union([Statement, z.array(Statement).nonempty()]),
});

export interface PolicyDocument {
  readonly json: Json;
  readonly statements: readonly z.infer<typeof Statement>[];
}

/** @returns undefined for what is no policy by IAM's grammar */
export function readDocument(text: string): PolicyDocument | undefined {
  const json = parseJson(text);
  const parsed = Document.safeParse(json);
  if (!parsed.success || json === undefined) return undefined;
  const { Statement: one } = parsed.data;
  return { json, statements: Array.isArray(one) ? one : [one] };
}

/** Every AWS principal that is named, in the order in which they stand. */
export function principalsOf({ statements }: PolicyDocument): readonly string[] {
  return statements.flatMap(({ Principal: one, NotPrincipal: other }) => [one, other].flatMap((named) => (typeof named === "object" ? (named["AWS"] ?? []) : [])));
}

/**
 * As AWS answers a document: an account's number is its root, and one who is gone stands there by the id that the name had.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function withPrincipals(document: Json, nameOf: (principal: string) => string): Json {
  const named = (value: Json): Json => {
    if (isJsonArray(value)) return value.map(named);
    return typeof value === "string" ? nameOf(/^\d{12}$/.test(value) ? `arn:aws:iam::${value}:root` : value) : value;
  };
  const inPrincipal = (value: Json): Json => (isJsonObject(value) && value["AWS"] !== undefined ? { ...value, AWS: named(value["AWS"]) } : value);
  return onStatements(document, (statement) =>
    Object.fromEntries(Object.entries(statement).map(([key, value]) => [key, key === "Principal" || key === "NotPrincipal" ? inPrincipal(value) : value])));
}

const ORDER = ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];

/**
 * S3 stores what a policy means, not its text: keys in an order of its own, lists of one as that one, lists of
 * principals in no order that anybody gave: https://github.com/hashicorp/terraform-provider-aws/issues/11801
 */
export function reordered(document: Json): Json {
  const list = (value: Json): Json => {
    if (!isJsonArray(value)) return value;
    const sorted = [...value].sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? 1 : -1));
    return sorted.length === 1 ? (sorted[0] ?? null) : sorted;
  };
  return onStatements(document, (statement) => {
    const keys = [...ORDER.filter((key) => key in statement), ...Object.keys(statement).filter((key) => !ORDER.includes(key))];
    return Object.fromEntries(keys.map((key) => {
      const value = statement[key] ?? null;
      const isPrincipal = key === "Principal" || key === "NotPrincipal";
      return [key, isPrincipal && isJsonObject(value) ? Object.fromEntries(Object.entries(value).map(([kind, who]) => [kind, list(who)])) : list(value)];
    }));
  });
}

function onStatements(document: Json, change: (statement: JsonObject) => Json): Json {
  if (!isJsonObject(document)) return document;
  const { Statement: statement = null } = document;
  const statements = isJsonArray(statement) ? statement : [statement];
  return { ...document, Statement: statements.map((one) => (isJsonObject(one) ? change(one) : one)) };
}
