import { inputsDigest, readPath, type OpenDrift, type OpenDriftEntry, type RemediationStep, type SeenChange } from "../../policypack/model";
import { judgeAdoption, unadoptable } from "../../policypack/policies/adoption";
import { declaredAtOf, type StateResource } from "../estate";
import type { Allowances } from "./allowances";
import { codeTextOf } from "./codeText";
import type { PlannedChange, StackRemediation, Target, Unable } from "./remediationReport";
import { shellCommand } from "./shellWord";
import type { LastSteps } from "./stepsOf";

export interface RemediationInput {
  readonly openDrift: OpenDrift;
  /** As they are recorded. */
  readonly resources: readonly StateResource[];
  /** Every change that is open, those that no `up` would touch, too. */
  readonly open: readonly SeenChange[];
  readonly allowed: Allowances;
  /** As the ledger knows them. */
  readonly steps: LastSteps;
  /** Where the program is, for a person to read. */
  readonly program?: string | undefined;
  readonly now: Date;
}

type Sorted = { readonly into: "revert" | "adopt" | "held" | "left" | "adopted" } | ({ readonly into: "unable" } & Omit<Unable, "change">);

/**
 * What the decisions about one stack would do. A targeted update reverts all of a resource, and a targeted refresh
 * takes all of it into the state: so a resource is carried out as a whole, or not at all.
 */
export function planRemediation({ openDrift, resources, open, allowed, steps, program, now }: RemediationInput): StackRemediation {
  const recorded = new Map(resources.filter(({ delete: replaced }) => replaced !== true).map((resource) => [resource.urn, resource]));
  const entries = [...openDrift.entries, ...openDrift.adoptions];
  const isUnfinished = (entry: OpenDriftEntry) => isBegun(entry, recorded.get(entry.urn), steps.get(entry.urn), openDrift.generatedAt);
  const sorted = byUrn(entries).flatMap((ofResource) => sortResource(ofResource, { recorded, allowed, isUnfinished, now }));
  const pick = (into: Sorted["into"]) => sorted.filter((one) => one.how.into === into).map(({ entry }) => entry);
  const targets = (["revert", "adopt"] as const).flatMap((action) =>
    byUrn(pick(action))
      .map((ofResource) => targetOf(action, ofResource, { stack: openDrift.stack, recorded, now }))
      .toSorted((one, other) => (one.urn < other.urn ? -1 : 1)),
  );
  return {
    stack: openDrift.stack,
    generatedAt: openDrift.generatedAt,
    targets,
    adopted: pick("adopted").map((entry) => ({ change: plannedOf(entry, now), code: [codeTextOf(entry, declaredAt(entry, recorded))] })),
    held: pick("held").map((entry) => plannedOf(entry, now)),
    left: pick("left").map((entry) => plannedOf(entry, now)),
    unable: [
      ...sorted.flatMap(({ entry, how }): readonly Unable[] => (how.into === "unable" ? [{ change: plannedOf(entry, now), ...withoutInto(how) }] : [])),
      ...open.flatMap((change) => undeclared(change, entries)),
    ],
    ...(program !== undefined && { program }),
  };
}

function withoutInto({ code, reason, fix }: Omit<Unable, "change">): Omit<Unable, "change"> {
  return { code, reason, ...(fix !== undefined && { fix }) };
}

function byUrn(entries: readonly OpenDriftEntry[]): readonly (readonly OpenDriftEntry[])[] {
  return [...new Set(entries.map(({ urn }) => urn))].map((urn) => entries.filter((entry) => entry.urn === urn));
}

interface SortedEntry {
  readonly entry: OpenDriftEntry;
  readonly how: Sorted;
}

interface Sorting {
  readonly recorded: ReadonlyMap<string, StateResource>;
  readonly allowed: Allowances;
  readonly isUnfinished: (entry: OpenDriftEntry) => boolean;
  readonly now: Date;
}

