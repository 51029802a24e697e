import { canonicalJson, parseDocument, type Json } from "../../policypack/model";
import { isPolicy, samePolicyBy } from "../../policypack/exposure/policyDocument";
import { canonicalContainers, isContainerList } from "./containers";
import { nameOf, type Place } from "./difference";
import type { NoiseRuleName } from "./noiseRules";
import { qualifierRule } from "./qualifiers";
import { spellingRule } from "./spellings";
import { isReadAsYaml, readYaml } from "./yamlText";

/** The rules by which two unequal values that are no containers mean the same; none where they do not. */
export function sameMeaningBy(expected: Json | undefined, actual: Json | undefined, place: Place, type: string): readonly NoiseRuleName[] {
  if (!isScalar(expected) || !isScalar(actual)) return [];
  if (typeof expected !== "string" || typeof actual !== "string") return String(expected) === String(actual) ? ["same-text"] : [];
  const qualifier = qualifierRule(expected, actual, type);
  if (qualifier !== undefined) return [qualifier];
  const name = nameOf(place) ?? "";
  const spelling = spellingRule(expected, actual, type, name);
  if (spelling !== undefined) return [spelling];
  const rules = sameJsonBy(expected, actual);
  if (rules.length > 0) return rules;
  if (isContainerList(type, name)) return isSame(readContainers(expected), readContainers(actual)) ? ["container-defaults"] : [];
  return isReadAsYaml(type, name) && isSame(readYaml(expected), readYaml(actual)) ? ["yaml-equal"] : [];
}

/** Only in a policy the order of a list says nothing for certain: in an event pattern it depends on the matcher. */
function sameJsonBy(expected: string, actual: string): readonly NoiseRuleName[] {
  const [before, after] = [parseDocument(expected), parseDocument(actual)];
  if (isSame(before, after)) return ["json-equal"];
  return before !== undefined && after !== undefined && isPolicy(before) && isPolicy(after) ? samePolicyBy(before, after) : [];
}

function readContainers(text: string): Json | undefined {
  const document = parseDocument(text);
  return document === undefined ? undefined : canonicalContainers(document);
}

function isSame(one: Json | undefined, other: Json | undefined): boolean {
  return one !== undefined && other !== undefined && canonicalJson(one) === canonicalJson(other);
}

function isScalar(value: Json | undefined): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
