import { counts, isAttributed, type AuditCoverage, type Problem, type StackReport, type StackStatus, type Window } from "../../policypack/model";
import { actorPhrase } from "./changeFacts";
import type { Fact } from "./fact";
import { code, count, joined, prose, say, type Phrase } from "./phrase";
import { resolvedFacts } from "./resolvedFacts";
import { resourcePhrase } from "./resourcePhrase";
import { utcMinute } from "./utcTime";

// Enough to recognise what is missing; the JSON report names them all.
const NAMED_RESOURCES = 3;
const NAMED_GAPS = 5;
const NAMED_REASONS = 5;
const NAMED_NEIGHBOURS = 5;
const NAMED_VIOLATIONS = 5;

const BASIS: Readonly<Record<Window["basis"], Phrase>> = {
  created: say`since the drifted resources exist`,
  "last-update": say`since the last update`,
  "last-scan": say`since the last scan`,
  given: say`as asked for`,
};

const STATUS: Readonly<Record<StackStatus, Phrase>> = {
  "in-sync": say`in sync`,
  empty: say`empty`,
  drifted: say`drifted`,
  partial: say`partly checked, no drift in what was read`,
  unchecked: say`not checked`,
};

export function statusPhrase(stack: StackReport): Phrase {
  if (stack.status !== "drifted") return STATUS[stack.status];
  const drifts = stack.drifts.filter((drift) => drift.changes.some(counts));
  const changes = drifts.reduce((sum, drift) => sum + drift.changes.filter(counts).length, 0);
  return say`${STATUS.drifted}: ${count(changes, "change")} in ${count(drifts.length, "resource")}`;
}

/**
 * What was looked at, what was not, and why: said before any drift.
 * @param said of the whole report, at its beginning: what stands there is not said again
 */
export function stackFacts(stack: StackReport, said: readonly Problem[]): readonly Fact[] {
  return [...coverageFacts(stack, said), ...violationFacts(stack), ...resolvedFacts(stack), ...uncountedFacts(stack)];
}

/** What was looked at, and what was not. */
export function coverageFacts(stack: StackReport, said: readonly Problem[]): readonly Fact[] {
  return [
    ...problemFacts(stack, said),
    ...checkedFacts(stack),
    ...(stack.window && stack.status !== "unchecked" ? [{ label: "window", text: windowPhrase(stack.window) }] : []),
    ...auditFacts(stack.audit, stack.status),
  ];
}

/** What differs and is no drift. */
export function uncountedFacts(stack: StackReport): readonly Fact[] {
  return [...neighbourFacts(stack), ...noiseFacts(stack)];
}

function problemFacts({ stack, problem }: StackReport, said: readonly Problem[]): readonly Fact[] {
  if (problem === undefined) return [];
  const isSaid = said.some(({ code, stacks }) => code === problem.code && stacks.includes(stack));
  return [{ label: "problem", text: isSaid ? say`${problem.code}, as said above` : say`${prose(problem.message)} (${problem.code})` }];
}

function windowPhrase({ from, to, basis }: Window): Phrase {
  return say`${utcMinute(from)} to ${utcMinute(to)}, ${BASIS[basis]}`;
}

function checkedFacts({ resources, problem }: StackReport): readonly Fact[] {
  const { total, checked, unchecked } = resources;
  // Where nothing was read, the stack's problem has said why.
  const toExplain = checked === 0 ? unchecked.filter(({ reason }) => reason !== problem?.message) : unchecked;
  const byReason = grouped(toExplain, ({ reason }) => reason);
  const reasons = [...byReason].slice(0, NAMED_REASONS).map(([reason, list]) => {
    const named = list.slice(0, NAMED_RESOURCES).map(({ urn }) => resourcePhrase(urn));
    const more = list.length > named.length ? say` and ${list.length - named.length} more` : say``;
    return { label: "unchecked", text: say`${joined(named, ", ")}${more}: ${reason === problem?.message ? say`for this reason` : prose(reason)}` };
  });
  const rest = byReason.size - reasons.length;
  return [
    ...(checked < total || unchecked.length > 0 ? [{ label: "checked", text: say`${checked} of ${count(total, "resource")}` }] : []),
    ...reasons,
    ...(rest > 0 ? [{ label: "unchecked", text: say`and more, for ${rest} other reasons` }] : []),
  ];
}

