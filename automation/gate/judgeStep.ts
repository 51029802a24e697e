import { canonicalJson, comparableInputs, isJsonArray, parsePath, PathSyntaxError, valueAt, type Json, type JsonObject, type OpenDriftEntry } from "../../policypack/model";
import { overwrites } from "../../policypack/policies/overwrites";
import type { Why } from "./gateReport";
import type { PlannedStep } from "./planEvent";

// What changes nothing in the cloud. `import` takes what is there into the state, and fails where the program differs.
const HARMLESS: ReadonlySet<string> = new Set(["same", "read", "read-replacement", "read-discarded", "import", "import-replacement"]);

export function changesNothing({ op }: PlannedStep): boolean {
  return HARMLESS.has(op);
}

/**
 * Why a step may not happen while this change of its resource is held; undefined where it may.
 * @param refreshed the preview has looked at the actual resource: then an update writes what its plan names, and
 * whatever is sent besides is there already
 */
export function whyRefused(step: PlannedStep, entry: OpenDriftEntry, refreshed: boolean): Why | undefined {
  if (changesNothing(step)) return undefined;
  const isDeletion = entry.path === "";
  switch (step.op) {
    case "delete":
      return isDeletion ? undefined : "deletes";
    case "create":
      return isDeletion ? "recreates" : undefined;
    case "update":
      return whyUpdateRefused(step, entry, refreshed);
    default:
      // Replacements, and what an engine to come may do with a resource: nothing that is known to spare it.
      return isDeletion ? "recreates" : "replaces";
  }
}

function whyUpdateRefused(step: PlannedStep, entry: OpenDriftEntry, refreshed: boolean): Why | undefined {
  const { planned = {} } = step;
  if (entry.path === "") return "recreates";
  // As if each value were sent that differs from the actual one.
  if (!overwrites(planned, entry, "assume")) return undefined;
  if (touches(step, entry.path)) return "writes";
  return refreshed ? undefined : "may-send-whole";
}

/** Does the plan write the property, a part of it, or what it is a part of? */
export function touches({ before, planned, touched }: PlannedStep, path: string): boolean {
  const names = namesIn(path);
  if (touched !== undefined) return touched.some((other) => isRelated(names, namesIn(other)));
  return !agree(before?.inputs, planned, names);
}

/**
 * A path's names, without its indices: in a set an index belongs to one side only, and which lists are sets is the
 * provider's to know. What is no path stands for itself.
 */
function namesIn(path: string): readonly string[] {
  try {
    return parsePath(path).filter((segment) => typeof segment === "string");
  } catch (error) {
    if (error instanceof PathSyntaxError) return [path];
    throw error;
  }
}

function isRelated(one: readonly string[], other: readonly string[]): boolean {
  const shared = Math.min(one.length, other.length);
  return one.slice(0, shared).every((name, index) => name === other[index]);
}

/** Up to the first list the values can be told apart; of a list, the whole is compared. Secrets agree with nothing. */
function agree(before: JsonObject | undefined, planned: JsonObject | undefined, names: readonly string[]): boolean {
  if (before === undefined || planned === undefined) return false;
  const [one, other] = [deepest(before, names), deepest(planned, names)];
  if (one === undefined || other === undefined) return one === other;
  if ([one, other].some((value) => canonicalJson(value).includes(SECRET))) return false;
  return canonicalJson(comparableInputs(one)) === canonicalJson(comparableInputs(other));
}

// The engine's mark of a secret, whose content its events blank on both sides.
// Source: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/sig/sig.go
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

function deepest(inputs: JsonObject, names: readonly string[]): Json | undefined {
  let value: Json | undefined = inputs;
  for (const name of names) {
    if (isJsonArray(value)) return value;
    value = valueAt(value, [name]);
  }
  return value;
}
