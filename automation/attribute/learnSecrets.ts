import { isJsonArray, isJsonObject, isMasked, type FoundChange, type FoundDrift, type Json } from "../../policypack/model";
import type { Masker } from "../compare/masker";
import { pathOf } from "./elements";
import type { Call } from "./indexRecords";
import { isHidden } from "./normalForm";
import { operationOf } from "./mutatingCalls";
import { operationsOf, readerOf, type Writer } from "./operations";
import { valuesUnder, visibleParameters } from "./parameters";

/**
 * Calls may hold values of a secret property that are neither recorded nor actual: earlier ones, or overwritten ones.
 * The masker learns them before any call is shown.
 */
export function learnSecrets(drift: FoundDrift, calls: readonly Call[], masker: Masker): void {
  const names = new Set(drift.changes.flatMap((change) => secretNames([change.expected, change.actual], nameOf(change))));
  const writers = operationsOf(drift.resource.type)?.writers ?? [];
  const renamed = writers.flatMap((writer) => [...names].map((name) => writer.names?.[name] ?? name));
  for (const value of readValues(drift, calls, writers, names)) if (!isHidden(value)) masker.learn(value);
  for (const name of new Set([...names, ...renamed])) {
    for (const { trail } of calls) {
      for (const value of valuesUnder(visibleParameters(trail.record.requestParameters, new Set()), name)) if (!isHidden(value)) masker.learn(value);
    }
  }
}

/** Where only a reader finds a property's value in a call. */
function readValues({ resource }: FoundDrift, calls: readonly Call[], writers: readonly Writer[], names: ReadonlySet<string>): readonly Json[] {
  return calls.flatMap(({ trail: { record } }) =>
    writers.flatMap((writer) => {
      const reading = writer.operations.includes(operationOf(record)) ? readerOf(writer)?.(record, resource) : undefined;
      return reading?.does === "sets" ? reading.settings.flatMap(({ path, value }) => (value !== undefined && path.some((name) => names.has(name)) ? [value] : [])) : [];
    }),
  );
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
