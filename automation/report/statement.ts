import { canonicalJson, isJsonArray, isJsonObject, isMasked, type Json, type JsonObject } from "../../policypack/model";
import { joined, say, words, type Phrase } from "./phrase";
import { named, shown } from "./shownValue";
import { listed } from "./valueLine";

// Enough for any statement written by hand; the JSON report has the others.
export const NAMED_PARTS = 6;

/** One value of one element of a statement: an action, a principal, a condition's value. */
export interface Part {
  /** Equal for parts that mean the same to IAM, however they are written. */
  readonly meaning: string;
  readonly text: Phrase;
}

/** A statement of a policy document, by the names of its elements. */
export type Statement = ReadonlyMap<string, readonly Part[]>;

/**
 * IAM reads one value and a list of it alike, whatever the order and the case of actions.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function readStatement(statement: JsonObject): Statement {
  return new Map(Object.entries(statement).map(([name, value]) => [name, wildcardsFirst(partsOf(name, value))]));
}

function partsOf(name: string, value: Json): readonly Part[] {
  if (isMasked(value)) return [part(value, shown(value))];
  switch (name) {
    case "Action":
    case "NotAction":
      return oneOrMany(value).map((action) => part(typeof action === "string" ? action.toLowerCase() : action, named(action)));
    case "Resource":
    case "NotResource":
      return oneOrMany(value).map((resource) => part(resource, named(resource)));
    case "Principal":
    case "NotPrincipal":
      return isJsonObject(value) ? pairsOf(value).flatMap(([kind, one]) => principal(kind, one)) : [principal("AWS", value)];
    case "Condition":
      if (!isJsonObject(value)) return [part(value, shown(value))];
      return pairsOf(value).flatMap(([operator, keys]) =>
        isJsonObject(keys) && !isMasked(keys)
          ? pairsOf(keys).map(([key, one]) => part([operator, key, typeof one === "object" ? one : String(one)], say`${key} ${operator} ${named(one)}`))
          : [part([operator, keys], say`${operator} ${shown(keys)}`)],
      );
    case "Effect":
      return [part(value, value === "Allow" ? say`Allow` : value === "Deny" ? say`Deny` : named(value))];
    default:
      return [part(value, named(value))];
  }
}

function principal(kind: string, value: Json): Part {
  // An account by its number and by its root ARN are the same principal.
  const account = typeof value === "string" ? /^arn:aws[\w-]*:iam::(\d{12}):root$/.exec(value)?.[1] : undefined;
  return part([kind, account ?? value], kind === "AWS" ? named(value) : say`${kind} ${named(value)}`);
}

function part(meaning: Json, text: Phrase): Part {
  return { meaning: canonicalJson(meaning), text };
}

/** Nothing at all is a value too: a statement without actions is not one without the element. */
function oneOrMany(value: Json): readonly Json[] {
  return isJsonArray(value) && value.length > 0 ? value : [value];
}

function pairsOf(value: JsonObject): readonly (readonly [string, Json])[] {
  return Object.entries(value).flatMap(([name, list]) => oneOrMany(list).map((one) => [name, one] as const));
}

/** Once each; a long list must not hide a wildcard behind its end. */
function wildcardsFirst(parts: readonly Part[]): readonly Part[] {
  const unique = [...new Map(parts.map((one) => [one.meaning, one])).values()];
  return unique.toSorted((one, other) => Number(other.meaning.includes("*")) - Number(one.meaning.includes("*")));
}

// The elements in the order of a sentence, and the word that leads each in.
const SENTENCE: readonly (readonly [element: string, lead: Phrase])[] = [
  ["Effect", say``],
  ["Action", say``],
  ["NotAction", say`all actions but `],
  ["Resource", say`on `],
  ["NotResource", say`on all but `],
  ["Principal", say`to `],
  ["NotPrincipal", say`to all but `],
  ["Condition", say`if `],
];
export const ELEMENTS: ReadonlySet<string> = new Set(SENTENCE.map(([element]) => element));

/** `Allow s3:GetObject on arn:aws:s3:::assets/* to *` */
export function statementPhrase(statement: Statement): Phrase {
  const sentence = SENTENCE.flatMap(([element, lead]) => {
    const parts = statement.get(element);
    return parts === undefined ? [] : [say`${lead}${partsPhrase(parts)}`];
  });
  const others = [...statement].filter(([element]) => !ELEMENTS.has(element)).map(([element, parts]) => say`(${elementName(element)} ${partsPhrase(parts)})`);
  return joined([...sentence, ...(others.length > 0 ? [listed(others, NAMED_PARTS)] : [])], " ");
}

export function partsPhrase(parts: readonly Part[]): Phrase {
  return listed(parts.map(({ text }) => text), NAMED_PARTS);
}

/** AWS's names of elements are ours to say; any other comes from outside. */
export function elementName(element: string): Phrase {
  return ELEMENTS.has(element) || element === "Sid" ? words(element) : say`${element}`;
}
