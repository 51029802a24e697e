import { isAttributed, type Attribution, type AttributedChange, type AttributedDrift } from "../model";
import type { ActorCondition, Condition } from "./rule";
import { stackGlob, wildcard, type Matcher } from "./wildcard";

export interface Case {
  /** `org/project/stack` */
  readonly stack: string;
  readonly drift: AttributedDrift;
  readonly change: AttributedChange;
}

export function matches(when: Condition, { stack, drift, change }: Case): boolean {
  const { resource } = drift;
  return (
    like(when.stack, stack, stackGlob) &&
    like(when.type, resource.type) &&
    like(when.name, resource.name) &&
    like(when.urn, resource.urn) &&
    like(when.path, change.path) &&
    (when.kind === undefined || when.kind.some((kind) => kind === drift.kind || kind === change.kind)) &&
    oneOf(when.tier, change.tier) &&
    oneOf(when.severity, change.severity) &&
    is(when.opensAccess, change.opensAccess) &&
    is(when.replaces, change.replaces) &&
    is(when.protect, resource.protect) &&
    oneOf(when.confidence, change.attribution.confidence) &&
    (when.actor === undefined || matchesActor(when.actor, change.attribution))
  );
}

/** Where nobody was found, no condition on the actor holds, not even an empty one. */
function matchesActor(when: ActorCondition, attribution: Attribution): boolean {
  if (!isAttributed(attribution)) return false;
  const { actor } = attribution;
  return (
    oneOf(when.kind, actor.kind) &&
    oneOf(when.identity, actor.identity) &&
    oneOf(when.via, actor.via) &&
    like(when.name, actor.name) &&
    like(when.principal, actor.principal) &&
    is(when.breakGlass, actor.breakGlass)
  );
}

function oneOf<T>(wanted: readonly T[] | undefined, actual: T): boolean {
  return wanted?.includes(actual) ?? true;
}

/** What a report leaves out is false. */
function is(wanted: boolean | undefined, actual: boolean | undefined): boolean {
  return wanted === undefined || wanted === (actual ?? false);
}

function like(wanted: readonly string[] | undefined, actual: string, compile: (pattern: string) => Matcher = wildcard): boolean {
  return wanted?.some((pattern) => compile(pattern)(actual)) ?? true;
}
