import { parseEventTime } from "../audit/eventTime";
import type { TrailRecord } from "../audit";
import { isMutating } from "../attribute/mutatingCalls";
import { namesIn } from "../attribute/namedResources";

// EC2 answers a rehearsal with an error of its own: nobody tried anything.
const REHEARSAL = "DryRunOperation";

/** How many calls would have changed the resource, had they not failed. @param from ISO 8601 */
export function countFailedTries(records: readonly TrailRecord[], identities: readonly string[], from: string): number {
  const since = Date.parse(from);
  const failed = records.filter(({ record }) => {
    const { errorCode, ...asIfDone } = record;
    if (errorCode === undefined || errorCode === "" || errorCode.endsWith(REHEARSAL)) return false;
    if ((parseEventTime(record.eventTime) ?? -Infinity) < since || !isMutating({ ...asIfDone, errorCode: undefined })) return false;
    const names = namesIn(record);
    return identities.some((identity) => names.has(identity));
  });
  return new Set(failed.map(({ record }) => record.eventID)).size;
}
