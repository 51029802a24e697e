import type { Event, LookupAttribute } from "@aws-sdk/client-cloudtrail";
import type { KeptAnswer, KeptEvent } from "./answerStore";
import { parseEventTime } from "./eventTime";
import type { PacedLookup } from "./pacedLookup";
import { parseRecord } from "./parseRecord";
import { Stopped } from "./stopped";
import type { TrailRecord } from "./trailRecord";

// The most that LookupEvents gives at once.
const PAGE = 50;

export interface HistoryRequest {
  readonly attribute: LookupAttribute;
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  /** For the records: where they were read. */
  readonly location: string;
  readonly mostPages: number;
  /** Told of every event, also of those that cannot be parsed. */
  readonly onEvent?: (event: Event) => void;
  /** What an earlier scan was answered, to be used instead of asking again. */
  readonly kept?: KeptAnswer | undefined;
  /** Until when answers may be kept, because nothing is added any more; absent: nobody keeps them. */
  readonly final?: number | undefined;
}

export interface Reading {
  readonly records: readonly TrailRecord[];
  /** Everything from here on has been read; milliseconds since the epoch. */
  readonly reached: number;
  /** What of it is missing. */
  readonly gaps: readonly string[];
  /** There is nothing more to be read: all was, or what is missing cannot be. */
  readonly ended: boolean;
}

