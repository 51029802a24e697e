import { canonicalJson, isJsonArray, isJsonObject, type Json, type JsonObject } from "../../policypack/model";
import { below, ROOT } from "./difference";
import { noiseBy, type NoiseRuleName } from "./noiseRules";
import type { UnreportedDifference } from "./unreported";

// At the top of a state every name with "__" is the provider's; deeper down, beside a person's own keys, only this one.
const DEEP_NOTE = "__defaults";

/** A state without the provider's own notes (`__inputs`, `__meta`, `__defaults`): they repeat it, secrets and all. */
export function withoutBookkeeping(state: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(state)
      .filter(([name]) => !name.startsWith("__"))
      .map(([name, value]) => [name, withoutDeepNotes(value)]),
  );
}

/** Which notes differ. They are told without their values. */
export function changedBookkeeping(recorded: JsonObject, actual: JsonObject, off: ReadonlySet<NoiseRuleName>): readonly UnreportedDifference[] {
  const names = [...new Set([...Object.keys(recorded), ...Object.keys(actual)])].filter((name) => name.startsWith("__")).sort();
  return names
    .filter((name) => canonicalJson(own(recorded, name) ?? null) !== canonicalJson(own(actual, name) ?? null))
    .map((name) => ({ place: below(ROOT, name), tier: "output", ...noiseBy(off, ["provider-bookkeeping"]) }));
}

function own(state: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(state, name) ? state[name] : undefined;
}

function withoutDeepNotes(value: Json): Json {
  if (isJsonArray(value)) return value.map(withoutDeepNotes);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== DEEP_NOTE)
      .map(([name, element]) => [name, withoutDeepNotes(element)]),
  );
}
