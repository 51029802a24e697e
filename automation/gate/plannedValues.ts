import { isMasked, readPath, type Json, type OpenDriftEntry, type PropertyPath } from "../../policypack/model";
import type { Masker } from "../compare";
import { findSecretPaths } from "../compare/secretPaths";
import { SecretScreen } from "../compare/secretScreen";
import { valueAt } from "../compare/valueAt";
import type { PlannedStep } from "./planEvent";

export interface ScreenedPlan {
  /** What a step would put where a change is held, without secrets; undefined where there will be nothing. */
  readonly plannedValue: (step: PlannedStep, entry: OpenDriftEntry) => Json | undefined;
  /** Whether what a policy says of a resource may be repeated: it was shown the plan's secrets, and the events blank them. */
  readonly mayQuote: (urn: string) => boolean;
}

// Stands in a preview for what another resource has yet to say.
// Source: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/rpc.go
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/**
 * Hides the secrets of a plan. All of them are learnt here, before the first value is shown: the new value of a
 * secret can arrive in plain text, and may stand elsewhere, too.
 */
export function screenPlan(steps: readonly PlannedStep[], masker: Masker): ScreenedPlan {
  const screen = new SecretScreen(masker);
  const withSecrets = new Set<string>();
  const hidden = new Map(
    steps.map((step) => {
      const { urn, type, before, planned } = step;
      const states = [...(before === undefined ? [] : [before.inputs, before.outputs]), ...(planned === undefined ? [] : [planned])];
      const paths = findSecretPaths({ urn, type, inputs: {}, outputs: {} }, states);
      if (paths.length > 0) withSecrets.add(urn);
      const [shown] = [planned, before?.inputs, before?.outputs].map((state) => state && screen.hide(state, paths));
      return [step, shown] as const;
    }),
  );
  // A policy that judges the stack as a whole speaks of its root, and has seen everything.
  const mayQuote = (urn: string) => withSecrets.size === 0 || (steps.some((step) => step.urn === urn && step.type !== "pulumi:pulumi:Stack") && !withSecrets.has(urn));
  const plannedValue = (step: PlannedStep, entry: OpenDriftEntry) => {
    const { path, secretInputs = [] } = entry;
    const value = path === "" ? undefined : valueAt(hidden.get(step), readPath(path) ?? [path]);
    if (value === undefined) return undefined;
    const isSecret = isMasked(entry.actual) || isMasked(entry.recorded) || secretInputs.some((secret) => path.startsWith(secret));
    if (value === UNKNOWN) return "«known only in the up»";
    return isSecret ? masker.mask(value) : redactAt(readPath(path) ?? [path], value, masker);
  };
  return { plannedValue, mayQuote };
}

/** Names beside the value decide, too: `password`, and what stands below it. */
function redactAt(path: PropertyPath, value: Json, masker: Masker): Json | undefined {
  const around = path.toReversed().reduce<Json>((inner, segment) => (typeof segment === "number" ? [inner] : { [segment]: inner }), value);
  return valueAt(masker.redact(around), path.map((segment) => (typeof segment === "number" ? 0 : segment)));
}

