import pLimit from "p-limit";
import type { AuditCoverage } from "../../policypack/model";
import { DeliveredDay, type DayOutcome, type Matters } from "./deliveredDay";
import { formatEventTime, parseEventTime } from "./eventTime";
import type { Home } from "./lookupTrail";
import { gatherPlaces, type Place, type Whereabouts } from "./place";
import { created } from "./openedSession";
import { followSessions, type FoundSession, type SessionQuery } from "./sessions";
import type { LookupAnswer, Trail, TrailAnswer } from "./trail";
import type { TrailFolder } from "./trailFolder";
import { dayOf, daysBack, formatDay } from "./trailLayout";
import type { TrailRecord } from "./trailRecord";

// A download waits for the network, and what it brings for the one thread that reads it: more only take memory.
const FILES_AT_ONCE = 8;

// "CloudTrail typically delivers events within an average of about 5 minutes"; not guaranteed.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/how-cloudtrail-works.html
const DELIVERY_MS = 15 * 60_000;
// A session's own call is looked for no longer than this after it was made: later deliveries are breakdowns of AWS.
const LATE_DELIVERY_MS = 2 * 3_600_000;

const DAY_MS = 86_400_000;

export interface FileTrailOptions {
  readonly folder: TrailFolder;
  readonly matters: Matters;
  /** For resources whose account or region nobody knows. */
  readonly findHome: () => Promise<Home>;
  readonly now: () => Date;
}

/**
 * A trail's files, for every account and region that they are of. The newest day is read first, then further back as
 * long as somebody asks; of each file only the calls are kept that change a resource in question.
 */
export class FileTrail implements Trail {
  readonly #options: FileTrailOptions;
  readonly #turn = pLimit(FILES_AT_ONCE);
  readonly #days = new Map<string, DeliveredDay>();
  readonly #steps = new Map<string, number>();
  /** That changes were looked for in. */
  readonly #regions = new Set<string>();
  readonly #sessions = new Map<string, Promise<FoundSession>>();
  #home: Promise<Home> | undefined;
  #end: number | undefined;

  constructor(options: FileTrailOptions) {
    this.#options = options;
  }

  /** The first question ends the time that is looked at, so that one reading answers all. */
  get #until(): number {
    return (this.#end ??= this.#options.now().getTime());
  }