function sortResource(entries: readonly OpenDriftEntry[], sorting: Sorting): readonly SortedEntry[] {
  const { now } = sorting;
  const each = entries.map((entry) => ({ entry, how: sortEntry(entry, sorting) }));
  const actions = new Set<Sorted["into"]>(each.map(({ how }) => how.into).filter((into) => into === "revert" || into === "adopt"));
  if (actions.size === 0) return each;
  const [action] = actions.size === 1 ? actions : [undefined];
  const together = each.map((one): SortedEntry => (action === "revert" && isReleased(one.entry, now) ? { ...one, how: { into: "revert" } } : one));
  // What is adopted already is in the state; but an update would take it away where the program has it not.
  const obstacle = together.find(({ how }) => (action === undefined ? how.into === "adopt" : how.into !== action && !(action === "adopt" && how.into === "adopted")));
  if (obstacle === undefined) return together;
  const reason = `the whole resource would go with it, and ${obstacle.entry.path === "" ? "its deletion" : obstacle.entry.path} is ${WORDS[obstacle.how.into]}`;
  return each.map((one) => (actions.has(one.how.into) ? { ...one, how: { into: "unable", code: "mixed", reason, fix: "decide the same of all changes of the resource, or release those that may be overwritten" } } : one));
}

const WORDS: Readonly<Record<Sorted["into"], string>> = { revert: "to be reverted", adopt: "to be adopted", adopted: "adopted", held: "held", left: "not decided to go", unable: "not to be carried out" };

function sortEntry(entry: OpenDriftEntry, { recorded, allowed, isUnfinished, now }: Sorting): Sorted {
  const { decision } = entry;
  const resource = recorded.get(entry.urn);
  const hasRunOut = decision.until !== undefined && new Date(decision.until) <= now;
  switch (decision.action) {
    case "hold":
      return { into: hasRunOut ? "left" : "held" };
    case "alert":
    case "ignore":
      return { into: "left" };
    case "revert":
      return unrevertable(entry, resource, allowed) ?? { into: "revert" };
    case "adopt": {
      if (hasRunOut) return { into: "unable", code: "run-out", reason: "the time of its adoption has run out", fix: "decide again" };
      if (resource !== undefined && hasAdopted(entry, resource) && !isUnfinished(entry)) return { into: "adopted" };
      return unadoptableHere(entry) ?? refusedUnlessNamed(entry, resource, allowed) ?? { into: "adopt" };
    }
  }
}

/** A person let it go: an update may overwrite it. */
function isReleased({ decision }: OpenDriftEntry, now: Date): boolean {
  return decision.action === "alert" && "person" in decision.by && (decision.until === undefined || new Date(decision.until) > now);
}

/** An earlier run has written the state, and was interrupted before everything was told. */
function isBegun({ fingerprint, recordedInputsDigest, secretInputs }: OpenDriftEntry, resource: StateResource | undefined, step: RemediationStep | undefined, generatedAt: string): boolean {
  if (step?.action !== "adopt" || !step.fingerprints.includes(fingerprint) || new Date(step.at) < new Date(generatedAt)) return false;
  return step.status === "started" || (step.status === "done" && resource !== undefined && recordedInputsDigest !== inputsDigest(resource.inputs, secretInputs));
}

function hasAdopted(entry: OpenDriftEntry, resource: StateResource): boolean {
  const path = readPath(entry.path);
  return path !== undefined && entry.path !== "" && judgeAdoption(resource.inputs, path, entry).verdict === "has";
}

function unrevertable(entry: OpenDriftEntry, resource: StateResource | undefined, allowed: Allowances): Sorted | undefined {
  if (resource === undefined && entry.path !== "") return { into: "unable", code: "unrecorded", reason: "the state has no such resource any more", fix: "scan again" };
  return refusedUnlessNamed(entry, resource, allowed);
}

