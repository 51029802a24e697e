import { lookupAttributesOf, lookupFactsOf, type LookupAttribute, type LookupFacts } from "../lookup/facts";
import type { CloudTrailRecord } from "./record";

/** A record with what a lookup asks of it, worked out once. */
export interface StoredRecord extends LookupFacts {
  readonly record: CloudTrailRecord;
  /** `eventTime` in epoch seconds. */
  readonly at: number;
  /** How many records came before it, of all accounts and regions. */
  readonly arrival: number;
  /** From when on lookups see it, in epoch milliseconds. */
  readonly visibleAt: number;
}

/** A place in the order of a region's records. */
export type Position = Pick<StoredRecord, "at" | "arrival">;

export interface TrailStore {
  /** @param visibleAt epoch milliseconds; by default the event's time and the store's delay */
  add(record: CloudTrailRecord, visibleAt?: number): void;
  readonly size: () => number;
  /** In order of arrival, without the first so many. */
  from(arrival: number): readonly CloudTrailRecord[];
  ofRegion(accountId: string, region: string, attribute?: LookupAttribute): RegionTrail;
}

/** What one account has of one region, perhaps only what has one attribute. */
export interface RegionTrail {
  /** By time, then by arrival. */
  readonly ordered: readonly StoredRecord[];
  /** How many records have arrived so far, of all accounts and regions. */
  readonly arrived: number;
}

/**
 * Holds a trail in order of arrival and, for lookups, by account, region and time.
 * `delayMs` is asked for each record: unlike delays make events visible out of order.
 */
export function newTrailStore(delayMs: () => number = () => 0): TrailStore {
  const all: CloudTrailRecord[] = [];
  const regions = new Map<string, Region>();
  return {
    add: (record, visibleAt) => {
      const at = Date.parse(record.eventTime);
      const facts = lookupFactsOf(record);
      const stored = { record, at: at / 1000, arrival: all.length, visibleAt: visibleAt ?? at + delayMs(), ...facts };
      // By attribute as well: going through 100,000 records takes too long for one page.
      const keys = [undefined, ...lookupAttributesOf(record, facts)].map((attribute) => placeOf(record.recipientAccountId, record.awsRegion, attribute));
      for (const key of new Set(keys)) {
        const region = regions.get(key) ?? { ordered: [], fresh: [] };
        regions.set(key, region);
        region.fresh.push(stored);
      }
      all.push(record);
    },
    size: () => all.length,
    from: (arrival) => all.slice(arrival),
    ofRegion: (accountId, name, attribute) => {
      const region = regions.get(placeOf(accountId, name, attribute));
      if (region) putInOrder(region);
      return { ordered: region?.ordered ?? [], arrived: all.length };
    },
  };
}

/** What arrived since the last look waits in `fresh`: a flood of records is sorted once, not one by one. */
interface Region {
  readonly ordered: StoredRecord[];
  fresh: StoredRecord[];
}

function placeOf(...[accountId, region, attribute]: Parameters<TrailStore["ofRegion"]>): string {
  return attribute === undefined ? `${accountId}/${region}` : `${accountId}/${region}/${attribute.join("=")}`;
}

/** Only the end that the fresh records reach into is sorted anew; most often that is nothing. */
function putInOrder(region: Region): void {
  const { ordered, fresh } = region;
  const [first, ...others] = fresh;
  if (!first) return;
  const earliest = others.reduce<Position>((least, one) => (compare(one, least) < 0 ? one : least), first);
  const end = [...ordered.splice(firstNotBefore(ordered, earliest)), ...fresh].sort(compare);
  for (const stored of end) ordered.push(stored);
  region.fresh = [];
}

function compare(a: Position, b: Position): number {
  return a.at - b.at || a.arrival - b.arrival;
}

/** How many of the ordered records come before a position. */
export function firstNotBefore(ordered: readonly StoredRecord[], position: Position): number {
  let low = 0;
  let high = ordered.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const held = ordered[middle];
    if (held && compare(held, position) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
