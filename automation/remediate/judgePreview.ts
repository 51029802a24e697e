import { canonicalJson, comparableInputs, readPath, secretInputs, type Json, type JsonObject } from "../../policypack/model";
import { judgeAdoption } from "../../policypack/policies/adoption";
import type { StateResource } from "../estate";
import { changesNothing, type Plan, type PlannedStep } from "../gate";
import type { Allowances } from "./allowances";
import type { Target } from "./remediationReport";

/**
 * Why an `up` must not be run for a target: a step or a property of it falls outside what is meant, be it code that
 * waits to be deployed. Undefined where it does that and no more.
 * @param plan of `up --target --refresh`
 * @param recorded the target as it is recorded
 */
export function judgePreview(target: Target, plan: Plan, recorded: StateResource | undefined, allowed: Allowances): string | undefined {
  if (plan.problem !== undefined) return `the preview failed: ${plan.problem.message}`;
  const [violation] = plan.violations;
  if (violation !== undefined) return `the policy ${violation.policy} of ${violation.pack} refuses it`;
  const steps = plan.steps.filter((step) => !changesNothing(step));
  const outside = steps.find(({ urn }) => urn !== target.urn);
  if (outside !== undefined) return `the update would ${outside.op} ${outside.urn} as well`;
  const [step] = steps;
  if (step === undefined) return "the update would do nothing: the program has the actual value by now, or does not know the resource";
  return refusedOp(step, target, allowed) ?? (step.op === "delete" ? undefined : pendingCode(step, target, recorded));
}

function refusedOp({ op, urn }: PlannedStep, { effect }: Target, allowed: Allowances): string | undefined {
  switch (op) {
    case "update":
      return effect === "create" ? "the update would change the resource, not make it again" : undefined;
    case "create":
      return effect === "create" ? undefined : "the update would make the resource again, which the report does not know as deleted";
    case "replace":
      return allowed.replace.has(urn) ? undefined : "the update would replace the resource, which --allow replace does not name";
    case "delete":
      return allowed.delete.has(urn) ? undefined : "the update would delete the resource, as the program has it no more";
    default:
      return `the update would ${op} the resource`;
  }
}

/**
 * Every property that is written must get what is recorded: an update would ship whatever the program has besides. What
 * a refresh has taken into the state is recorded no more, and is compared change by change.
 */
function pendingCode({ planned = {}, before }: PlannedStep, { changes, effect }: Target, recorded: StateResource | undefined): string | undefined {
  const [to, from, state] = [planned, effect === "create" ? {} : (before?.inputs ?? {}), recorded?.inputs].map((inputs) => inputs && plain(inputs, recorded));
  if (to === undefined || from === undefined) return undefined;
  const written = [...new Set([...Object.keys(to), ...Object.keys(from)])].filter((name) => !equal(to[name], from[name]));
  const meant = new Set(changes.map(({ path }) => readPath(path)?.[0] ?? path));
  const beside = written.find((name) => effect !== "create" && !meant.has(name));
  if (beside !== undefined) return `the update would write ${beside} as well: code that waits to be deployed, or another change`;
  const absorbed = new Set(changes.filter((change) => change.absorbed).map(({ path }) => readPath(path)?.[0] ?? path));
  const other = state && written.find((name) => !absorbed.has(name) && !equal(to[name], state[name]));
  if (other !== undefined) return `the update would write another ${other} than the recorded one: code waits to be deployed`;
  const lost = changes.find((change) => change.absorbed && change.path !== "" && !isUndone(planned, change));
  return lost && `the program has another value for ${lost.path} than the one before the change`;
}

function isUndone(planned: JsonObject, { path: text, recorded, actual }: Target["changes"][number]): boolean {
  const path = readPath(text);
  return path !== undefined && judgeAdoption(planned, path, { ...(actual !== undefined && { recorded: actual }), ...(recorded !== undefined && { actual: recorded }) }).verdict === "has";
}

/** Secrets compare as equal: that the program has no other one is asked for by a preview of its own. */
function plain(inputs: JsonObject, recorded: StateResource | undefined): Readonly<Record<string, Json>> {
  const compared = comparableInputs(inputs, recorded === undefined ? [] : secretInputs(recorded.inputs));
  return Object.fromEntries(Object.entries(compared ?? {}));
}

function equal(one: Json | undefined, other: Json | undefined): boolean {
  return one === undefined || other === undefined ? one === other : canonicalJson(one) === canonicalJson(other);
}
