import { isDeepStrictEqual } from "node:util";
import { elementOf, isList, isObject, isReserved, isSecret } from "./values";
import type { Value, Values } from "./values";

/**
 * The inputs of a resource after a refresh, as the bridge makes them: only what was declared before, with live values.
 * A list never grows and an object gets no new key (those show in the outputs), and a default that no longer has
 * its default value leaves `__defaults`.
 * https://github.com/pulumi/pulumi-terraform-bridge/blob/main/pkg/tfbridge/schema.go, extractInputs
 */
export function extractInputs(declared: Values, live: Values): Values {
  const kept = Object.entries(declared).flatMap(([key, value]) => {
    const now = live[key];
    return isReserved(key) || now === undefined ? [] : [[key, extract(value, now)] as const];
  });
  const inputs = Object.fromEntries(kept);
  const defaults = declared["__defaults"];
  if (!isList(defaults)) return inputs;
  const isStill = (key: Value) => typeof key === "string" && isDeepStrictEqual(declared[key], live[key]);
  return { ...inputs, __defaults: defaults.filter(isStill) };
}

function extract(declared: Value, live: Value): Value {
  if (isSecret(declared) && !isSecret(live)) return extract(elementOf(declared), live);
  if (isList(declared) && isList(live)) {
    return declared.slice(0, live.length).map((element, index) => extract(element, live[index] ?? null));
  }
  return isObject(declared) && isObject(live) ? extractInputs(declared, live) : live;
}
