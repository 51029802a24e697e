import { counts, severities, type ScanReport, type Severity } from "../../policypack/model";

/** Documented in README.md, "Exit statuses". A problem wins over drift: what was not looked at is not in sync. */
export const EXIT = { inSync: 0, failed: 1, drift: 2, usage: 64 } as const;

export const failOnChoices = [...severities, "any", "never"] as const;
export type FailOn = Severity | "any" | "never";

export function exitStatus(report: ScanReport, failOn: FailOn): number {
  const unchecked = report.stacks.some((stack) => stack.problem !== undefined || stack.resources.unchecked.some(({ accepted }) => accepted !== true));
  if (unchecked || report.problems.length > 0) return EXIT.failed;
  return report.stacks.some((stack) => hasDrift(stack, failOn)) ? EXIT.drift : EXIT.inSync;
}

function hasDrift(stack: ScanReport["stacks"][number], failOn: FailOn): boolean {
  if (failOn === "never") return false;
  const changes = stack.drifts.flatMap((drift) => drift.changes).filter(counts);
  return failOn === "any"
    ? changes.length > 0
    : changes.some((change) => severities.indexOf(change.severity) >= severities.indexOf(failOn));
}
