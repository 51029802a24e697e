import { formatEventTime, parseEventTime } from "./eventTime";
import { isIdentityCenter } from "./identityCenter";
import { created } from "./openedSession";
import type { TrailRecord, UserIdentity } from "./trailRecord";

/** Asks for the `AssumeRole*` call that opened a session. Times are ISO 8601, UTC. */
export interface SessionQuery {
  readonly account: string;
  readonly region: string;
  /** Absent where the trail hides it: then only files can be searched, by what else the identity tells. */
  readonly accessKeyId?: string | undefined;
  /** As the session's calls have it. */
  readonly identity: UserIdentity;
  readonly from: string;
  readonly to: string;
}

export interface FoundSession {
  readonly records: readonly TrailRecord[];
  readonly gaps: readonly string[];
}

/** The account and region that the credentials are set to. */
export interface SessionHome {
  readonly account: string;
  readonly region: string;
}

/** Looks a session up in one account and region; what it could not read is in the gaps. */
export type FindSession = (query: SessionQuery) => Promise<FoundSession>;

// A role session lasts 12 hours at most; the call that made it cannot lie further back.
const LONGEST_SESSION_MS = 12 * 3_600_000;
const SKEW_MS = 60_000;

// The global STS endpoint records in us-east-1 only.
const GLOBAL_STS_REGION = "us-east-1";

// A chained session can only be made from a session: four hops are more than any real chain.
const MOST_HOPS = 4;

// A slow request or two each, at two a second and region: a stack with more people than this has the rest unresolved.
const MOST_SESSIONS = 50;

/** A session, and where the call that opened it may be recorded, the likeliest place first. Its account is the role's. */
type Session = Omit<SessionQuery, "region"> & { readonly regions: readonly string[] };

/**
 * The role sessions behind these records that must be looked up to know who opened them. `AssumeRole*` is read-only to
 * CloudTrail, so a sweep of writes does not hold it; LookupEvents lists the new access key among that call's resources.
 * It is recorded in the role's account, where STS was asked: mostly where the session then acts, else at home, else by the
 * global endpoint, and seldom in another region in use.
 */
export function sessionsBehind(records: readonly TrailRecord[], home: SessionHome, inUse: readonly string[] = []): readonly Session[] {
  const sessions = new Map<string, Session>();
  for (const { record } of records) {
    const { userIdentity } = record;
    const key = sessionKey(userIdentity);
    const time = parseEventTime(record.eventTime);
    if (userIdentity.type !== "AssumedRole" || isSignedIn(userIdentity) || key === undefined || time === undefined) continue;
    // IAM and other global services record in us-east-1 wherever their caller is: that place says the least.
    const acted = record.awsRegion === GLOBAL_STS_REGION ? [] : [record.awsRegion ?? home.region];
    const regions = [...new Set([...acted, ...(sessions.get(key)?.regions ?? []), home.region, GLOBAL_STS_REGION, ...inUse])];
    const account = userIdentity.accountId ?? record.recipientAccountId ?? home.account;
    const accessKeyId = isTemporary(userIdentity.accessKeyId) ? userIdentity.accessKeyId : undefined;
    sessions.set(key, { account, accessKeyId, identity: userIdentity, regions, ...sessionSpan(userIdentity, time) });
  }
  return [...sessions.values()];
}

/** Only where a call was made depends on it. */
const NOWHERE: SessionHome = { account: "", region: "" };

/** Those of the records whose session nobody is known to have opened. */
export function withoutOpener(records: readonly TrailRecord[], calls: readonly TrailRecord[]): readonly TrailRecord[] {
  return records.filter((trailed) => sessionsBehind([trailed], NOWHERE).some(({ identity }) => !calls.some(({ record }) => created(record, identity))));
}

/** A session of Identity Center bears the name of whoever signed in: nothing is left to be found. */
function isSignedIn({ sessionContext }: UserIdentity): boolean {
  const issuer = sessionContext?.sessionIssuer;
  return isIdentityCenter(issuer?.arn);
}

/** What tells one session from another; undefined where nothing does. */
function sessionKey({ accessKeyId, principalId, sessionContext }: UserIdentity): string | undefined {
  if (isTemporary(accessKeyId)) return accessKeyId;
  const creation = sessionContext?.attributes?.creationDate;
  return principalId === undefined || creation === undefined ? undefined : `${principalId} ${creation}`;
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

/**
 * Follows the sessions behind these records back to where somebody signed in.
 * @param inUse regions that anything else was looked for in
 */
export async function followSessions(findSession: FindSession, records: readonly TrailRecord[], home: SessionHome, inUse: readonly string[] = []): Promise<FoundSession> {
  const found = new Map<string, TrailRecord>();
  const gaps = new Set<string>();
  const asked = new Set<string>();
  let behind = records;
  for (let hop = 0; hop < MOST_HOPS && behind.length > 0; hop++) {
    const sessions = sessionsBehind(behind, home, inUse).filter(({ identity }) => !asked.has(sessionKey(identity) ?? ""));
    const affordable = sessions.slice(0, MOST_SESSIONS - asked.size);
    if (affordable.length < sessions.length) gaps.add(`only ${MOST_SESSIONS} role sessions were looked up`);
    for (const { identity } of affordable) asked.add(sessionKey(identity) ?? "");
    const answers = await Promise.all(affordable.map((session) => searchRegions(findSession, session)));
    behind = answers.flatMap((answer) => answer.records).filter(({ record }) => !found.has(record.eventID));
    for (const trail of behind) found.set(trail.record.eventID, trail);
    for (const gap of answers.flatMap((answer) => answer.gaps)) gaps.add(gap);
  }
  return { records: [...found.values()], gaps: [...gaps] };
}

/** One region after the other, until the call is found: a key is handed out once. */
async function searchRegions(findSession: FindSession, { regions, ...session }: Session): Promise<FoundSession> {
  const gaps: string[] = [];
  for (const region of regions) {
    const answer = await findSession({ ...session, region });
    gaps.push(...answer.gaps.map((gap) => `${region}: ${gap}`));
    if (answer.records.length > 0) return { records: answer.records, gaps };
  }
  return { records: [], gaps };
}
