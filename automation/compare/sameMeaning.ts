import { canonicalJson, type Json } from "../../policypack/model";
import { nameOf, type Place } from "./difference";
import type { NoiseRuleName } from "./noiseRules";
import { isPolicy, samePolicyBy } from "./policyDocument";
import { qualifierRule } from "./qualifiers";
import { parseDocument } from "./secretEnvelope";
import { isReadAsYaml, readYaml } from "./yamlText";

/** The rules by which two unequal values that are no containers mean the same; none where they do not. */
export function sameMeaningBy(expected: Json | undefined, actual: Json | undefined, place: Place, type: string): readonly NoiseRuleName[] {
  if (!isScalar(expected) || !isScalar(actual)) return [];
  if (typeof expected !== "string" || typeof actual !== "string") return String(expected) === String(actual) ? ["same-text"] : [];
  const qualifier = qualifierRule(expected, actual, type);
  if (qualifier !== undefined) return [qualifier];
  const rules = sameJsonBy(expected, actual);
  return rules.length === 0 && isReadAsYaml(type, nameOf(place) ?? "") && isSame(readYaml(expected), readYaml(actual)) ? ["yaml-equal"] : rules;
}

/** Only in a policy the order of a list says nothing for certain: in an event pattern it depends on the matcher. */
function sameJsonBy(expected: string, actual: string): readonly NoiseRuleName[] {
  const [before, after] = [parseDocument(expected), parseDocument(actual)];
  if (isSame(before, after)) return ["json-equal"];
  return before !== undefined && after !== undefined && isPolicy(before) && isPolicy(after) ? samePolicyBy(before, after) : [];
}

function isSame(one: Json | undefined, other: Json | undefined): boolean {
  return one !== undefined && other !== undefined && canonicalJson(one) === canonicalJson(other);
}

function isScalar(value: Json | undefined): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
