import { parseEventTime } from "../audit/eventTime";
import type { CloudTrailRecord, TrailRecord } from "../audit/trailRecord";
import { isMutating } from "./mutatingCalls";
import { namesIn } from "./namedResources";

/** A record that changed something, with its time and the names in it. */
export interface Call {
  readonly trail: TrailRecord;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

/** The mutating calls that name resources, each call once. */
export interface RecordIndex {
  /** Oldest first. */
  naming(identities: readonly string[]): readonly Call[];
}

/** Did this call change something, and does it name one of these identities? What a trail keeps of all that it reads. */
export function mayHaveChanged(record: CloudTrailRecord, identities: ReadonlySet<string>): boolean {
  if (!isMutating(record)) return false;
  for (const name of namesIn(record)) if (identities.has(name)) return true;
  return false;
}

/** Keeps, of all records, the calls that change something and name one of these identities. */
export function indexRecords(records: Iterable<TrailRecord>, identities: ReadonlySet<string>): RecordIndex {
  const byIdentity = new Map<string, Call[]>();
  const seen = new Set<string>();
  for (const trail of records) {
    const { record } = trail;
    const time = parseEventTime(record.eventTime);
    if (time === undefined || !isMutating(record)) continue;
    const key = keyOf(record);
    if (seen.has(key)) continue;
    seen.add(key);
    const call = { trail, time };
    for (const name of namesIn(record)) {
      if (!identities.has(name)) continue;
      const calls = byIdentity.get(name) ?? [];
      calls.push(call);
      byIdentity.set(name, calls);
    }
  }
  return {
    naming: (wanted) => {
      const calls = new Set<Call>();
      for (const identity of wanted) for (const call of byIdentity.get(identity) ?? []) calls.add(call);
      return [...calls].sort((a, b) => a.time - b.time || byId(a, b));
    },
  };
}

/** A trail's times are whole seconds: the order within one is not recorded, but the same on every machine. */
function byId({ trail: { record: one } }: Call, { trail: { record: other } }: Call): number {
  return Number(one.eventID > other.eventID) - Number(one.eventID < other.eventID);
}

/** The event's id, and what it was, and where: redacted records share ids. */
function keyOf(record: CloudTrailRecord): string {
  return JSON.stringify([record.eventID, record.eventSource, record.eventName, record.eventTime, record.recipientAccountId, record.awsRegion, record.requestParameters]);
}
