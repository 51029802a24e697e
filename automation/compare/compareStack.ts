import { canonicalJson, isJsonObject, type FoundDrift, type JsonObject, type UncheckedResource } from "../../policypack/model";
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
import { suspectDeletions } from "./suspectDeletions";

export interface StackComparison {
  readonly drifts: readonly FoundDrift[];
  readonly resources: { readonly total: number; readonly checked: number; readonly unchecked: readonly UncheckedResource[] };
}

/** One observation whose marked and well-known secrets are hidden. */
export interface Screened extends Neighbour {
  readonly observation: ReadObservation;
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
  const managed = new Set(stack.deployment.resources.filter(isManaged).map(({ urn }) => urn));
  const reasons = new Map(observations.flatMap((one): [string, string][] => (one.outcome === "unchecked" ? [[one.urn, one.reason]] : [])));
  const read = observations
    .filter((one) => one.outcome === "read")
    .filter(({ resource: { urn } }) => managed.has(urn) && !reasons.has(urn));
  const suspects = suspectDeletions(read);
  for (const [urn, reason] of suspects) reasons.set(urn, reason);
  const trusted = read.filter(({ resource }) => !suspects.has(resource.urn));

  const screen = new SecretScreen(masker);
  const screened = trusted.map((observation) => hideSecrets(observation, screen));
  const drifts = screened.flatMap((one) => compareOne(one, stack, screened, { unknown: screen.unknown, off }, masker));

  const checked = new Set(trusted.map(({ resource }) => resource.urn));
  const unchecked = [...managed]
    .filter((urn) => !checked.has(urn))
    .map((urn) => ({ urn, reason: masker.redactText(reasons.get(urn) ?? problem?.message ?? "the refresh did not reach it") }));
  return {
    drifts,
    resources: { total: managed.size, checked: checked.size, unchecked },
  };
}

// Components, providers and what was only looked up (`get`) are not in the cloud by this stack's doing.
function isManaged({ custom, type, external, delete: replaced }: StateResource): boolean {
  return custom === true && !type.startsWith("pulumi:") && external !== true && replaced !== true;
}

export function hideSecrets(observation: ReadObservation, screen: SecretScreen): Screened {
  const { resource, recorded, actual } = observation;
  const states = [resource, recorded, ...(actual === undefined ? [] : [actual])].flatMap(({ inputs, outputs }) => [inputs, outputs]);
  const paths = findSecretPaths(resource, states);
  const hide = (state: ResourceState): ResourceState => ({
    inputs: withoutBookkeeping(screen.hide(state.inputs, paths)),
    outputs: withoutBookkeeping(screen.hide(state.outputs, paths)),
  });
  const stored = { inputs: withCiphertexts(recorded.inputs, resource.inputs), outputs: withCiphertexts(recorded.outputs, resource.outputs) };
  return { observation, resource, recorded: hide(stored), ...(actual === undefined ? {} : { actual: hide(actual) }) };
}

function compareOne(
  screened: Screened,
  { ref, deployment }: StackAtRest,
  neighbours: readonly Neighbour[],
  terms: Omit<Terms, "type">,
  masker: Masker,
): readonly FoundDrift[] {
  const { observation } = screened;
  if (isUntouched(observation)) return [];
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
function isUntouched({ op, diff, recorded, actual }: ReadObservation): boolean {
  return (
    op === "same" && actual !== undefined && Object.keys(diff ?? {}).length === 0 && canonicalJson(recorded.outputs) === canonicalJson(actual.outputs)
  );
}

export function redactState({ inputs, outputs }: ResourceState, masker: Masker): ResourceState {
  return { inputs: redactObject(inputs, masker), outputs: redactObject(outputs, masker) };
}

function redactObject(value: JsonObject, masker: Masker): JsonObject {
  const redacted = masker.redact(value);
  return isJsonObject(redacted) ? redacted : {};
}