/**
 * One reading of an account's and region's event history. LookupEvents answers newest first, so it can stop as
 * soon as it reaches back far enough, and go on from there when somebody needs more.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
export class History {
  readonly #lookup: PacedLookup;
  readonly #request: HistoryRequest;
  readonly #records = new Map<string, TrailRecord>();
  /** As they were answered; only where they may be kept. */
  readonly #events = new Map<string, KeptEvent>();
  readonly #tokens = new Set<string>();
  /** Not reached yet. */
  #kept: KeptAnswer | undefined;
  readonly #asked: number;
  /** Everything between this and `reached` has been read. */
  #newest: number;
  #told = 0;
  /** What is asked at present, page by page. */
  #span: { readonly from: number; readonly to: number };
  #token: string | undefined;
  #pages = 0;
  #requests = 0;
  #malformed = 0;
  #reached: number;
  #stopped: string | undefined;
  #turn: Promise<void> = Promise.resolve();

  constructor(lookup: PacedLookup, request: HistoryRequest) {
    this.#lookup = lookup;
    this.#request = request;
    this.#reached = request.to;
    this.#newest = request.to;
    const { kept, from, to, final } = request;
    this.#kept = kept !== undefined && kept.to > from && kept.to <= to ? kept : undefined;
    this.#span = { from: this.#kept?.to ?? from, to };
    this.#asked = this.#kept?.asked ?? final ?? to;
    this.skipTo(to);
  }

  /** Somebody else knows everything since then: what an earlier scan was answered is enough for the rest. */
  skipTo(since: number): void {
    if (this.#kept === undefined || this.#pages > 0 || since > this.#kept.to) return;
    this.#newest = this.#kept.to;
    this.#takeKept(this.#kept);
  }

  /** What to keep for the next scan; undefined where nothing was asked since the last time, or nothing of it is final. */
  whatToKeep(): KeptAnswer | undefined {
    const to = Math.min(this.#newest, this.#request.final ?? -Infinity);
    if (this.#told === this.#requests || this.#reached >= to) return undefined;
    this.#told = this.#requests;
    const isFinal = (id: string) => (parseEventTime(this.#records.get(id)?.record.eventTime ?? "") ?? to) <= to;
    return { from: this.#reached, to, asked: this.#asked, events: [...this.#events].flatMap(([id, event]) => (isFinal(id) ? [event] : [])) };
  }

  /** Requests sent, repeated ones too. */
  get requests(): number {
    return this.#requests;
  }

  /**
   * How many pages it takes to read everything since `from`, at the density of what has been read; zero where it has
   * been, Infinity where it cannot be.
   */
  pagesTo(from: number): number {
    const oldest = Math.max(from, this.#request.from);
    const missing = this.#reached - oldest;
    if (missing <= 0) return 0;
    if (this.#stopped !== undefined || this.#pages >= this.#request.mostPages) return Infinity;
    const read = this.#request.to - this.#reached;
    const free = this.#kept === undefined ? 0 : Math.max(0, this.#kept.to - Math.max(oldest, this.#kept.from));
    return read <= 0 ? 1 : Math.ceil((this.#pages * (missing - free)) / read);
  }

  get pages(): number {
    return this.#pages;
  }

  /** Everything from here on has been read; milliseconds since the epoch. */
  get reached(): number {
    return this.#reached;
  }

  /**
   * Reads on until everything since `from` has been read, or cannot be, or `pages` of the whole history have been;
   * callers take turns. Never throws.
   */
  async readBackTo(from: number, pages = Infinity): Promise<Reading> {
    const hasMore = () => this.#stopped === undefined && this.#reached > Math.max(from, this.#request.from);
    this.#turn = this.#turn.then(async () => {
      try {
        while (hasMore() && this.#pages < pages) await this.#readPage();
      } catch (error) {
        this.#stopped = describeFailure(error);
      }
    });
    await this.#turn;
    return { records: [...this.#records.values()], reached: this.#reached, gaps: this.#gaps(), ended: !hasMore() };
  }

  #gaps(): readonly string[] {
    return [
      ...(this.#stopped === undefined ? [] : [this.#stopped]),
      ...(this.#malformed === 0 ? [] : [`${this.#malformed} ${this.#malformed === 1 ? "event" : "events"} could not be parsed`]),
    ];
  }

  async #readPage(): Promise<void> {
    const { attribute, location, mostPages } = this.#request;
    if (this.#pages >= mostPages) {
      this.#stopped = `only the newest ${this.#records.size} events were read (${mostPages} pages)`;
      return;
    }
    this.#pages++;
    const { from, to } = this.#span;
    const input = { LookupAttributes: [attribute], StartTime: new Date(from), EndTime: new Date(to), MaxResults: PAGE };
    const answer = await this.#lookup.send(this.#token === undefined ? input : { ...input, NextToken: this.#token }, () => this.#requests++);
    const times = (answer.Events ?? []).flatMap((event) => this.#take(event, location));
    this.#token = answer.NextToken === "" ? undefined : answer.NextToken;
    if (this.#token === undefined) {
      this.#reached = from;
      if (this.#kept !== undefined) this.#takeKept(this.#kept);
    } else if (this.#tokens.has(this.#token)) this.#stopped = "LookupEvents repeated a page, so reading stopped there";
    else {
      this.#tokens.add(this.#token);
      // Others of the same second may be on the next page.
      this.#reached = Math.min(this.#reached, endOf(times) + 1_000);
    }
  }

  /** @returns when it happened, if it tells */
  #take(event: Event, location: string): readonly number[] {
    this.#request.onEvent?.(event);
    const record = event.CloudTrailEvent === undefined ? undefined : parseRecord(event.CloudTrailEvent, { source: "lookup-events", location });
    const id = record?.record.eventID ?? `malformed ${this.#malformed++}`;
    if (this.#request.final !== undefined) this.#events.set(id, event);
    if (record === undefined) return [];
    this.#records.set(id, record);
    const time = parseEventTime(record.record.eventTime);
    return time === undefined ? [] : [time];
  }

  /** For as many pages as it would have been. From there on it is another question. */
  #takeKept({ from, events }: KeptAnswer): void {
    for (const event of events) this.#take(event, this.#request.location);
    this.#pages += Math.max(1, Math.ceil(events.length / PAGE));
    this.#reached = from;
    this.#kept = undefined;
    this.#span = { from: this.#request.from, to: from };
  }
}

/** Where a page is not in order, one of its events that is older than the others proves nothing. */
function endOf(times: readonly number[]): number {
  const isOrdered = times.every((time, index) => time <= (times[index - 1] ?? Infinity));
  return (isOrdered ? times.at(-1) : Math.max(...times)) ?? Infinity;
}

function describeFailure(error: unknown): string {
  if (error instanceof Stopped) return error.message;
  return error instanceof Error ? `LookupEvents failed: ${error.name}: ${error.message}` : `LookupEvents failed: ${String(error)}`;
}
