import { parseEventTime } from "../audit/eventTime";
import type { TrailRecord } from "../audit";
import { isMutating } from "../attribute/mutatingCalls";
import { namesIn } from "../attribute/namedResources";
import { isMadeOn } from "./touches";
import type { WhoReport } from "./whoReport";

// EC2 answers a rehearsal with an error of its own: nobody tried anything.
const REHEARSAL = "DryRunOperation";

/** How many calls on the resource would have changed something, had they not failed. @param from ISO 8601 */
export function countFailedTries(records: readonly TrailRecord[], { type, identities }: WhoReport["resource"], from: string): number {
  const since = Date.parse(from);
  const failed = records.filter((trail) => {
    const { errorCode = "", eventTime } = trail.record;
    if (errorCode === "" || errorCode.endsWith(REHEARSAL) || (parseEventTime(eventTime) ?? -Infinity) < since) return false;
    const asIfDone = { ...trail.record, errorCode: undefined };
    const names = namesIn(asIfDone);
    return isMutating(asIfDone) && identities.some((identity) => names.has(identity)) && isMadeOn(trail, { type, identities });
  });
  return new Set(failed.map(({ record }) => record.eventID)).size;
}
