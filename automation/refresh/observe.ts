import { firstError } from "../estate/pulumiRunner";
import type { Deployment, StateResource } from "../estate/deployment";
import { classifyFailure } from "./classifyFailure";
import type { RefreshEvent } from "./engineEvent";
import type { Observation, StackObservations } from "./observation";

/** How the CLI ended. */
export type Ending =
  | { readonly how: "completed" }
  | { readonly how: "failed"; readonly stderr: string }
  | { readonly how: "timeout"; readonly seconds: number }
  | { readonly how: "cancelled" };

/**
 * The resources that a refresh answers for: what providers manage in a cloud. Components, providers and the
 * stack itself have nothing to be read; stack references belong to the engine; what waits to be deleted after a
 * replacement is nobody's desired state any more.
 */
export function listCheckable(deployment: Deployment): readonly StateResource[] {
  return deployment.resources.filter(
    ({ custom, type, delete: replaced }) => custom === true && replaced !== true && !type.startsWith("pulumi:providers:") && !type.startsWith("pulumi:pulumi:"),
  );
}

/** Judges a refresh by its events alone: each checkable resource of the state ends as read or as unchecked. */
export function observe(deployment: Deployment, events: readonly RefreshEvent[], ending: Ending): StackObservations {
  const resources = listCheckable(deployment);
  const known = new Set(resources.map(({ urn }) => urn));
  const errors = events.flatMap((event) => (event.event === "error" ? [{ ...event, message: firstError(event.message) ?? "an error without a message" }] : []));
  const problem = findProblem(ending, errors.filter(({ urn }) => urn === undefined || !known.has(urn)), errors);

  const errorOf = new Map(errors.map(({ urn, message }) => [urn, message]));
  const readOf = new Map(events.flatMap((event) => (event.event === "read" ? [[`${event.urn} ${event.id}`, event]] : [])));
  const interrupted = new Map((deployment.pending_operations ?? []).map(({ type, resource }) => [resource.urn, type]));

  const observations = resources.map((resource): Observation => {
    const { urn } = resource;
    const unchecked = (reason: string): Observation => ({ outcome: "unchecked", urn, reason });
    const operation = interrupted.get(urn);
    if (operation !== undefined) return unchecked(describeInterruption(operation));
    if (resource["pendingReplacement"] === true) return unchecked("an update was interrupted after it had deleted this resource in order to replace it; run `pulumi up`");
    const error = errorOf.get(urn);
    if (error !== undefined) return unchecked(error);
    const read = readOf.get(`${urn} ${resource.id ?? ""}`);
    if (read === undefined) return unchecked(errorOf.get(withoutId(resource.provider)) ?? problem?.message ?? "the engine did not say whether it was read");
    const { event: _event, urn: _urn, id: _id, ...seen } = read;
    return { outcome: "read", resource, ...seen };
  });
  const beingCreated = [...interrupted].filter(([urn]) => !known.has(urn)).map(([urn, operation]): Observation => ({ outcome: "unchecked", urn, reason: describeInterruption(operation) }));
  return { observations: [...doubtTotalLoss(observations), ...beingCreated], ...(problem !== undefined && { problem }) };
}
function findProblem(ending: Ending, a: any, b: any): any { return ending.how === "completed" ? undefined : { code: "x", message: JSON.stringify({ending, a, b}) }; }
function describeInterruption(operation: string): string { return `an earlier update was interrupted in the middle of ${operation} it; run \`pulumi refresh\``; }
function withoutId(p?: string) { return (p ?? "").split("::").slice(0,-1).join("::"); }
function doubtTotalLoss(o: any) { return o; }
