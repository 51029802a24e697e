import type { AuditAnswer } from "./auditSource";
import { formatEventTime, parseEventTime } from "./eventTime";
import type { TrailRecord, UserIdentity } from "./trailRecord";

/** Asks for the `AssumeRole*` call that handed out an access key. Times are ISO 8601, UTC. */
export interface SessionQuery {
  readonly account: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly from: string;
  readonly to: string;
}

export interface SessionFinder {
  findSession(query: SessionQuery): Promise<AuditAnswer>;
}

// A role session lasts 12 hours at most; the call that made it cannot lie further back.
const LONGEST_SESSION_MS = 12 * 3_600_000;
const SKEW_MS = 60_000;

// The global STS endpoint records in us-east-1 only.
const GLOBAL_STS_REGION = "us-east-1";

// A chained session can only be made from a session: four hops are more than any real chain.
const MOST_HOPS = 4;

// At two a second this is 25 seconds; a scan that meets more people than that resolves the rest tomorrow.
const MOST_LOOKUPS = 50;

/**
 * The lookups that find who assumed the roles behind these records. `AssumeRole*` is read-only to CloudTrail, so the
 * sweep of writes does not hold it; LookupEvents lists the new access key among that call's resources.
 */
export function chainQueries(records: readonly TrailRecord[]): readonly SessionQuery[] {
  const queries = new Map<string, SessionQuery>();
  for (const { record } of records) {
    const { accessKeyId } = record.userIdentity;
    const account = record.userIdentity.accountId ?? record.recipientAccountId;
    const time = parseEventTime(record.eventTime);
    // Under Identity Center the session's name is the person already.
    if (record.userIdentity.sessionContext?.sessionIssuer?.userName?.startsWith("AWSReservedSSO_") === true) continue;
    if (record.userIdentity.type !== "AssumedRole" || !isTemporary(accessKeyId) || account === undefined || time === undefined) continue;
    const { from, to } = sessionSpan(record.userIdentity, time);
    for (const region of new Set([record.awsRegion ?? GLOBAL_STS_REGION, GLOBAL_STS_REGION])) {
      const query = { account, region, accessKeyId, from, to };
      queries.set(keyOf(query), query);
    }
  }
  return [...queries.values()];
}

function keyOf({ account, region, accessKeyId }: SessionQuery): string {
  return `${account} ${region} ${accessKeyId}`;
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
  readonly requests: number;
  readonly gaps: readonly string[];
}

/** Follows the sessions behind these records back to where somebody signed in. */
export async function followSessions(finder: SessionFinder, records: readonly TrailRecord[]): Promise<FollowedSessions> {
  const found = new Map<string, TrailRecord>();
  const gaps = new Set<string>();
  const asked = new Set<string>();
  let requests = 0;
  let behind = records;
  for (let hop = 0; hop < MOST_HOPS && behind.length > 0; hop++) {
    const queries = chainQueries(behind).filter((query) => !asked.has(keyOf(query)));
    const allowed = queries.slice(0, MOST_LOOKUPS - asked.size);
    if (allowed.length < queries.length) gaps.add(`only ${MOST_LOOKUPS} lookups of role sessions were made`);
    for (const query of allowed) asked.add(keyOf(query));
    const answers = await Promise.all(allowed.map((query) => finder.findSession(query)));
    behind = answers.flatMap((answer) => answer.records).filter(({ record }) => !found.has(record.eventID));
    for (const trail of behind) found.set(trail.record.eventID, trail);
    for (const { requests: sent, coverage } of answers) {
      requests += sent;
      for (const gap of coverage.gaps) gaps.add(`sessions in ${coverage.account} ${coverage.region}: ${gap}`);
    }
  }
  return { records: [...found.values()], requests, gaps: [...gaps] };
}
