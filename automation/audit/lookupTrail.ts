import type { AuditCoverage } from "../../policypack/model";
import type { AnswerStore } from "./answerStore";
import { formatEventTime, parseEventTime } from "./eventTime";
import type { Reading } from "./history";
import { Listing } from "./listing";
import { PacedLookup, type Clock, type LookupClient } from "./pacedLookup";
import { gatherPlaces, type Whereabouts } from "./place";
import { PlaceHistory } from "./placeHistory";
import { followSessions } from "./sessions";
import type { LookupAnswer, Trail, TrailAnswer } from "./trail";
import type { TrailRecord } from "./trailRecord";

const DAY_MS = 86_400_000;
const RETENTION_MS = 90 * DAY_MS;

// "CloudTrail typically delivers events within an average of about 5 minutes"; not guaranteed.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/how-cloudtrail-works.html
const DELIVERY_MS = 15 * 60_000;

/** The account of the credentials, and the region that they are set to. */
export type Home = { readonly account: string; readonly region: string } | { readonly problem: string };

/** How one account's event history is read. */
export interface Reader {
  /** Asked again where its credentials have expired. */
  readonly clientFor: (region: string) => LookupClient | Promise<LookupClient>;
  readonly stsRequests: () => number;
}

export interface LookupTrailOptions {
  /** Asked once, when first needed. */
  readonly findHome: () => Promise<Home>;
  /** Of the account itself, or of another through its audit role: asked once for each; undefined where it has none. */
  readonly readerOf: (account: string, home: Extract<Home, { readonly account: string }>) => Reader | undefined;
  readonly clock: Clock;
  /** Ends what is being read: what has been is the answer, and the rest a gap. */
  readonly signal?: AbortSignal | undefined;
  /** Answers of earlier scans. */
  readonly answers?: AnswerStore | undefined;
}

/**
 * CloudTrail's event history by `LookupEvents`, of each account in each region. What was read for one stack serves
 * every other that asks.
 */
export class LookupTrail implements Trail {
  readonly #options: LookupTrailOptions;
  readonly #readers = new Map<string, Reader | undefined>();
  readonly #places = new Map<string, PlaceHistory>();
  /** That changes were looked for in. */
  readonly #regions = new Set<string>();
  readonly #listing = new Listing();
  #home: Promise<Home> | undefined;
  #end: number | undefined;

  constructor(options: LookupTrailOptions) {
    this.#options = options;
  }

  async lookUp(resources: readonly Whereabouts[], from: string): Promise<LookupAnswer> {
    const home = await this.#findHome();
    const parts = await Promise.all(
      gatherPlaces(resources, "problem" in home ? UNKNOWN_HOME : home).map(async ({ account, region, resources: here }) => {
        const wanted = Math.min(...here.map(({ since = from }) => parseEventTime(since) ?? this.#oldest));
        const since = Math.max(wanted, this.#oldest);
        const place = this.#place(account, region, home);
        this.#regions.add(region);
        const { records, reached, gaps, ended } = "problem" in place ? this.#notRead(place.problem) : await place.lookUp(here, since);
        // Where all was read that there is, the beginning of what was read says as much.
        const retention = gaps.length > 0 && wanted < since ? [`events before ${formatEventTime(since)} are older than the 90 days that CloudTrail keeps`] : [];
        return { records, ended, coverage: this.#coverage({ account, region }, { records, reached, gaps: [...gaps, ...retention] }, since) };
      }),
    );
    return { records: parts.flatMap((part) => part.records), coverage: parts.map((part) => part.coverage), ended: parts.every((part) => part.ended) };
  }

  async follow(records: readonly TrailRecord[]): Promise<TrailAnswer> {
    const home = await this.#findHome();
    if ("problem" in home) return { records: [], coverage: [] };
    const followed = await followSessions(
      async ({ account, region, accessKeyId, from, to }) => {
        // There is nothing else that LookupEvents could be asked for.
        if (accessKeyId === undefined) return { records: [], gaps: [] };
        const span = { from: parseEventTime(from) ?? this.#oldest, to: parseEventTime(to) ?? this.#until };
        const place = this.#place(account, region, home);
        return "problem" in place ? this.#notRead(place.problem) : place.session(accessKeyId, span);
      },
      records,
      home,
      [...this.#regions],
    );
    const until = this.#until;
    const gaps = followed.gaps.map((gap) => `sessions: ${gap}`);
    const coverage = this.#coverage(home, { records: followed.records, reached: until, gaps }, until);
    return { records: followed.records, coverage: gaps.length === 0 ? [] : [coverage] };
  }

  usage(): { readonly lookupRequests: number; readonly stsRequests: number } {
    const lookupRequests = [...this.#places.values()].reduce((sum, place) => sum + place.requests, 0);
    const assumed = [...this.#readers.values()].reduce((sum, reader) => sum + (reader?.stsRequests() ?? 0), 0);
    return { lookupRequests, stsRequests: (this.#home === undefined ? 0 : 1) + assumed };
  }

  /** The first question ends the time that is looked at, so that one reading answers all. */
  get #until(): number {
    return (this.#end ??= this.#options.clock.now().getTime());
  }

  get #oldest(): number {
    return this.#until - RETENTION_MS;
  }

  #coverage({ account, region }: { readonly account: string; readonly region: string }, { records, reached, gaps }: Omit<Reading, "ended">, since: number): AuditCoverage {
    const until = this.#until;
    const from = Math.min(Math.max(reached, since), until);
    return {
      source: "lookup-events",
      account,
      region,
      from: formatEventTime(from),
      // Later events may still be on their way.
      to: formatEventTime(Math.max(from, until - DELIVERY_MS)),
      events: records.length,
      complete: gaps.length === 0,
      gaps,
    };
  }

  #notRead(problem: string): Reading {
    return { records: [], reached: this.#until, gaps: [problem], ended: true };
  }

  #place(account: string, region: string, home: Home): PlaceHistory | { readonly problem: string } {
    if ("problem" in home) return home;
    const reader = remember(this.#readers, account, () => this.#options.readerOf(account, home));
    if (reader === undefined) {
      return { problem: `the credentials are those of account ${home.account}, and no audit role is configured for this one: add auditRole: … to its accounts entry in whodrift.yaml` };
    }
    return remember(this.#places, `${account} ${region}`, () => {
      const lookup = new PacedLookup(() => reader.clientFor(region), this.#options.clock, this.#options.signal);
      const location = account === home.account ? `LookupEvents ${region}` : `LookupEvents ${account} ${region}`;
      return new PlaceHistory(lookup, { from: this.#oldest, to: this.#until }, location, this.#listing, this.#options.answers?.of(account, region));
    });
  }

  #findHome(): Promise<Home> {
    this.#home ??= this.#options.findHome();
    return this.#home;
  }
}

/** Stands in reports where neither the resource nor the credentials tell. */
const UNKNOWN_HOME = { account: "unknown", region: "unknown" };

function remember<Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
