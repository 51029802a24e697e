import { counts, isAttributed, type Change, type Drift, type History, type ScanReport, type StackReport, type StackStatus } from "../../policypack/model";
import { cut } from "./cut";
import { code, count, joined, prose, say, words, type Phrase } from "./phrase";
import { changesWorstFirst, driftsWorstFirst, rank } from "./ranking";
import { spanBetween, spanPhrase } from "./span";

// The first line must stay one that a tired reader takes in at once, whatever things are called.
const LONGEST = 80;

export interface Worst {
  readonly stack: string;
  readonly drift: Drift;
  readonly change: Change;
}

/** The facts of a whole scan. Noise is in no number but its own. */
export interface Summary {
  readonly stacks: Readonly<Record<StackStatus, number>>;
  readonly changes: number;
  readonly withoutActor: number;
  readonly noise: number;
  readonly overdue: number;
  /** Of the changes, where the ledger tells; the others were never compared with an earlier scan. */
  readonly states: Readonly<Record<History["state"], number>>;
  readonly resolved: number;
  /** Milliseconds from when it was first seen to its end; of what was resolved. */
  readonly meanDrifted: number;
  /** Policies broken by drift. */
  readonly violations: number;
  /** In stacks of which at least a part was read. */
  readonly uncheckedResources: number;
  /** Of these, what the configuration leaves out. */
  readonly acceptedResources: number;
  readonly stacksWithAuditGaps: number;
  readonly worst?: Worst;
}

export function summarize(report: Pick<ScanReport, "stacks">): Summary {
  const stacks = { "in-sync": 0, empty: 0, drifted: 0, partial: 0, unchecked: 0 };
  for (const { status } of report.stacks) stacks[status] += 1;
  const all = report.stacks.flatMap((stack) => stack.drifts.flatMap((drift) => drift.changes));
  const changes = all.filter(counts);
  const unchecked = report.stacks.flatMap(({ status, resources }) => (status === "unchecked" ? [] : resources.unchecked));
  const worst = worstOf(report.stacks);
  const states = { new: 0, worse: 0, ongoing: 0 };
  for (const { history } of changes) if (history) states[history.state] += 1;
  const resolved = report.stacks.flatMap((stack) => stack.resolved ?? []);
  return {
    stacks,
    changes: changes.length,
    withoutActor: changes.filter((change) => !isAttributed(change.attribution)).length,
    noise: all.filter(({ noise }) => noise !== undefined).length,
    overdue: changes.filter((change) => change.decision.overdue).length,
    states,
    resolved: resolved.length,
    meanDrifted: resolved.reduce((sum, { firstSeen, at }) => sum + spanBetween(firstSeen, at), 0) / Math.max(1, resolved.length),
    violations: report.stacks.reduce((sum, { violations = [] }) => sum + violations.length, 0),
    uncheckedResources: unchecked.length,
    acceptedResources: unchecked.filter(({ accepted }) => accepted).length,
    stacksWithAuditGaps: report.stacks.filter(hasAuditGaps).length,
    ...(worst && { worst }),
  };
}

export function hasAuditGaps(stack: StackReport): boolean {
  return stack.audit.some((coverage) => !coverage.complete);
}

/** The first line of every format, in parts: stacks, the worst change, the changes, what could not be seen. */
export function headline(summary: Summary): readonly Phrase[] {
  const numbers = [...(summary.changes > 0 ? [changesPhrase(summary)] : []), ...(summary.resolved > 0 ? [resolvedPhrase(summary)] : []), ...violationsPhrase(summary), ...unseenPhrases(summary)];
  return [
    stacksPhrase(summary.stacks),
    ...(summary.worst ? [worstPhrase(summary.worst)] : []),
    ...(numbers.length > 0 ? [joined(numbers, " · ")] : []),
  ];
}

function stacksPhrase(stacks: Summary["stacks"]): Phrase {
  const total = Object.values(stacks).reduce((sum, amount) => sum + amount, 0);
  if (total === 0) return say`no stack was scanned`;
  const all = stacks["in-sync"] === total ? say`in sync` : stacks.empty === total ? say`empty` : undefined;
  if (all !== undefined) return say`${count(total, "stack")}: ${total === 1 ? all : say`all ${all}`}`;
  const parts: readonly (readonly [number, Phrase])[] = [
    [stacks.drifted, say`drifted`],
    [stacks.unchecked, say`not checked`],
    [stacks.partial, say`partly checked`],
    [stacks["in-sync"], say`in sync`],
    [stacks.empty, say`empty`],
  ];
  const told = parts.filter(([amount]) => amount > 0).map(([amount, words]) => say`${amount} ${words}`);
  return say`${count(total, "stack")}: ${joined(told, ", ")}`;
}

function worstPhrase({ stack, drift, change }: Worst): Phrase {
  const name = cut(drift.resource.name, LONGEST);
  const what = change.path === "" ? say`${name} deleted` : say`${code(cut(change.path, LONGEST))} of ${name}`;
  return say`worst: ${prose(change.severity)}${change.opensAccess ? say`, opens access` : say``}, ${what} (${cut(stack, LONGEST)}) ${byPhrase(change)}`;
}

function byPhrase({ attribution }: Change): Phrase {
  if (!isAttributed(attribution)) return say`by an unknown actor`;
  const { name, knownAs = name, via, identity, breakGlass } = attribution.actor;
  // A name that people know must not hide in a headline that nobody vouches for it.
  return say`by ${cut(identity === "verified" ? knownAs : name, LONGEST)} via ${prose(via)}${identity === "claimed" ? say` (claimed name)` : say``}${breakGlass ? say`, BREAK-GLASS` : say``}`;
}

function resolvedPhrase({ resolved, meanDrifted }: Summary): Phrase {
  return say`${resolved} resolved after ${spanPhrase(meanDrifted)}${resolved === 1 ? say`` : say` on average`}`;
}

function changesPhrase({ changes, withoutActor, overdue, states }: Summary): Phrase {
  const known = (["new", "worse", "ongoing"] as const).filter((state) => states[state] > 0).map((state) => say`${states[state]} ${words(state)}`);
  const without = withoutActor > 0 ? say`, ${withoutActor} without an actor` : say``;
  return say`${count(changes, "change")}${known.length === 0 ? say`` : say` (${joined(known, ", ")})`}${without}${overdue > 0 ? say`, ${overdue} overdue` : say``}`;
}

function violationsPhrase({ violations }: Summary): readonly Phrase[] {
  return violations > 0 ? [say`${count(violations, "policy violation")} by drift`] : [];
}

function unseenPhrases({ uncheckedResources, acceptedResources, stacksWithAuditGaps }: Summary): readonly Phrase[] {
  const onPurpose = acceptedResources > 0 ? say` (${acceptedResources === uncheckedResources ? say`all` : String(acceptedResources)} as configured)` : say``;
  return [
    ...(uncheckedResources > 0 ? [say`${count(uncheckedResources, "resource")} not checked${onPurpose}`] : []),
    ...(stacksWithAuditGaps > 0 ? [say`audit gaps in ${count(stacksWithAuditGaps, "stack")}`] : []),
  ];
}

function worstOf(stacks: readonly StackReport[]): Worst | undefined {
  let worst: Worst | undefined;
  for (const stack of stacks) {
    const drift = driftsWorstFirst(stack)[0];
    const change = drift && changesWorstFirst(drift)[0];
    if (change && (!worst || rank(change) > rank(worst.change))) worst = { stack: stack.stack, drift, change };
  }
  return worst;
}
