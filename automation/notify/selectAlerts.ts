import { counts, isAttributed, type ScanReport, type StackReport } from "../../policypack/model";
import { stackGlob, unmetCondition } from "../../policypack/remediation";
import type { Alert, AlertedChange, EndedChange } from "./alert";
import { groupByCause } from "./groupByCause";
import type { Route } from "./routes";
import { digestOf, markOf, tellMore, type Told } from "./told";

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
  const uncheckedThread = digestOf([sink, route.name, "unchecked"]);
  const ours = told.changes.filter((one) => one.route === route.name);

  const marks = new Map(ours.map(({ fingerprint, mark }) => [fingerprint, mark]));
  const isNews = ({ change }: AlertedChange) => marks.get(change.fingerprint) !== markOf(change);
  const changes = changesFor(report, route).filter(isNews);
  const groups = groupByCause(changes, (cause) => digestOf([sink, route.name, id, ...cause]));

  const known = new Set(ours.map(({ fingerprint }) => fingerprint));
  const ended = report.stacks.flatMap(({ stack, resolved = [] }) => resolved.filter(({ fingerprint }) => known.has(fingerprint)).map((one): EndedChange => ({ stack, ended: one })));

  const passes = stackMatcher(route);
  const failed = report.stacks.filter(isUnchecked).filter(({ stack }) => route.unchecked && passes(stack));
  const unchecked = failed.map(({ stack, problem }) => ({ stack, code: problem?.code ?? "unchecked", message: problem?.message ?? "nothing of it could be read" }));
  const checked = new Set(report.stacks.filter((stack) => !isUnchecked(stack)).map(({ stack }) => stack));
  const toldUnchecked = told.unchecked.filter((one) => one.route === route.name).map(({ stack }) => stack);
  const recovered = toldUnchecked.filter((stack) => checked.has(stack));

  const gone = new Set(ended.map(({ ended: { fingerprint } }) => fingerprint));
  const left = told.changes.filter((one) => one.route !== route.name || !gone.has(one.fingerprint));
  const told2 = tellMore({ ...told, changes: left }, route.name, groups.flatMap(({ thread, changes: grouped }) => grouped.map((change) => ({ ...change, thread }))));
  const stillUnchecked = new Set([...toldUnchecked.filter((stack) => !checked.has(stack)), ...failed.map(({ stack }) => stack)]);
  const open = new Set(told2.changes.map(({ thread }) => thread));
  const threads = new Set(ours.map(({ thread }) => thread));
  const closed = [...[...threads].filter((thread) => !open.has(thread)), ...(toldUnchecked.length > 0 && stillUnchecked.size === 0 ? [uncheckedThread] : [])];

  const after = { ...told2, unchecked: [...told.unchecked.filter((one) => one.route !== route.name), ...[...stillUnchecked].map((stack) => ({ route: route.name, stack }))] };
  if (groups.length + unchecked.length + ended.length + recovered.length + closed.length === 0) return { told: after };
  return { alert: { id: digestOf([id, route.name, sink]), route: route.name, scan: { id, finishedAt, version }, groups, unchecked, uncheckedThread, ended, recovered, closed }, told: after };
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

function stackMatcher({ when }: Route): (stack: string) => boolean {
  const matchers = when.stack?.map(stackGlob);
  return (stack) => matchers?.some((matches) => matches(stack)) ?? true;
}
