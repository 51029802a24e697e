import { isDeepStrictEqual } from "node:util";
import { isJsonObject, type FoundDrift, type JsonObject, type UncheckedResource } from "../../policypack/model";
import type { Deployment, StateResource } from "../estate/deployment";
import type { StackAtRest } from "../estate/stack";
import type { ResourceState, StackObservations } from "../refresh/observation";
import { withoutBookkeeping } from "./bookkeeping";
import { classifyDifferences, deletion, toChange, type Classified, type ReadObservation } from "./compareResource";
import { describeResource } from "./describeResource";
import type { Terms } from "./findDifferences";
import type { Masker } from "./masker";
import { noiseBy, type NoiseRuleName } from "./noiseRules";
import type { Sides } from "./reported";
import { withCiphertexts } from "./secretEnvelope";
import { findSecretPaths } from "./secretPaths";
import { SecretScreen } from "./secretScreen";
import { findSetter, type Neighbour } from "./sidecars";

export interface StackComparison {
  readonly drifts: readonly FoundDrift[];
  readonly resources: { readonly total: number; readonly checked: number; readonly unchecked: readonly UncheckedResource[] };
}

/** One observation whose marked and well-known secrets are hidden. */
export interface Screened extends Neighbour {
  readonly observation: ReadObservation;
  readonly isUntouched: boolean;
}

/**
 * What drifted on a stack, property by property, and what of it was not looked at. Every secret of the stack is
 * learnt before the first change is told, so that none of them shows where it is not expected either.
 *
 * @param off rules of noise that do not apply
 */
export function compareStack(
  stack: StackAtRest,
  { observations, problem }: StackObservations,
  masker: Masker,
  off: ReadonlySet<NoiseRuleName>,
): StackComparison {
  const managed = new Set(listManaged(stack.deployment).map(({ urn }) => urn));
  const unread = new Map(observations.flatMap((one) => (one.outcome === "unchecked" ? [[one.urn, one] as const] : [])));
  const read = observations
    .filter((one) => one.outcome === "read")
    .filter(({ resource: { urn } }) => managed.has(urn) && !unread.has(urn));

  const screen = new SecretScreen(masker);
  const screened = read.map((observation) => hideSecrets(observation, screen));
  const drifts = screened.flatMap((one) => compareOne(one, stack, screened, { unknown: screen.unknown, off }, masker));

  const checked = new Set(read.map(({ resource }) => resource.urn));
  const unchecked = [...managed]
    .filter((urn) => !checked.has(urn))
    .map((urn): UncheckedResource => {
      const { reason = problem?.message ?? "the refresh did not reach it", accepted } = unread.get(urn) ?? {};
      return { urn, reason: masker.redactText(reason), ...(accepted && { accepted }) };
    });
  return {
    drifts,
    resources: { total: managed.size, checked: checked.size, unchecked },
  };
}

/** What an interrupted update was about to make or to take over may be in the cloud, and is in no list of resources yet. */
function listManaged({ resources, pending_operations: pending = [] }: Deployment): readonly StateResource[] {
  return [...resources, ...pending.map(({ resource }) => resource)].filter(isManaged);
}

// Components, providers and what was only looked up (`get`) are not in the cloud by this stack's doing.
function isManaged({ custom, type, external, delete: replaced }: StateResource): boolean {
  return custom === true && !type.startsWith("pulumi:") && external !== true && replaced !== true;
}

export function hideSecrets(observation: ReadObservation, screen: SecretScreen): Screened {
  const { resource, recorded } = observation;
  const isUntouched = saysNothing(observation);
  // What nobody touched is not looked through twice.
  const actual = isUntouched && isDeepStrictEqual(observation.actual?.inputs, recorded.inputs) ? undefined : observation.actual;
  const states = [resource, recorded, ...(actual === undefined ? [] : [actual])].flatMap(({ inputs, outputs }) => [inputs, outputs]);
  const paths = findSecretPaths(resource, states);
  const hide = (state: ResourceState): ResourceState => ({
    inputs: withoutBookkeeping(paths.length === 0 ? state.inputs : screen.hide(state.inputs, paths)),
    outputs: withoutBookkeeping(paths.length === 0 ? state.outputs : screen.hide(state.outputs, paths)),
  });
  // Most resources have no secret, and need no copy.
  const stored = paths.length === 0 ? recorded : { inputs: withCiphertexts(recorded.inputs, resource.inputs), outputs: withCiphertexts(recorded.outputs, resource.outputs) };
  const hidden = hide(stored);
  const seen = actual === undefined ? hidden : hide(actual);
  return { observation, resource, isUntouched, recorded: hidden, ...(observation.actual === undefined ? {} : { actual: seen }) };
}

function compareOne(
  screened: Screened,
  { ref, deployment }: StackAtRest,
  neighbours: readonly Neighbour[],
  terms: Omit<Terms, "type">,
  masker: Masker,
): readonly FoundDrift[] {
  const { observation } = screened;
  if (screened.isUntouched) return [];
  const recorded = redactState(screened.recorded, masker);
  const resource = describeResource(observation.resource, recorded.outputs, providerInputs(observation.resource, deployment), masker);
  if (screened.actual === undefined) return [{ resource, kind: "deleted", changes: [deletion(ref.name, observation, recorded, masker)] }];
  const actual = redactState(screened.actual, masker);
  const sides: Sides = { ...terms, type: resource.type, recorded, actual };
  const withSidecar = (difference: Classified): Classified => {
    const setter = difference.noise === undefined && difference.tier === "output" ? findSetter(screened, difference, neighbours) : undefined;
    return setter === undefined ? difference : { ...difference, ...noiseBy(terms.off, ["sidecar"], `set by ${setter}, which is compared itself`) };
  };
  const changes = classifyDifferences(observation, sides).map((difference) => toChange(withSidecar(difference), ref.name, observation, sides, masker));
  return changes.length === 0 ? [] : [{ resource, kind: "modified", changes }];
}

/** The recorded inputs of a resource's provider. */
export function providerInputs({ provider }: StateResource, { resources }: Deployment): JsonObject {
  return resources.find(({ urn, id }) => `${urn}::${id ?? ""}` === provider)?.inputs ?? {};
}

/** Most resources of most nights: nothing to tell, and nothing to spend time on. */
function saysNothing({ op, diff, recorded, actual }: ReadObservation): boolean {
  return (
    op === "same" && actual !== undefined && Object.keys(diff ?? {}).length === 0 && isDeepStrictEqual(recorded.outputs, actual.outputs)
  );
}

export function redactState({ inputs, outputs }: ResourceState, masker: Masker): ResourceState {
  return { inputs: redactObject(inputs, masker), outputs: redactObject(outputs, masker) };
}

function redactObject(value: JsonObject, masker: Masker): JsonObject {
  const redacted = masker.redact(value);
  return isJsonObject(redacted) ? redacted : {};
}
