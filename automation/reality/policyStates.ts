import { canonicalJson, isJsonArray, isJsonObject, isMasked, parsePath, PathSyntaxError, type FoundDrift, type Json, type JsonObject } from "../../policypack/model";
import type { Masker } from "../compare";
import { findSecretPaths } from "../compare/secretPaths";
import { SecretScreen } from "../compare/secretScreen";
import type { Deployment, StateResource } from "../estate/deployment";
import type { ResourceState, StackObservations } from "../refresh/observation";

/** One stack twice, for policies to judge. */
export interface PolicyStates {
  readonly recorded: Deployment;
  /** With the live values of what drifted, and without what is gone. Noise is not in it, nor what was not checked. */
  readonly actual: Deployment;
}

/**
 * Neither state has a secret: each is `[secret]` in both, so that no policy can say anything of it, as the CLI does with
 * those that it cannot decrypt. Undefined where nothing drifted: then there is nothing new to say.
 */
export function policyStates(deployment: Deployment, { observations }: StackObservations, drifts: readonly FoundDrift[], masker: Masker): PolicyStates | undefined {
  const changed = new Map(drifts.map(({ resource, changes }) => [resource.urn, changes.filter(({ noise }) => noise === undefined).map(({ path }) => path)] as const));
  const drifted = observations.filter((one) => one.outcome === "read").filter(({ resource }) => (changed.get(resource.urn) ?? []).length > 0);
  if (drifted.length === 0) return undefined;
  const live = new Map(drifted.map((observation) => [keyOf(observation.resource), observation]));
  const screen = new SecretScreen(masker);
  const pairs = deployment.resources.map((resource) => {
    const observation = live.get(keyOf(resource));
    const actual = observation && (observation.actual ? programmed(observation.recorded, observation.actual, changed.get(resource.urn) ?? []) : "gone");
    return withoutSecrets(resource, actual, (value) => bare(masker.redact(value)), screen);
  });
  const rest = { ...deployment, secrets_providers: undefined, pending_operations: undefined };
  return {
    recorded: { ...rest, resources: pairs.map(({ recorded }) => recorded) },
    actual: { ...rest, resources: pairs.flatMap(({ actual = [] }) => actual) },
  };
}

// What a replacement has left to be deleted shares the URN.
function keyOf({ urn, id }: StateResource): string {
  return `${urn} ${id ?? ""}`;
}

/**
 * The live resource as a program would have to say it. Policies judge inputs, and what was never set, or was added to a
 * list, shows among the outputs only.
 */
function programmed(recorded: ResourceState, actual: ResourceState, paths: readonly string[]): ResourceState {
  const names = new Set(paths.flatMap(firstName));
  const shown = [...names].flatMap((name) => {
    const [before, input, output] = [recorded.inputs[name], actual.inputs[name], actual.outputs[name]];
    const inputsTell = canonicalJson(before ?? null) !== canonicalJson(input ?? null) && !hasMore(output, input);
    return inputsTell || output === undefined ? [] : [[name, output] as const];
  });
  return { inputs: { ...actual.inputs, ...Object.fromEntries(shown) }, outputs: actual.outputs };
}

function firstName(path: string): readonly string[] {
  try {
    return parsePath(path).slice(0, 1).filter((segment) => typeof segment === "string");
  } catch (error) {
    if (error instanceof PathSyntaxError) return [];
    throw error;
  }
}

/** Has a list more elements in the outputs? The bridge fills no more of the inputs than are recorded. */
function hasMore(output: Json | undefined, input: Json | undefined): boolean {
  if (isJsonArray(output) && isJsonArray(input)) return output.length > input.length || output.some((element, index) => hasMore(element, input[index]));
  return isJsonObject(output) && isJsonObject(input) && Object.entries(output).some(([name, element]) => hasMore(element, input[name]));
}

function withoutSecrets(resource: StateResource, actual: ResourceState | "gone" | undefined, clean: (value: Json) => Json, screen: SecretScreen) {
  const states = [resource, ...(actual === undefined || actual === "gone" ? [] : [actual])].flatMap(({ inputs, outputs }) => [inputs, outputs]);
  const paths = findSecretPaths(resource, states);
  const hide = (state: JsonObject): JsonObject => {
    const hidden = clean(screen.hide(state, paths));
    return isJsonObject(hidden) ? hidden : {};
  };
  const of = ({ inputs, outputs }: ResourceState): StateResource => ({ ...resource, inputs: hide(inputs), outputs: hide(outputs) });
  const recorded = of(resource);
  return { recorded, actual: actual === undefined ? recorded : actual === "gone" ? undefined : of(actual) };
}

function bare(value: Json): Json {
  if (isMasked(value)) return "[secret]";
  if (isJsonArray(value)) return value.map(bare);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, element]) => [name, bare(element)]));
}
