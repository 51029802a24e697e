import type { ScanReport } from "../policypack/model";
import { createsSession, mayHaveChanged } from "./attribute";
import { namesIn } from "./attribute/namedResources";
import { parseEventTime } from "./audit/eventTime";
import { mentionsAny } from "./audit/mentions";
import { skim, type Skimmed } from "./audit/skim";
import type { TrailRecord } from "./audit/trailRecord";

/** Reads a trail from its beginning, and parses only what is wanted of it. */
export type OpenTrail = (isWanted: (text: () => string) => boolean) => { readonly records: AsyncIterable<TrailRecord>; readonly gaps: () => readonly string[] };

/** What a trail held of one account and region. */
export interface Place {
  readonly events: number;
  /** Milliseconds since the epoch. */
  readonly from: number;
}

export interface Sifted {
  readonly records: readonly TrailRecord[];
  /** By account and region: how many records there were, and from when. */
  readonly places: ReadonlyMap<string, Place>;
  /** The last event of the whole trail, milliseconds since the epoch. */
  readonly end: number;
  /** What of the trail could not be read. */
  readonly gaps: readonly string[];
}

// Four sessions, one made from the other, are more than any real chain; each may need the caller's account's record too.
const MOST_READINGS = 8;

/** Tells the calls that open a session before they are parsed, also within another JSON text; `createsSession` decides. */
const MAY_CREATE_SESSION = /\beventName\\?"\s*:\s*\\?"(AssumeRo|GetFederationToken)/;

/**
 * Keeps of a trail what can explain a report's changes, and counts all of it: most is of other resources. A trail with
 * sessions behind the changes is read again for the calls that opened them, because the first reading cannot know which
 * of them it needs, and all of them may be more than memory holds.
 */
export async function siftTrail(report: ScanReport, openTrail: OpenTrail): Promise<Sifted> {
  const identities = new Set(report.stacks.flatMap((stack) => stack.drifts.flatMap((drift) => drift.resource.identities)));
  const mentions = mentionsAny(identities);
  const places = new Map<string, { events: number; from: number }>();
  let end = -Infinity;
  const count = ({ time, account, region }: Skimmed) => {
    end = Math.max(end, time);
    const key = placeKey(account, region);
    const place = places.get(key) ?? { events: 0, from: time };
    place.events++;
    place.from = Math.min(place.from, time);
    places.set(key, place);
  };

  const trail = openTrail((text) => {
    const json = text();
    const skimmed = mentions(json) ? undefined : skim(json);
    if (skimmed !== undefined) count(skimmed);
    return skimmed === undefined;
  });
  const changes: TrailRecord[] = [];
  for await (const trailed of trail.records) {
    const { eventTime, recipientAccountId: account = "", awsRegion: region = "" } = trailed.record;
    const time = parseEventTime(eventTime);
    if (time === undefined) continue;
    count({ time, account, region });
    if (mayHaveChanged(trailed.record, identities)) changes.push(trailed);
  }
  return { records: [...changes, ...(await findSessions(changes, openTrail))], places, end, gaps: trail.gaps() };
}

async function findSessions(changes: readonly TrailRecord[], openTrail: OpenTrail): Promise<readonly TrailRecord[]> {
  const found: TrailRecord[] = [];
  const asked = new Set<string>();
  let behind = changes;
  for (let reading = 0; reading < MOST_READINGS; reading++) {
    const wanted = new Set(behind.flatMap(traces).filter((trace) => !asked.has(trace)));
    if (wanted.size === 0) break;
    for (const trace of wanted) asked.add(trace);
    const opened = await findCalls(wanted, openTrail);
    found.push(...opened);
    behind = opened;
  }
  return found;
}

async function findCalls(wanted: ReadonlySet<string>, openTrail: OpenTrail): Promise<readonly TrailRecord[]> {
  const mentions = mentionsAny(wanted);
  const { records } = openTrail((text) => {
    const json = text();
    return MAY_CREATE_SESSION.test(json) && mentions(json);
  });
  const found: TrailRecord[] = [];
  for await (const trailed of records) {
    const { record } = trailed;
    const isWanted = wanted.has(record.sharedEventID ?? "") || [...namesIn(record)].some((name) => wanted.has(name));
    if (isWanted && createsSession(record)) found.push(trailed);
  }
  return found;
}

/** What the call that opened this record's session has in it: the key, the session's id, or the event's id in another account. */
function traces({ record: { userIdentity, sharedEventID } }: TrailRecord): readonly string[] {
  const { type, accessKeyId, principalId } = userIdentity;
  if (type === "AWSAccount") return sharedEventID === undefined ? [] : [sharedEventID];
  if (type !== "AssumedRole" && type !== "FederatedUser") return [];
  return [accessKeyId ?? "", principalId ?? ""].filter((trace) => trace !== "");
}

export function placeKey(account: string, region: string): string {
  return `${account} ${region}`;
}
