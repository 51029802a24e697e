import { isJsonObject, type Json, type PropertyPath } from "../../policypack/model";
import { statementsOf } from "./policyLines";
import { rulePhrase } from "./rulePhrase";
import { shown } from "./shownValue";
import { statementPhrase } from "./statement";
import { valueLine, type Sign, type ValueLine } from "./valueLine";

/**
 * What one side has and the other has not, as what it is: a rule, the statements of a policy, or a value.
 * @param name the property that holds the value, or the list that it is an element of
 */
export function wholeLines(sign: Sign, value: Json, name: string | undefined, at: PropertyPath): readonly ValueLine[] {
  const rule = rulePhrase(name, value);
  if (rule) return [valueLine(sign, at, rule)];
  const statements = statementsOf(value) ?? [];
  if (statements.length > 0) return statements.map((statement) => valueLine(sign, at, statementPhrase(statement)));
  if (isJsonObject(value) && Object.values(value).some((part) => statementsOf(part))) {
    return Object.entries(value).flatMap(([key, part]) => wholeLines(sign, part, key, [...at, key]));
  }
  return [valueLine(sign, at, shown(value))];
}