  /** A step is a day of deliveries, then twice as many, for each of the resources. */
  async lookUp(resources: readonly Whereabouts[], from: string): Promise<LookupAnswer> {
    const first = await this.#options.folder.firstDelivery(this.#until);
    const wanted = { since: parseEventTime(from) ?? first, first };
    const places = gatherPlaces(resources, await this.#homeFor(resources));
    for (const { region } of places) this.#regions.add(region);
    const parts = await Promise.all(places.map((place) => this.#readPlace(place, wanted, this.#daysFor(place))));
    return { records: parts.flatMap((part) => part.records), coverage: parts.map((part) => part.coverage), ended: parts.every((part) => part.ended) };
  }

  /** As many as the resource that was asked for most often has come to. */
  #daysFor({ account, region, resources }: Place): number {
    const steps = resources.map(({ names }) => {
      const key = JSON.stringify([account, region, names]);
      const step = this.#steps.get(key) ?? 0;
      this.#steps.set(key, step + 1);
      return step;
    });
    return 2 ** Math.max(0, ...steps);
  }

  async follow(records: readonly TrailRecord[]): Promise<TrailAnswer> {
    const accounts = [...new Set(records.flatMap(({ record }) => [record.userIdentity.accountId, record.recipientAccountId]))].filter((account) => account !== undefined);
    const home = await this.#homeFor([]);
    const found = await followSessions((query) => this.#findSession(accounts, query), records, home, [...this.#regions]);
    const gaps = found.gaps.map((gap) => `sessions: ${gap}`);
    const part = { ...home, from: formatEventTime(this.#until), to: formatEventTime(this.#until), events: found.records.length, complete: false, gaps };
    return { records: found.records, coverage: gaps.length === 0 ? [] : [{ source: "trail-files", ...part }] };
  }

  usage(): { readonly lookupRequests: number; readonly stsRequests: number; readonly s3Requests: number } {
    return { lookupRequests: 0, stsRequests: this.#home === undefined ? 0 : 1, s3Requests: this.#options.folder.requests() };
  }

  async #readPlace(place: Place, { since, first }: { readonly since: number; readonly first: number }, pages: number): Promise<Omit<LookupAnswer, "coverage"> & { readonly coverage: AuditCoverage }> {
    const days = daysBack(Math.max(since, first), this.#until);
    const read = days.slice(0, pages);
    const outcomes = await Promise.all(read.map(async (day) => ({ day, ...(await this.#day(place, Math.max(day, since)).read(place.resources.flatMap(({ names }) => names))) })));
    const isDated = outcomes.every(({ undated }) => undated === undefined);
    const reached = Math.max(since, read.at(-1) ?? since, isDated ? first : since);
    const limits = since < first && reached === first ? [`${this.#options.folder.name} is read from ${formatEventTime(first)} on`] : [];
    const records = outcomes.flatMap((outcome) => outcome.records).filter(({ record }) => (parseEventTime(record.eventTime) ?? since) >= since);
    const gaps = fewer([...new Set([...outcomes.flatMap((outcome) => outcome.gaps), ...this.#missingDays(place, outcomes), ...limits])]);
    return { records, coverage: this.#coverage(place, reached, records.length, gaps, outcomes), ended: read.length === days.length };
  }

  #day(place: Place, since: number): DeliveredDay {
    const { folder, matters } = this.#options;
    const key = `${place.account} ${place.region} ${since}`;
    const day = this.#days.get(key) ?? new DeliveredDay(() => folder.list(place, since, dayOf(since) === dayOf(this.#until)), this.#turn, matters);
    this.#days.set(key, day);
    return day;
  }

  /** A place that is scanned has events every day: a day without files was not recorded, or its files are gone. */
  #missingDays(place: Place, outcomes: readonly (DayOutcome & { readonly day: number })[]): readonly string[] {
    if (outcomes.some(({ undated, gaps }) => undated !== undefined || gaps.length > 0)) return [];
    const missing = outcomes.filter(({ day, files }) => files === 0 && day + DAY_MS + DELIVERY_MS <= this.#until).map(({ day }) => day);
    const [newest, oldest] = [missing[0], missing.at(-1)];
    if (newest === undefined || oldest === undefined) return [];
    const when = newest === oldest ? formatDay(newest) : `${missing.length} days between ${formatDay(oldest)} and ${formatDay(newest)}`;
    return [`${this.#options.folder.name} has no files of ${place.account} in ${place.region} for ${when}`];
  }

  #coverage(place: Place, reached: number, events: number, gaps: readonly string[], outcomes: readonly DayOutcome[]): AuditCoverage {
    const undated = outcomes.flatMap((outcome) => (outcome.undated === undefined ? [] : [outcome.undated]));
    const newest = Math.max(...outcomes.map((outcome) => outcome.newest ?? -Infinity), ...undated.map(({ to }) => to));
    const delivered = this.#until - DELIVERY_MS;
    const from = Math.min(this.#until, undated.length === 0 ? reached : Math.max(reached, Math.min(...undated.map((span) => span.from))));
    const to = Math.max(from, this.#options.folder.isLive ? delivered : Math.min(delivered, newest));
    return {
      source: "trail-files",
      account: place.account,
      region: place.region,
      from: formatEventTime(from),
      to: formatEventTime(to),
      events,
      complete: gaps.length === 0,
      gaps,
    };
  }

  #findSession(accounts: readonly string[], query: SessionQuery): Promise<FoundSession> {
    const key = JSON.stringify([accounts, query]);
    const found = this.#sessions.get(key) ?? this.#searchSession(accounts, query);
    this.#sessions.set(key, found);
    return found;
  }

  async #searchSession(accounts: readonly string[], { region, identity, ...span }: SessionQuery): Promise<FoundSession> {
    const from = parseEventTime(span.from) ?? this.#until;
    const to = Math.min((parseEventTime(span.to) ?? this.#until) + LATE_DELIVERY_MS, this.#until);
    const gaps: string[] = [];
    for (const account of accounts) {
      const listings = await Promise.all(daysBack(from, to).map((day) => this.#options.folder.list({ account, region }, Math.max(day, from), dayOf(day) === dayOf(this.#until))));
      gaps.push(...listings.flatMap((listing) => listing.gaps));
      const files = listings.flatMap((listing) => listing.files).filter(({ delivered }) => (delivered ?? to) <= to);
      const calls = new DeliveredDay(() => Promise.resolve({ files, gaps: [] }), this.#turn, (record) => created(record, identity), "every call");
      const outcome = await calls.read([identity.accessKeyId, identity.principalId].filter((name) => name !== undefined));
      gaps.push(...outcome.gaps);
      if (outcome.records.length > 0) return { records: outcome.records, gaps: [] };
    }
    return { records: [], gaps };
  }

  /** Nobody is asked where everybody knows. */
  async #homeFor(resources: readonly Whereabouts[]): Promise<{ readonly account: string; readonly region: string }> {
    if (resources.every(({ account, region }) => account !== undefined && region !== undefined)) return UNKNOWN_HOME;
    const home = await (this.#home ??= this.#options.findHome());
    return "problem" in home ? UNKNOWN_HOME : home;
  }
}

// A report is read by people: thousands of files that are denied one by one are one story.
const MOST_GAPS = 20;

function fewer(gaps: readonly string[]): readonly string[] {
  return gaps.length <= MOST_GAPS ? gaps : [...gaps.slice(0, MOST_GAPS), `${gaps.length - MOST_GAPS} more of the like`];
}

const UNKNOWN_HOME = { account: "unknown", region: "us-east-1" };
