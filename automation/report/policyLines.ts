import { isJsonArray, isJsonObject, type Json, type JsonObject, type PropertyPath } from "../../policypack/model";
import { documentOf } from "./document";
import { pairs } from "./pairs";
import { count, say, type Phrase } from "./phrase";
import { ELEMENTS, elementName, NAMED_PARTS, readStatement, statementPhrase, type Part, type Statement } from "./statement";
import { listed, valueLine, type ValueLine } from "./valueLine";

/** The statements of a policy document, as an object or as JSON text; undefined where the value is something else. */
export function statementsOf(value: Json | undefined): readonly Statement[] | undefined {
  const document = documentOf(value);
  const held = isJsonObject(document) ? document["Statement"] : undefined;
  const statements = isJsonObject(held) ? [held] : held;
  return isJsonArray(statements) && statements.every(isStatement) ? statements.map(readStatement) : undefined;
}

function isStatement(value: Json): value is JsonObject {
  return isJsonObject(value) && typeof value["Effect"] === "string";
}

/** The statements that came, went or changed; of one that changed only the elements that did. */
export function policyLines(expected: readonly Statement[], actual: readonly Statement[], at: PropertyPath): readonly ValueLine[] {
  const [gone, come] = [without(expected, actual), without(actual, expected)];
  const changed = pairs(gone, come, namesOf);
  const paired = new Set(changed.flat());
  const unpaired = (statements: readonly Statement[]): readonly Statement[] => statements.filter((statement) => !paired.has(statement));
  const same = actual.length - come.length;
  const lines = [
    ...unpaired(come).map((statement) => valueLine("+", at, statementPhrase(statement))),
    ...changed.map(([before, after]) => valueLine("~", at, changedPhrase(before, after))),
    ...unpaired(gone).map((statement) => valueLine("-", at, statementPhrase(statement))),
  ];
  const last = lines.at(-1);
  if (!last || same === 0) return lines;
  return [...lines.slice(0, -1), { ...last, text: say`${last.text} (${count(same, "other statement")} unchanged)` }];
}

function without(statements: readonly Statement[], others: readonly Statement[]): readonly Statement[] {
  const twins = new Set(others.map((statement) => meaningBut(statement)));
  return statements.filter((statement) => !twins.has(meaningBut(statement)));
}

/** By what a statement stays itself: its Sid, else all but any one of the elements that IAM knows. */
function namesOf(statement: Statement): readonly string[] {
  const sid = meaningOf(statement, "Sid");
  if (sid !== "") return [sid];
  return [...ELEMENTS].map((element) => JSON.stringify([element, meaningBut(statement, element)]));
}

function meaningBut(statement: Statement, element?: string): string {
  const names = [...statement.keys()].filter((name) => name !== element).sort();
  return JSON.stringify(names.map((name) => [name, meaningOf(statement, name)]));
}

/** The names of the elements in which two statements differ, those that IAM knows first. */
function differing(one: Statement, other: Statement): readonly string[] {
  const names = [...new Set([...ELEMENTS, ...one.keys(), ...other.keys()])];
  return names.filter((element) => meaningOf(one, element) !== meaningOf(other, element));
}

function meaningOf(statement: Statement, element: string): string {
  const parts = statement.get(element);
  return parts === undefined ? "" : JSON.stringify(parts.map(({ meaning }) => meaning).sort());
}

/** `Allow (Sid OwnRead): Action + s3:*; Condition - aws:SourceVpc StringEquals vpc-1` */
function changedPhrase(before: Statement, after: Statement): Phrase {
  const names = differing(before, after);
  const changed = new Set(names);
  // A Sid says which statement it is; whether it allows or denies says what the change means.
  const isNaming = (element: string): boolean => !changed.has(element) && (!before.has("Sid") || element === "Effect" || element === "Sid");
  const named = new Map([...before].filter(([element]) => isNaming(element)));
  const changes = names.map((element) => say`${elementName(element)} ${partsChange(before.get(element) ?? [], after.get(element) ?? [])}`);
  return say`${statementPhrase(named)}: ${listed(changes, ELEMENTS.size, "; ")}`;
}

function partsChange(before: readonly Part[], after: readonly Part[]): Phrase {
  const [one, other] = [before[0], after[0]];
  if (one && other && before.length === 1 && after.length === 1) return say`${one.text} → ${other.text}`;
  const [come, gone] = [partsWithout(after, before), partsWithout(before, after)];
  return listed([...come.map(({ text }) => say`+ ${text}`), ...gone.map(({ text }) => say`- ${text}`)], NAMED_PARTS);
}

function partsWithout(parts: readonly Part[], others: readonly Part[]): readonly Part[] {
  const twins = new Set(others.map(({ meaning }) => meaning));
  return parts.filter(({ meaning }) => !twins.has(meaning));
}
