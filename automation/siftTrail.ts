import type { ScanReport } from "../policypack/model";
import { createsSession } from "./attribute";
import { namesIn } from "./attribute/namedResources";
import { parseEventTime } from "./audit/eventTime";
import { mentionsAny } from "./audit/mentions";
import { skim, type Skimmed } from "./audit/skim";
import type { TrailRecord } from "./audit/trailRecord";

/** What a trail held of one account and region. */
export interface Place {
  events: number;
  /** Milliseconds since the epoch. */
  from: number;
}

export interface Sifted {
  readonly records: readonly TrailRecord[];
  /** By account and region: how many records there were, and from when. */
  readonly places: ReadonlyMap<string, Place>;
  /** The last event of the whole trail, milliseconds since the epoch. */
  readonly end: number;
}

/** Tells the calls that open a session before they are parsed; `createsSession` decides. */
const MAY_CREATE_SESSION = /"eventName"\s*:\s*"(AssumeRo|GetFederationToken)/;

/** Keeps of a trail what can explain a report's changes, and counts all of it. */
export class TrailSieve {
  readonly #identities: ReadonlySet<string>;
  readonly #mentions: (text: string) => boolean;
  readonly #places = new Map<string, Place>();
  #end = -Infinity;

  constructor(report: ScanReport) {
    this.#identities = new Set(report.stacks.flatMap((stack) => stack.drifts.flatMap((drift) => drift.resource.identities)));
    this.#mentions = mentionsAny(this.#identities);
  }

  /** Must this record be parsed? Most of a trail is of other resources. */
  readonly isWanted = (text: () => string): boolean => {
    const json = text();
    if (this.#mentions(json) || MAY_CREATE_SESSION.test(json)) return true;
    const skimmed = skim(json);
    if (skimmed !== undefined) this.#count(skimmed);
    return skimmed === undefined;
  };

  async sift(records: AsyncIterable<TrailRecord>): Promise<Sifted> {
    const kept: TrailRecord[] = [];
    for await (const trail of records) {
      const { eventTime, recipientAccountId: account = "", awsRegion: region = "" } = trail.record;
      const time = parseEventTime(eventTime);
      if (time === undefined) continue;
      this.#count({ time, account, region });
      if (createsSession(trail.record) || this.#isNamed(trail)) kept.push(trail);
    }
    return { records: kept, places: this.#places, end: this.#end };
  }

  #isNamed({ record }: TrailRecord): boolean {
    for (const name of namesIn(record)) if (this.#identities.has(name)) return true;
    return false;
  }

  #count({ time, account, region }: Skimmed): void {
    this.#end = Math.max(this.#end, time);
    const place = this.#places.get(placeKey(account, region));
    if (place === undefined) this.#places.set(placeKey(account, region), { events: 1, from: time });
    else {
      place.events++;
      place.from = Math.min(place.from, time);
    }
  }
}

export function placeKey(account: string, region: string): string {
  return `${account} ${region}`;
}
