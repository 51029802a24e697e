import type { LookupAttribute } from "@aws-sdk/client-cloudtrail";
import type { AuditCoverage } from "../../policypack/model";
import { formatEventTime, parseEventTime } from "./eventTime";
import { History, type Reading } from "./history";
import { PacedLookup, type Clock, type LookupClient } from "./pacedLookup";
import { gatherPlaces, type Place, type Whereabouts } from "./place";
import { followSessions } from "./sessions";
import type { SweepAnswer, Trail, TrailAnswer } from "./trail";
import type { TrailRecord } from "./trailRecord";

// 2,000 writes, ten seconds: what a quiet account does in a month. Beyond it, names are cheaper than time.
const MOST_SWEPT_PAGES = 40;

// A name's own history is short; one with more than 100 writes is not explained by reading further.
const MOST_NAME_PAGES = 2;

const DAY_MS = 86_400_000;
const RETENTION_MS = 90 * DAY_MS;

// "CloudTrail typically delivers events within an average of about 5 minutes"; not guaranteed.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/how-cloudtrail-works.html
const DELIVERY_MS = 15 * 60_000;

/** Whose history the credentials read, and the region that they are set to. */
export type Home = { readonly account: string; readonly region: string } | { readonly problem: string };

export interface LookupTrailOptions {
  readonly clientFor: (region: string) => LookupClient | Promise<LookupClient>;
  /** Asked once, when first needed. */
  readonly findHome: () => Promise<Home>;
  readonly clock: Clock;
}

/**
 * CloudTrail's event history by `LookupEvents`, for one account. One sweep of a region's writes serves every stack
 * that asks, and goes back only as far as somebody needs; names are looked up where a sweep does not reach.
 */
export class LookupTrail implements Trail {
  readonly #options: LookupTrailOptions;
  readonly #paced = new Map<string, PacedLookup>();
  readonly #histories = new Map<string, History>();
  #home: Promise<Home> | undefined;
  #end: number | undefined;

  constructor(options: LookupTrailOptions) {
    this.#options = options;
  }

  /** The first question ends the time that is looked at, so that one sweep answers all. */
  get #until(): number {
    return (this.#end ??= this.#options.clock.now().getTime());
  }

  get #oldest(): number {
    return this.#until - RETENTION_MS;
  }

  sweep(resources: readonly Whereabouts[], from: string, pages: number): Promise<SweepAnswer> {
    return this.#readPlaces(resources, from, ({ region }, since) => this.#writes(region).readBackTo(since, pages));
  }

  lookUp(resources: readonly Whereabouts[], from: string): Promise<TrailAnswer> {
    return this.#readPlaces(resources, from, async ({ region, names }, since) => {
      // What the sweep has is kept: it reads no further than it did.
      const writes = await this.#writes(region).readBackTo(this.#until);
      if (writes.reached <= since) return writes;
      const named = await Promise.all(
        names.map((name) => this.#history(region, { AttributeKey: "ResourceName", AttributeValue: name }, MOST_NAME_PAGES).readBackTo(since)),
      );
      const unnamed = `before ${formatEventTime(writes.reached)} only events that CloudTrail lists under a name of the resource were read`;
      return {
        records: [writes, ...named].flatMap((reading) => reading.records),
        reached: Math.max(...named.map((reading) => reading.reached)),
        gaps: [...new Set([unnamed, ...[writes, ...named].flatMap((reading) => reading.gaps)])],
        ended: true,
      };
    });
  }

  async follow(records: readonly TrailRecord[]): Promise<TrailAnswer> {
    const home = await this.#findHome();
    if ("problem" in home) return { records: [], coverage: [] };
    const followed = await followSessions(
      ({ region, accessKeyId, from, to }) => {
        const span = { from: parseEventTime(from) ?? this.#oldest, to: parseEventTime(to) ?? this.#until };
        return this.#history(region, { AttributeKey: "ResourceName", AttributeValue: accessKeyId }, MOST_NAME_PAGES, span).readBackTo(span.from);
      },
      records,
      home.region,
    );
    const until = this.#until;
    const gaps = followed.gaps.map((gap) => `sessions: ${gap}`);
    const coverage = this.#coverage(home, { records: followed.records, reached: until, gaps }, until);
    return { records: followed.records, coverage: gaps.length === 0 ? [] : [coverage] };
  }

  usage(): { readonly lookupRequests: number; readonly stsRequests: number } {
    const lookupRequests = [...this.#histories.values()].reduce((sum, history) => sum + history.requests, 0);
    return { lookupRequests, stsRequests: this.#home === undefined ? 0 : 1 };
  }

  async #readPlaces(resources: readonly Whereabouts[], from: string, read: (place: Place, since: number) => Promise<Reading>): Promise<SweepAnswer> {
    const home = await this.#findHome();
    const wanted = parseEventTime(from) ?? this.#oldest;
    const since = Math.max(wanted, this.#oldest);
    const parts = await Promise.all(
      gatherPlaces(resources, "problem" in home ? UNKNOWN_HOME : home).map(async (place) => {
        const { records, reached, gaps, ended } = "problem" in home || place.account !== home.account ? this.#notRead(home) : await read(place, since);
        const retention = wanted < since ? [`events before ${formatEventTime(since)} are older than the 90 days that CloudTrail keeps`] : [];
        return { records, ended, coverage: this.#coverage(place, { records, reached, gaps: [...gaps, ...retention] }, since) };
      }),
    );
    return { records: parts.flatMap((part) => part.records), coverage: parts.map((part) => part.coverage), ended: parts.every((part) => part.ended) };
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

  #notRead(home: Home): Reading {
    const reason = "problem" in home ? home.problem : `the credentials are those of account ${home.account}: this account's trail was not read`;
    return { records: [], reached: this.#until, gaps: [reason], ended: true };
  }

  #writes(region: string): History {
    return this.#history(region, { AttributeKey: "ReadOnly", AttributeValue: "false" }, MOST_SWEPT_PAGES);
  }

  #history(region: string, attribute: LookupAttribute, mostPages: number, span = { from: this.#oldest, to: this.#until }): History {
    return remember(this.#histories, JSON.stringify([region, attribute]), () => {
      const lookup = remember(this.#paced, region, () => new PacedLookup(() => this.#options.clientFor(region), this.#options.clock));
      return new History(lookup, { attribute, ...span, location: `LookupEvents ${region}`, mostPages });
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