/** Named by its URN, it is done all the same. */
function refusedUnlessNamed({ urn, path, replaces }: OpenDriftEntry, resource: StateResource | undefined, allowed: Allowances): Sorted | undefined {
  const named = (kind: keyof Allowances) => `--allow ${kind} ${shellCommand([urn])}`;
  // `--target` takes * for any text, and would reach other resources.
  if (urn.includes("*")) return { into: "unable", code: "wildcard", reason: "its URN has a *, which --target takes for any text" };
  if (resource?.protect === true && !allowed.protect.has(urn)) return { into: "unable", code: "protected", reason: "the resource is protected", fix: named("protect") };
  if (replaces === true && !allowed.replace.has(urn)) return { into: "unable", code: "replaces", reason: "reverting it replaces the resource", fix: named("replace") };
  if (path === "" && !allowed.delete.has(urn)) return { into: "unable", code: "deleted", reason: "the resource was deleted, and would be made again, as another one and empty", fix: named("delete") };
  return undefined;
}

function unadoptableHere(entry: OpenDriftEntry): Sorted | undefined {
  const reason = unadoptable(entry);
  if (reason === undefined) return undefined;
  return { into: "unable", code: codeOf(entry), reason };
}

function codeOf({ path, replaces, opensAccess }: OpenDriftEntry): Unable["code"] {
  if (path === "") return "deleted";
  if (readPath(path) === undefined) return "unreadable";
  if (replaces === true) return "replaces";
  if (opensAccess === true) return "opens-access";
  return "secret";
}

/** What no `up` would touch is not in the open-drift file; what was decided of it must not be lost without a word. */
function undeclared({ fingerprint, valueDigest, decision, detail }: SeenChange, entries: readonly OpenDriftEntry[]): readonly Unable[] {
  if (detail === undefined || detail.change.tier === "declared" || detail.change.noise !== undefined) return [];
  if ((decision.action !== "revert" && decision.action !== "adopt") || entries.some((entry) => entry.fingerprint === fingerprint)) return [];
  const { resource, change } = detail;
  const reason = change.tier === "ignored" ? "ignoreChanges keeps every update from it" : "the program does not set this property";
  return [{ change: { urn: resource.urn, type: resource.type, path: change.path, fingerprint, valueDigest, decision }, code: "not-declared", reason, fix: "put it back by hand, or let the program set it" }];
}

interface Surroundings {
  readonly stack: string;
  readonly recorded: ReadonlyMap<string, StateResource>;
  readonly now: Date;
}

function targetOf(action: Target["action"], entries: readonly OpenDriftEntry[], { stack, recorded, now }: Surroundings): Target {
  const [{ urn, type } = { urn: "", type: "" }] = entries;
  const changes = entries.map((entry) => plannedOf(entry, now));
  const where = ["--stack", stack, "--target", urn];
  if (action === "adopt") {
    return { urn, type, action, effect: "state", changes, command: shellCommand(["pulumi", "refresh", ...where]), code: entries.map((entry) => codeTextOf(entry, declaredAt(entry, recorded))) };
  }
  const effect = entries.some(({ path }) => path === "") ? "create" : entries.some(({ replaces }) => replaces) ? "replace" : "update";
  return { urn, type, action, effect, changes, command: shellCommand(["pulumi", "up", ...where, "--refresh"]), code: [] };
}

function declaredAt({ urn }: OpenDriftEntry, recorded: ReadonlyMap<string, StateResource>) {
  return declaredAtOf(recorded.get(urn)?.sourcePosition);
}

function plannedOf({ urn, type, path, fingerprint, valueDigest, recorded, actual, decision, absorbed, actor }: OpenDriftEntry, now: Date): PlannedChange {
  const overdue = decision.action === "revert" && decision.until !== undefined && new Date(decision.until) <= now;
  return {
    urn,
    type,
    path,
    fingerprint,
    valueDigest,
    ...(recorded !== undefined && { recorded }),
    ...(actual !== undefined && { actual }),
    decision,
    ...(overdue && { overdue }),
    ...(absorbed && { absorbed: true }),
    ...(actor && { actor }),
  };
}
