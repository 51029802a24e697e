import type { AuditCoverage } from "../../policypack/model";
import type { SweepAnswer, Trail, TrailAnswer, TrailRecord, Whereabouts } from "../audit";
import type { Budget } from "./budget";

export interface Asked {
  readonly records: readonly TrailRecord[];
  readonly coverage: readonly AuditCoverage[];
  /** What was not read because the time was up. */
  readonly late: readonly string[];
}

// A page takes half a second, and the people behind the calls are asked for last: that is worth more than old pages.
const KEPT_FOR_SESSIONS_MS = 3_000;

export interface Question {
  readonly places: readonly Whereabouts[];
  /** ISO 8601. */
  readonly from: string;
  /** Of the newest writes of the place, beside what is listed under the names: not every call is listed under every name. */
  readonly mostPages: number;
  readonly budget: Budget;
  /** The records whose sessions are worth following. */
  readonly chosen: (records: readonly TrailRecord[]) => readonly TrailRecord[];
}

/**
 * Reads what the trail has on a resource: by its names, then as much as there is time for of everything that was
 * written in its place, then who is behind the sessions.
 */
export async function askTrail(trail: Trail, { places, from, mostPages, budget, chosen }: Question): Promise<Asked> {
  const records = new Map<string, TrailRecord>();
  const late: string[] = [];

  const byName = "looking the resource up by its names";
  let named = await hear(trail.lookUp(places, from), byName);
  let swept: SweepAnswer | undefined;
  for (let pages = 1; named !== undefined && swept?.ended !== true && pages <= mostPages && budget.left() > KEPT_FOR_SESSIONS_MS; pages *= 2) {
    const answer = await hear(trail.sweep(places, from, pages), "reading the newest calls");
    if (answer === undefined) break;
    swept = answer;
  }
  // Sends nothing again, and tells what the names and the sweep cover together.
  if (swept !== undefined) named = await hear(trail.lookUp(places, from), byName) ?? named;
  const sessions = await hear(trail.follow(chosen([...records.values()])), "following the sessions to their people");
  return { records: [...records.values()], coverage: [...(named?.coverage ?? []), ...(sessions?.coverage ?? [])], late };

  async function hear<Answer extends TrailAnswer>(question: Promise<Answer>, what: string): Promise<Answer | undefined> {
    const answer = await budget.within(question);
    if (answer === undefined) late.push(`${what} had not ended in time`);
    for (const record of answer?.records ?? []) records.set(record.sha256, record);
    return answer;
  }
}
