import { counts, isAttributed, type ScanReport, type StackReport } from "../../policypack/model";
import { stackGlob, unmetCondition } from "../../policypack/remediation";
import type { Alert, AlertedChange, EndedChange, UncheckedStack } from "./alert";
import { groupByCause } from "./groupByCause";
import type { Route } from "./routes";
import { boundTold, digestOf, markOf, tellMore, type Told } from "./told";

export interface Selected {
  /** Absent where there is nothing to tell. */
  readonly alert?: Alert;
  readonly told: Told;
}

/**
 * What a sink hears of a scan by one route: changes that are new or worse, break-glass use that it was not told yet,
 * stacks that could not be checked, and the end of what it was told before. What a sink was told it is not told
 * again, even where the same report is sent twice.
 */
export function selectAlerts(report: ScanReport, route: Route, sink: string, told: Told): Selected {
  const { id, finishedAt, version } = report.scan;
  const ours: Told = { changes: told.changes.filter(isOf(route)), unchecked: told.unchecked.filter(isOf(route)) };

  const marks = new Map(ours.changes.map(({ fingerprint, mark }) => [fingerprint, mark]));
  const news = changesFor(report, route).filter(({ change }) => marks.get(change.fingerprint) !== markOf(change));
  const groups = groupByCause(news, (cause) => digestOf([sink, route.name, id, ...cause]));
  const ended = report.stacks.flatMap(({ stack, resolved = [] }) => resolved.filter(({ fingerprint }) => marks.has(fingerprint)).map((one): EndedChange => ({ stack, ended: one })));

  const unchecked = uncheckedFor(report, route);
  const checked = new Set(report.stacks.filter((stack) => !isUnchecked(stack)).map(({ stack }) => stack));
  const recovered = ours.unchecked.map(({ stack }) => stack).filter((stack) => checked.has(stack));
  if (groups.length + unchecked.length + ended.length + recovered.length === 0) return { told };

  const gone = new Set(ended.map(({ ended: { fingerprint } }) => fingerprint));
  const after = tellMore({ changes: ours.changes.filter(({ fingerprint }) => !gone.has(fingerprint)), unchecked: ours.unchecked.filter(({ stack }) => !checked.has(stack)) }, route.name, groups, unchecked);
  const uncheckedThread = digestOf([sink, route.name, "unchecked"]);
  const closed = [...closedThreads(ours, after), ...(ours.unchecked.length > 0 && after.unchecked.length === 0 ? [uncheckedThread] : [])];
  const alert = { id: digestOf([id, route.name, sink]), route: route.name, scan: { id, finishedAt, version }, groups, unchecked, uncheckedThread, ended, recovered, closed };
  const others: Told = { changes: told.changes.filter((one) => !isOf(route)(one)), unchecked: told.unchecked.filter((one) => !isOf(route)(one)) };
  return { alert, told: boundTold({ changes: [...others.changes, ...after.changes], unchecked: [...others.unchecked, ...after.unchecked] }) };
}

function isOf({ name }: Route): (one: { readonly route: string }) => boolean {
  return ({ route }) => route === name;
}

/** A change that is told again moves to a new thread: the old one may have been its. */
function closedThreads(before: Told, after: Told): readonly string[] {
  const open = new Set(after.changes.map(({ thread }) => thread));
  return [...new Set(before.changes.map(({ thread }) => thread))].filter((thread) => !open.has(thread));
}

function uncheckedFor(report: ScanReport, { when, unchecked }: Route): readonly UncheckedStack[] {
  if (!unchecked) return [];
  const matchers = when.stack?.map(stackGlob);
  return report.stacks
    .filter((stack) => isUnchecked(stack) && (matchers?.some((matches) => matches(stack.stack)) ?? true))
    .map(({ stack, problem }) => ({ stack, code: problem?.code ?? "unchecked", message: problem?.message ?? "nothing of it could be read" }));
}

/** What passes the route, whoever was told of it. */
function changesFor(report: ScanReport, { when }: Route): readonly AlertedChange[] {
  const now = new Date(report.scan.finishedAt);
  const { decision, ...condition } = when;
  // What a rule or a person ignores is nobody's alarm, unless a route asks for it.
  const actions = decision ?? ["revert", "adopt", "hold", "alert"];
  return report.stacks.flatMap(({ stack, drifts }) =>
    drifts.flatMap((drift) =>
      drift.changes
        .filter((change) => counts(change) && (change.history?.state !== "ongoing" || isBreakGlass(change)))
        .filter((change) => actions.includes(change.decision.action) && unmetCondition(condition, { stack, drift, change, history: change.history }, now) === undefined)
        .map((change) => ({ stack, drift, change })),
    ),
  );
}

function isBreakGlass({ attribution }: AlertedChange["change"]): boolean {
  return isAttributed(attribution) && attribution.actor.breakGlass === true;
}

function isUnchecked({ status, problem }: StackReport): boolean {
  return status === "unchecked" || problem !== undefined;
}
