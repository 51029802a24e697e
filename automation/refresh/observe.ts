import type { Deployment, StateResource } from "../estate/deployment";
import { firstError } from "../estate/firstError";
import { classifyFailure } from "./classifyFailure";
import type { RefreshEvent } from "./engineEvent";
import type { LeftOut, Observation, StackObservations } from "./observation";

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

/**
 * Judges a refresh by its events alone: each checkable resource of the state ends as read or as unchecked. A
 * problem is what concerns the whole stack; a resource that could not be read is none.
 */
export function observe(deployment: Deployment, events: readonly RefreshEvent[], ending: Ending, leftOut: LeftOut = new Map()): StackObservations {
  const resources = listCheckable(deployment);
  const errors = new Map(
    events.flatMap((event) => (event.event === "error" && event.urn !== undefined ? [[event.urn, describeError(event.message)] as const] : [])),
  );
  const reads = new Map(events.flatMap((event) => (event.event === "read" ? [[key(event.urn, event.id), event] as const] : [])));
  // What was being deleted after a replacement shares the URN of what replaced it, of which nothing is uncertain.
  const pending = (deployment.pending_operations ?? []).filter(({ resource }) => resource.delete !== true);
  const interrupted = new Map(pending.map(({ type, resource }) => [resource.urn, describeInterruption(type)]));
  const problem = findProblem(ending, events, new Set(resources.map(({ urn }) => urn)));

  const observations = resources.map((resource): Observation => {
    const { urn } = resource;
    const read = reads.get(key(urn, resource.id));
    const failure = interrupted.get(urn) ?? (resource.pendingReplacement === true ? REPLACEMENT_INTERRUPTED : errors.get(urn));
    const left = leftOut.get(urn);
    if (failure === undefined && left !== undefined) return { outcome: "unchecked", urn, ...left };
    if (failure !== undefined || read === undefined) {
      return { outcome: "unchecked", urn, reason: failure ?? problem?.message ?? "the engine did not say whether it was read" };
    }
    return { ...read.seen, resource };
  });
  const recorded = new Set(deployment.resources.map(({ urn }) => urn));
  const halfCreated = [...interrupted].filter(([urn]) => !recorded.has(urn)).map(([urn, reason]): Observation => ({ outcome: "unchecked", urn, reason }));
  return { observations: [...observations, ...halfCreated], ...(problem !== undefined && { problem }) };
}

// A URN alone does not tell a resource from the one that it replaced and that still waits to be deleted.
function key(urn: string, id: string | undefined): string {
  return `${urn} ${id ?? ""}`;
}

const REPLACEMENT_INTERRUPTED = "an update was interrupted after it had deleted this resource to replace it: run `pulumi up` first";

// A preview-only refresh passes over pending operations without a word, and reads their resources as if all were well.
function describeInterruption(operation: string): string {
  return `an update was interrupted while ${operation} this resource, so its recorded state is uncertain: run \`pulumi refresh\` first`;
}

function describeError(message: string): string {
  return firstError(message) ?? "the provider failed without a message";
}

function findProblem(ending: Ending, events: readonly RefreshEvent[], resources: ReadonlySet<string>): StackObservations["problem"] {
  switch (ending.how) {
    case "completed":
      return undefined;
    case "timeout":
      return { code: "timeout", message: `the refresh did not end within ${ending.seconds} s` };
    case "cancelled":
      return { code: "cancelled", message: "the scan was interrupted" };
    case "failed": {
      const errors = events.filter((event) => event.event === "error").filter(({ message }) => !SUMMARY.test(message));
      const ofStack = errors.find(({ urn }) => urn === undefined || !resources.has(urn));
      // Where the engine itself gives up, it says so on stderr only. Without such a word, failed resources explain
      // the failure, and are a problem only where nothing else could be read.
      const ofEngine = /^(error|panic): /m.test(ending.stderr) || errors.length === 0 ? ending.stderr : undefined;
      const ofResources = events.some(({ event }) => event === "read") ? undefined : errors[0]?.message;
      const cause = ofStack?.message ?? ofEngine ?? ofResources;
      if (cause === undefined) return undefined;
      const message = firstError(cause) ?? "the Pulumi CLI failed without a message";
      return { code: classifyFailure(message), message };
    }
  }
}

// What the engine adds after the errors that count.
const SUMMARY = /^(preview|refresh|update) failed\s*$/;
