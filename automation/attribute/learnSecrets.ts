import { isJsonArray, isJsonObject, isMasked, type FoundChange, type FoundDrift, type Json } from "../../policypack/model";
import type { Masker } from "../compare/masker";
import { pathOf } from "./elements";
import type { Call } from "./indexRecords";
import { isHidden } from "./normalForm";
import { operationsOf } from "./operations";
import { valuesUnder, visibleParameters } from "./parameters";

/**
 * Calls may hold values of a secret property that are neither recorded nor actual: earlier ones, or overwritten ones.
 * The masker learns them before any call is shown.
 */
export function learnSecrets(drift: FoundDrift, calls: readonly Call[], masker: Masker): void {
  const names = new Set(drift.changes.flatMap((change) => secretNames([change.expected, change.actual], nameOf(change))));
  const renamed = (operationsOf(drift.resource.type)?.writers ?? []).flatMap((writer) => [...names].map((name) => writer.names?.[name] ?? name));
  for (const name of new Set([...names, ...renamed])) {
    for (const { trail } of calls) {
      for (const value of valuesUnder(visibleParameters(trail.record.requestParameters, new Set()), name)) if (!isHidden(value)) masker.learn(value);
    }
  }
}

/** The same where no change tells what is secret: a parameter that is kept as one. */
export function learnCalledSecrets(calls: readonly Call[], masker: Masker): void {
  for (const { trail } of calls) {
    const { type, value } = trail.record.requestParameters ?? {};
    if (type === "SecureString" && value !== undefined && !isHidden(value)) masker.learn(value);
  }
}

function nameOf(change: FoundChange): string {
  return pathOf(change).findLast((segment) => typeof segment === "string") ?? "";
}

/** The names under which masked values stand. */
function secretNames(values: readonly (Json | undefined)[], name: string): readonly string[] {
  return values.flatMap((value) => {
    if (isMasked(value)) return name === "" ? [] : [name];
    if (isJsonArray(value)) return secretNames(value, name);
    return isJsonObject(value) ? Object.entries(value).flatMap(([key, inner]) => secretNames([inner], key)) : [];
  });
}
