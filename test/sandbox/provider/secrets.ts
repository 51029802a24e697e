import { isAt } from "./propertyPath";
import type { Path } from "./propertyPath";
import { UNKNOWN, isList, isObject, isSecret, secret } from "./values";
import type { Value, Values } from "./values";

/** Marks what the provider's schema calls sensitive, in inputs as in outputs, whatever the program says. */
export function markSecrets(patterns: readonly string[], values: Values): Values {
  return patterns.length === 0 ? values : markKeys(patterns, [], values);
}

function markKeys(patterns: readonly string[], path: Path, values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, mark(patterns, [...path, key], value)]));
}

function mark(patterns: readonly string[], path: Path, value: Value): Value {
  if (isSecret(value) || value === UNKNOWN || value === null) return value;
  if (patterns.some((pattern) => isAt(pattern, path))) return secret(value);
  if (isList(value)) return value.map((element, index) => mark(patterns, [...path, index], element));
  return isObject(value) ? markKeys(patterns, path, value) : value;
}
