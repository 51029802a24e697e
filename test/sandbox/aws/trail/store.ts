import { lookupValuesOf, type LookupAttribute, type LookupKey } from "../lookup/facts";
import type { CloudTrailRecord } from "./record";

export interface StoredRecord {
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
      const key = placeOf(record.recipientAccountId, record.awsRegion);
      const region: Region = regions.get(key) ?? { all: newSequence(), by: new Map() };
      regions.set(key, region);
      addToRegion(region, { record, at: at / 1000, arrival: all.length, visibleAt: visibleAt ?? at + delayMs() });
      all.push(record);
    },
    from: (arrival) => all.slice(arrival),
    ofRegion: (accountId, name, attribute) => {
      const region = regions.get(placeOf(accountId, name));
      const found = region && (attribute ? indexOf(region, attribute[0]).get(attribute[1]) : region.all);
      return { ordered: found ? inOrder(found) : [], arrived: all.length };
    },
  };
}

function placeOf(accountId: string, region: string): string {
  return `${accountId}/${region}`;
}

interface Region {
  readonly all: Sequence;
  /** By the value of an attribute. Going through 100,000 records would take too long for one page. */
  readonly by: Map<LookupKey, Index>;
}

type Index = Map<string, Sequence>;

/** An index is kept from when a lookup first asks for its attribute. */
function indexOf(region: Region, key: LookupKey): Index {
  const known = region.by.get(key);
  if (known) return known;
  const index: Index = new Map();
  for (const stored of inOrder(region.all)) addToIndex(index, key, stored);
  region.by.set(key, index);
  return index;
}

function addToRegion(region: Region, stored: StoredRecord): void {
  region.all.fresh.push(stored);
  for (const [key, index] of region.by) addToIndex(index, key, stored);
}

function addToIndex(index: Index, key: LookupKey, stored: StoredRecord): void {
  for (const value of new Set(lookupValuesOf(stored.record, key))) {
    const sequence = index.get(value) ?? newSequence();
    index.set(value, sequence);
    sequence.fresh.push(stored);
  }
}

/** What arrived since the last look waits in `fresh`: a flood of records is sorted once, not one by one. */
interface Sequence {
  readonly ordered: StoredRecord[];
  fresh: StoredRecord[];
}

function newSequence(): Sequence {
  return { ordered: [], fresh: [] };
}

/** Only the end that the fresh records reach into is sorted anew; most often that is nothing. */
function inOrder(sequence: Sequence): readonly StoredRecord[] {
  const { ordered, fresh } = sequence;
  const [first] = fresh;
  if (!first) return ordered;
  const earliest = fresh.reduce<Position>((least, one) => (compare(one, least) < 0 ? one : least), first);
  const end = [...ordered.splice(firstNotBefore(ordered, earliest)), ...fresh].sort(compare);
  for (const stored of end) ordered.push(stored);
  sequence.fresh = [];
  return ordered;
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
