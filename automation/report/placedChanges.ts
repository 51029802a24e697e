import type { Change, Drift, ScanReport, StackReport } from "../../policypack/model";
import { changesWorstFirst, driftsWorstFirst, rank, stacksWorstFirst } from "./ranking";

/** A change, and where it was found. */
export interface PlacedChange {
  readonly stack: StackReport;
  readonly drift: Drift;
  readonly change: Change;
}

/** Every change that counts, the worst of the whole scan first: a format that has a limit cuts at the end. */
export function placedChanges(report: Pick<ScanReport, "stacks">): readonly PlacedChange[] {
  return stacksWorstFirst(report.stacks)
    .flatMap((stack) => driftsWorstFirst(stack).flatMap((drift) => changesWorstFirst(drift).map((change) => ({ stack, drift, change }))))
    .toSorted((a, b) => rank(b.change) - rank(a.change));
}
