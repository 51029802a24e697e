import { counts, type AuditCoverage, type Change, type Drift, type Problem, type ResolvedChange, type ScanReport, type StackReport, type UncheckedResource, type Violation } from "../../policypack/model";
import { placedChanges } from "./placedChanges";
import { headlineText } from "./notes";

interface InScan {
  /** The scan's id. */
  readonly scan: string;
}

interface InStack extends InScan {
  readonly stack: string;
}

/** A report as a flat list, each record of which makes sense alone. */
export type ReportRecord =
  | ({ readonly kind: "scan"; readonly headline: string } & InScan & Omit<ScanReport["scan"], "id">)
  | ({ readonly kind: "problem"; readonly problem: Problem } & InScan)
  /** drift: it counts. noise: it does not, as its `noise` or `managedBy` says. */
  | ({ readonly kind: "drift" | "noise"; readonly resource: Drift["resource"]; readonly drift: Drift["kind"]; readonly change: Change } & InStack)
  /** The whole stack, or only a resource of it. */
  | ({ readonly kind: "unchecked"; readonly status: StackReport["status"]; readonly problem?: StackReport["problem"]; readonly resources?: StackReport["resources"]; readonly resource?: UncheckedResource } & InStack)
  | ({ readonly kind: "gap"; readonly audit: AuditCoverage } & InStack)
  | ({ readonly kind: "violation"; readonly violation: Violation } & InStack)
  | ({ readonly kind: "resolved"; readonly resolved: ResolvedChange } & InStack);

/** The scan, what could not be checked, and then every change, worst first. */
export function reportRecords(report: ScanReport): readonly ReportRecord[] {
  const { id: scan, ...about } = report.scan;
  return [
    { kind: "scan", scan, headline: headlineText(report), ...about },
    ...report.problems.map((problem): ReportRecord => ({ kind: "problem", scan, problem })),
    ...report.stacks.flatMap((stack) => unseenRecords(stack, scan)),
    ...placedChanges(report).map(({ stack: { stack }, drift, change }): ReportRecord => changeRecord({ scan, stack }, drift, change)),
    ...report.stacks.flatMap((stack) => otherRecords(stack, scan)),
  ];
}

function unseenRecords({ stack, status, problem, resources, audit }: StackReport, scan: string): readonly ReportRecord[] {
  const whole = status === "unchecked" || problem !== undefined;
  return [
    ...(whole ? [{ kind: "unchecked" as const, scan, stack, status, resources, ...(problem && { problem }) }] : []),
    ...resources.unchecked.map((resource) => ({ kind: "unchecked" as const, scan, stack, status, resource })),
    ...audit.filter(({ complete }) => !complete).map((coverage) => ({ kind: "gap" as const, scan, stack, audit: coverage })),
  ];
}

function otherRecords({ stack, drifts, violations = [], resolved = [] }: StackReport, scan: string): readonly ReportRecord[] {
  const uncounted = drifts.flatMap((drift) => drift.changes.filter((change) => !counts(change)).map((change) => changeRecord({ scan, stack }, drift, change)));
  return [
    ...violations.map((violation) => ({ kind: "violation" as const, scan, stack, violation })),
    ...resolved.map((change) => ({ kind: "resolved" as const, scan, stack, resolved: change })),
    ...uncounted,
  ];
}

function changeRecord(where: InStack, { resource, kind: drift }: Drift, change: Change): ReportRecord {
  return { kind: counts(change) ? "drift" : "noise", ...where, resource, drift, change };
}
