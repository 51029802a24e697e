import { isAttributed, type Attribution } from "../model";
import type { Case } from "./case";
import { ageOf } from "./clock";
import type { ActorCondition, AgeCondition, Condition } from "./rule";
import { stackGlob, wildcard, type Matcher } from "./wildcard";

/** The first condition that does not hold, as `actor.kind`; undefined where all do. */
export function unmetCondition(when: Condition, subject: Case, now: Date): string | undefined {
  const { stack, drift, change, history } = subject;
  const { resource } = drift;
  const { attribution } = change;
  return (
    unmet("stack", like(when.stack, stack, stackGlob)) ??
    unmet("type", like(when.type, resource.type)) ??
    unmet("name", like(when.name, resource.name)) ??
    unmet("urn", like(when.urn, resource.urn)) ??
    unmet("path", like(when.path, change.path)) ??
    unmet("kind", when.kind === undefined || when.kind.some((kind) => kind === drift.kind || kind === change.kind)) ??
    unmet("tier", oneOf(when.tier, change.tier)) ??
    unmet("severity", oneOf(when.severity, change.severity)) ??
    unmet("opensAccess", is(when.opensAccess, change.opensAccess)) ??
    unmet("replaces", is(when.replaces, change.replaces)) ??
    unmet("protect", is(when.protect, resource.protect)) ??
    unmet("confidence", oneOf(when.confidence, attribution.confidence)) ??
    (when.actor === undefined ? undefined : unmetOfActor(when.actor, attribution)) ??
    unmet("reason", when.reason === undefined || (!isAttributed(attribution) && when.reason.includes(attribution.reason))) ??
    (when.age === undefined ? undefined : unmetOfAge(when.age, ageOf(subject, now))) ??
    unmet("state", oneOf(when.state, history?.state ?? "new")) ??
    unmet("flaps", when.flaps === undefined || when.flaps <= (history?.flaps ?? 0))
  );
}

/** Where nobody was found, no condition on the actor holds, not even an empty one. */
function unmetOfActor(when: ActorCondition, attribution: Attribution): string | undefined {
  if (!isAttributed(attribution)) return "actor";
  const { actor } = attribution;
  return (
    unmet("actor.kind", oneOf(when.kind, actor.kind)) ??
    unmet("actor.identity", oneOf(when.identity, actor.identity)) ??
    unmet("actor.via", oneOf(when.via, actor.via)) ??
    unmet("actor.name", like(when.name, actor.name)) ??
    unmet("actor.knownAs", when.knownAs === undefined || (actor.knownAs !== undefined && like(when.knownAs, actor.knownAs))) ??
    unmet("actor.principal", like(when.principal, actor.principal)) ??
    unmet("actor.chain", when.chain === undefined || actor.chain.some(({ name, principal }) => like(when.chain, name) || like(when.chain, principal))) ??
    unmet("actor.breakGlass", is(when.breakGlass, actor.breakGlass))
  );
}

function unmetOfAge({ olderThan = -Infinity, youngerThan = Infinity }: AgeCondition, age: number): string | undefined {
  return unmet("age.olderThan", age > olderThan) ?? unmet("age.youngerThan", age < youngerThan);
}

function unmet(condition: string, holds: boolean): string | undefined {
  return holds ? undefined : condition;
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
