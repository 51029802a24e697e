import type { LookupAttribute } from "@aws-sdk/client-cloudtrail";
import type { AuditAnswer, AuditQuery, AuditSourceReader } from "./auditSource";
import { formatEventTime, parseEventTime } from "./eventTime";
import { PacedLookup, type Clock, type LookupClient } from "./pacedLookup";
import { parseRecord } from "./parseRecord";
import type { SessionFinder, SessionQuery } from "./sessions";
import type { TrailRecord } from "./trailRecord";

const PAGE = 50;

// 10,000 events and 100 seconds an account and region: a nightly of a busy account stays below, and a scan ends.
const MOST_PAGES = 200;

// An access key is named by the one call that created it.
const MOST_SESSION_PAGES = 2;

const DAY_MS = 86_400_000;
const RETENTION_MS = 90 * DAY_MS;

// "CloudTrail typically delivers events within an average of about 5 minutes"; not guaranteed.
const DELIVERY_MS = 15 * 60_000;

interface Swept {
  readonly records: readonly TrailRecord[];
  readonly gaps: readonly string[];
  readonly failed: boolean;
  readonly requests: number;
}

/**
 * Reads the event history of an account and region by `LookupEvents`. One attribute a call is all that it takes, and
 * a name that is looked up and not found looks like a name that nobody touched: so it sweeps all writes by time, and
 * what they name is matched afterwards.
 */
export class LookupEventsReader implements AuditSourceReader, SessionFinder {
  readonly #clientFor: (account: string, region: string) => LookupClient;
  readonly #clock: Clock;
  readonly #paced = new Map<string, PacedLookup>();
  readonly #sessions = new Map<string, Promise<AuditAnswer>>();

  constructor(clientFor: (account: string, region: string) => LookupClient, clock: Clock) {
    this.#clientFor = clientFor;
    this.#clock = clock;
  }

  /** The coverage ends where events may still be on their way, and starts where the history does. */
  async read(query: AuditQuery): Promise<AuditAnswer> {
    const now = this.#clock.now().getTime();
    const limits: string[] = [];
    let from = parseEventTime(query.from) ?? now - RETENTION_MS;
    let to = parseEventTime(query.to) ?? now;
    const oldest = now - RETENTION_MS;
    if (from < oldest) {
      limits.push(`events before ${formatEventTime(oldest)} are older than the 90 days that CloudTrail keeps`);
      from = oldest;
    }
    const swept = await this.#sweep(query, { AttributeKey: "ReadOnly", AttributeValue: "false" }, from, to, MOST_PAGES);
    const delivered = now - DELIVERY_MS;
    if (to > delivered) {
      limits.push(`events after ${formatEventTime(delivered)} may not have been delivered yet`);
      to = Math.max(delivered, from);
    }
    return answer(query, from, Math.max(from, to), swept, limits);
  }

  /** The call that created a session, by the access key that it handed out. Asked once for each key. */
  findSession(query: SessionQuery): Promise<AuditAnswer> {
    const key = JSON.stringify([query.account, query.region, query.accessKeyId]);
    const known = this.#sessions.get(key);
    if (known !== undefined) return known.then((answer) => ({ ...answer, requests: 0 }));
    const found = this.#lookUpSession(query);
    this.#sessions.set(key, found);
    return found;
  }

  async #lookUpSession(query: SessionQuery): Promise<AuditAnswer> {
    const now = this.#clock.now().getTime();
    const from = parseEventTime(query.from) ?? now - DAY_MS;
    const to = parseEventTime(query.to) ?? now;
    const swept = await this.#sweep(query, { AttributeKey: "ResourceName", AttributeValue: query.accessKeyId }, from, to, MOST_SESSION_PAGES);
    return answer(query, from, to, swept, []);
  }

  async #sweep(place: { account: string; region: string }, attribute: LookupAttribute, from: number, to: number, mostPages: number): Promise<Swept> {
    const records = new Map<string, TrailRecord>();
    const gaps: string[] = [];
    const location = `LookupEvents ${place.account} ${place.region}`;
    let malformed = 0;
    let requests = 0;
    let failed = false;
    try {
      const lookup = this.#lookup(place.account, place.region);
      const tokens = new Set<string>();
      let token: string | undefined;
      for (let page = 0; ; page++) {
        if (page === mostPages) throw new SweepStopped(`only the newest ${records.size} events were read (${mostPages} pages)`);
        const input = {
          LookupAttributes: [attribute],
          StartTime: new Date(from),
          EndTime: new Date(to),
          MaxResults: PAGE,
          ...(token === undefined ? {} : { NextToken: token }),
        };
        const answer = await lookup.send(input, () => requests++);
        for (const event of answer.Events ?? []) {
          const record = event.CloudTrailEvent === undefined ? undefined : parseRecord(event.CloudTrailEvent, { source: "lookup-events", location });
          if (record === undefined) malformed++;
          else if (!records.has(record.record.eventID)) records.set(record.record.eventID, record);
        }
        token = answer.NextToken;
        if (token === undefined || token === "") break;
        if (tokens.has(token)) throw new SweepStopped("LookupEvents repeated a page, so reading stopped there");
        tokens.add(token);
      }
    } catch (error) {
      failed = true;
      gaps.push(error instanceof SweepStopped ? error.message : describeFailure(error));
    }
    if (malformed > 0) gaps.push(`${malformed} ${malformed === 1 ? "event" : "events"} could not be parsed`);
    return { records: [...records.values()], gaps, failed: failed || malformed > 0, requests };
  }

  #lookup(account: string, region: string): PacedLookup {
    const key = `${account} ${region}`;
    const known = this.#paced.get(key);
    if (known !== undefined) return known;
    const paced = new PacedLookup(this.#clientFor(account, region), this.#clock);
    this.#paced.set(key, paced);
    return paced;
  }
}

class SweepStopped extends Error {}

function answer(place: { account: string; region: string }, from: number, to: number, swept: Swept, limits: readonly string[]): AuditAnswer {
  return {
    records: swept.records,
    requests: swept.requests,
    coverage: {
      source: "lookup-events",
      account: place.account,
      region: place.region,
      from: formatEventTime(from),
      to: formatEventTime(to),
      events: swept.records.length,
      complete: !swept.failed,
      gaps: [...swept.gaps, ...limits],
    },
  };
}

function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return `LookupEvents failed: ${String(error)}`;
  return `LookupEvents failed: ${error.name}: ${error.message}`;
}
