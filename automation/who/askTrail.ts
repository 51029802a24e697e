import type { AuditCoverage } from "../../policypack/model";
import type { LookupAnswer, Trail, TrailAnswer, TrailRecord, Whereabouts } from "../audit";
import type { Budget } from "./budget";

export interface Asked {
  readonly records: readonly TrailRecord[];
  readonly coverage: readonly AuditCoverage[];
  /** What was not read because the time was up. */
  readonly late: readonly string[];
}

// A step takes half a second and more, and the people behind the calls are asked for last: they are worth more than old calls.
const KEPT_FOR_SESSIONS_MS = 3_000;

export interface Question {
  readonly places: readonly Whereabouts[];
  /** ISO 8601. */
  readonly from: string;
  readonly budget: Budget;
  /** The records whose sessions are worth following. */
  readonly chosen: (records: readonly TrailRecord[]) => readonly TrailRecord[];
}

/** Reads what the trail has on a resource, as much of it as there is time for, and who is behind the sessions. */
export async function askTrail(trail: Trail, { places, from, budget, chosen }: Question): Promise<Asked> {
  const records = new Map<string, TrailRecord>();
  const late: string[] = [];

  const calls = "reading the calls on the resource";
  let read: LookupAnswer | undefined;
  do {
    const answer = await hear(trail.lookUp(places, from), calls);
    if (answer === undefined) break;
    read = answer;
  } while (!read.ended && budget.left() > KEPT_FOR_SESSIONS_MS);
  if (read?.ended === false && late.length === 0) late.push(`${calls} had not ended in time`);
  const behind = chosen([...records.values()]);
  const isStopped = budget.signal.aborted;
  if (isStopped && behind.length > 0) late.push("the sessions were not followed to their people");
  const sessions = isStopped ? undefined : await hear(trail.follow(behind), "following the sessions to their people");
  return { records: [...records.values()], coverage: [...(read?.coverage ?? []), ...(sessions?.coverage ?? [])], late };

  async function hear<Answer extends TrailAnswer>(question: Promise<Answer>, what: string): Promise<Answer | undefined> {
    const answer = await budget.within(question);
    if (answer === undefined) late.push(`${what} had not ended in time`);
    for (const record of answer?.records ?? []) records.set(record.sha256, record);
    return answer;
  }
}
