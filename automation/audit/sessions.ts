import { formatEventTime, parseEventTime } from "./eventTime";
import type { TrailRecord, UserIdentity } from "./trailRecord";

/** Asks for the `AssumeRole*` call that handed out an access key. Times are ISO 8601, UTC. */
export interface SessionQuery {
  readonly region: string;
  readonly accessKeyId: string;
  readonly from: string;
  readonly to: string;
}

/** Looks a session up; what it could not read is in the gaps. */
export type FindSession = (query: SessionQuery) => Promise<{ readonly records: readonly TrailRecord[]; readonly gaps: readonly string[] }>;

// A role session lasts 12 hours at most; the call that made it cannot lie further back.
const LONGEST_SESSION_MS = 12 * 3_600_000;
const SKEW_MS = 60_000;

// The global STS endpoint records in us-east-1 only.
const GLOBAL_STS_REGION = "us-east-1";

// A chained session can only be made from a session: four hops are more than any real chain.
const MOST_HOPS = 4;

// One slow request each, at two a second and region: a stack with more people than this has the rest unresolved.
const MOST_SESSION_QUERIES = 100;

/**
 * The lookups that find who assumed the roles behind these records. `AssumeRole*` is read-only to CloudTrail, so the
 * sweep of writes does not hold it; LookupEvents lists the new access key among that call's resources.
 */
export function chainQueries(records: readonly TrailRecord[]): readonly SessionQuery[] {
  const queries = new Map<string, SessionQuery>();
  for (const { record } of records) {
    const { userIdentity } = record;
    const { accessKeyId } = userIdentity;
    const time = parseEventTime(record.eventTime);
    if (userIdentity.type !== "AssumedRole" || isSignedIn(userIdentity) || !isTemporary(accessKeyId) || time === undefined) continue;
    const { from, to } = sessionSpan(userIdentity, time);
    for (const region of new Set([record.awsRegion ?? GLOBAL_STS_REGION, GLOBAL_STS_REGION])) {
      queries.set(`${region} ${accessKeyId}`, { region, accessKeyId, from, to });
    }
  }
  return [...queries.values()];
}

/** A session of Identity Center bears the name of whoever signed in: nothing is left to be found. */
function isSignedIn({ sessionContext }: UserIdentity): boolean {
  return sessionContext?.sessionIssuer?.userName?.startsWith("AWSReservedSSO_") ?? false;
}

/** Access keys of sessions start with ASIA; the others are nobody's session. */
function isTemporary(accessKeyId: string | undefined): accessKeyId is string {
  return accessKeyId?.startsWith("ASIA") ?? false;
}

function sessionSpan(identity: UserIdentity, time: number): { from: string; to: string } {
  const created = parseEventTime(identity.sessionContext?.attributes?.creationDate ?? "");
  const from = (created ?? time - LONGEST_SESSION_MS) - SKEW_MS;
  return { from: formatEventTime(from), to: formatEventTime((created ?? time) + SKEW_MS) };
}

export interface FollowedSessions {
  /** `AssumeRole*` records that were found. */
  readonly records: readonly TrailRecord[];
  readonly gaps: readonly string[];
}

/** Follows the sessions behind these records back to where somebody signed in. */
export async function followSessions(findSession: FindSession, records: readonly TrailRecord[]): Promise<FollowedSessions> {
  const found = new Map<string, TrailRecord>();
  const gaps = new Set<string>();
  const asked = new Set<string>();
  let behind = records;
  for (let hop = 0; hop < MOST_HOPS && behind.length > 0; hop++) {
    const queries = chainQueries(behind).filter(({ region, accessKeyId }) => !asked.has(`${region} ${accessKeyId}`));
    const affordable = queries.slice(0, MOST_SESSION_QUERIES - asked.size);
    if (affordable.length < queries.length) gaps.add(`only ${MOST_SESSION_QUERIES} lookups of role sessions were made`);
    for (const { region, accessKeyId } of affordable) asked.add(`${region} ${accessKeyId}`);
    const answers = await Promise.all(affordable.map(async (query) => ({ query, ...(await findSession(query)) })));
    behind = answers.flatMap((answer) => answer.records).filter(({ record }) => !found.has(record.eventID));
    for (const trail of behind) found.set(trail.record.eventID, trail);
    for (const { query, gaps: missing } of answers) for (const gap of missing) gaps.add(`${query.region}: ${gap}`);
  }
  return { records: [...found.values()], gaps: [...gaps] };
}