function auditFacts(audit: readonly AuditCoverage[], status: StackStatus): readonly Fact[] {
  if (audit.length === 0) return status === "drifted" ? [{ label: "audit", text: say`no trail was read` }] : [];
  const events = audit.reduce((sum, coverage) => sum + coverage.events, 0);
  const incomplete = audit.filter((coverage) => !coverage.complete);
  const places = joined([...new Set(audit.map(({ account, region }) => `${account} ${region}`))].slice(0, NAMED_GAPS).map((place) => prose(place)), ", ");
  if (incomplete.length === 0) return [{ label: "audit", text: say`complete: ${count(events, "event")} in ${places}` }];
  const gaps = incomplete.flatMap((coverage) => (coverage.gaps.length === 0 ? ["incomplete, no reason given"] : coverage.gaps).map((gap) => gapPhrase(coverage, gap)));
  const more = gaps.length - NAMED_GAPS;
  return [
    { label: "audit", text: say`gaps: ${incomplete.length} of ${count(audit.length, "reading")} incomplete, ${count(events, "event")} read` },
    ...gaps.slice(0, NAMED_GAPS).map((text) => ({ label: "gap", text })),
    ...(more > 0 ? [{ label: "gap", text: say`and ${count(more, "more gap", "more gaps")}` }] : []),
  ];
}

function gapPhrase({ account, region, source }: AuditCoverage, gap: string): Phrase {
  return say`${account} ${region} (${prose(source)}): ${prose(gap)}`;
}

/** What is out of compliance since somebody changed it, and who that was. */
export function violationFacts({ violations = [], drifts }: StackReport): readonly Fact[] {
  const changes = drifts.flatMap((drift) => drift.changes);
  const named = violations.slice(0, NAMED_VIOLATIONS).flatMap(({ pack, policy, level, urn, message, fingerprints }): readonly Fact[] => {
    const actors = changes.filter(({ fingerprint }) => fingerprints.includes(fingerprint)).flatMap(({ attribution }) => (isAttributed(attribution) ? [attribution.actor] : []));
    const people = [...new Map(actors.map((actor) => [actor.principal + actor.name, actorPhrase(actor)])).values()];
    const who = people.length > 0 ? joined(people, "; ") : fingerprints.length > 0 ? say`nobody is known to have changed it` : say`the stack as a whole: see its changes`;
    return [
      { label: "policy", text: say`${policy} of ${pack} (${prose(level)}) is broken by drift of ${resourcePhrase(urn)}: ${prose(message)}` },
      { label: "by", text: who },
    ];
  });
  const rest = violations.length - NAMED_VIOLATIONS;
  return [...named, ...(rest > 0 ? [{ label: "policy", text: say`and ${count(rest, "more violation")}` }] : [])];
}

/** Nobody did this behind Pulumi's back; but the two stacks disagree, and one of them may undo it unawares. */
function neighbourFacts({ drifts }: StackReport): readonly Fact[] {
  const set = drifts.flatMap(({ resource, changes }) => changes.flatMap(({ path, managedBy, noise }) => (managedBy && noise === undefined ? [{ resource, path, managedBy }] : [])));
  const named = set.slice(0, NAMED_NEIGHBOURS).map(({ resource, path, managedBy }) => ({
    label: "neighbour",
    text: say`${code(path)} of ${resource.name} is set by ${resourcePhrase(managedBy.urn)} of ${managedBy.stack}: no drift, but an up of this stack that writes or refreshes ${resource.name} takes it away`,
  }));
  const rest = set.length - named.length;
  return [...named, ...(rest > 0 ? [{ label: "neighbour", text: say`and ${count(rest, "more change")} set by other stacks` }] : [])];
}

function noiseFacts(stack: StackReport): readonly Fact[] {
  const noise = stack.drifts.flatMap((drift) => drift.changes).flatMap((change) => change.noise ?? []);
  if (noise.length === 0) return [];
  const rules = [...grouped(noise, ({ rule }) => rule)].toSorted(([, a], [, b]) => b.length - a.length);
  const named = rules.slice(0, NAMED_REASONS).map(([rule, list]) => say`${list.length} ${rule}`);
  const more = rules.length > named.length ? say` and ${rules.length - named.length} more rules` : say``;
  return [{ label: "noise", text: say`${count(noise.length, "change")} left out: ${joined(named, ", ")}${more}` }];
}

function grouped<T>(list: readonly T[], key: (element: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const element of list) {
    const group = groups.get(key(element));
    if (group) group.push(element);
    else groups.set(key(element), [element]);
  }
  return groups;
}
