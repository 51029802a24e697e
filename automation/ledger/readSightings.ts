import type { Attributed, FoundChange, OpenDrift, OpenDriftEntry } from "../../policypack/model";
import type { LedgerStore } from "./ledgerStore";
import { readLastOpenDrift } from "./writeOpenDrift";

type Seen = Pick<FoundChange, "fingerprint" | "valueDigest">;

/** What the last scan saw of a stack, from its open-drift file. */
export interface Sightings {
  readonly openDrift?: OpenDrift;
  /** When a change was seen with the same value, ISO 8601; undefined where it is new or has another value. */
  readonly seenBefore: (change: Seen) => string | undefined;
  /** Whom the same change with the same value was given to. */
  readonly blamedBefore: (change: Seen) => Attributed | undefined;
}

export async function readSightings(store: LedgerStore, stack: string): Promise<Sightings> {
  const openDrift = await readLast(store, stack);
  if (openDrift === undefined) return { seenBefore: () => undefined, blamedBefore: () => undefined };
  const { entries, adoptions, generatedAt } = openDrift;
  const seen = new Map([...adoptions, ...entries].map((entry) => [keyOf(entry), entry]));
  return {
    openDrift,
    seenBefore: (change) => (seen.has(keyOf(change)) ? generatedAt : undefined),
    blamedBefore: (change) => {
      const { actor, event, confidence = "possible" } = seen.get(keyOf(change)) ?? {};
      return actor && event && { confidence, actor, event, related: [], why: [`${event.operation} was found by an earlier scan, as that of ${generatedAt} has it`] };
    },
  };
}

/** A file that cannot be read is told when it is to be written again (`recordOpenDrift`); here it only tells nothing. */
async function readLast(store: LedgerStore, stack: string): Promise<OpenDrift | undefined> {
  try {
    const read = await readLastOpenDrift(store, stack);
    return read.outcome === "read" ? read.openDrift : undefined;
  } catch {
    return undefined;
  }
}

function keyOf({ fingerprint, valueDigest }: Pick<OpenDriftEntry, "fingerprint" | "valueDigest">): string {
  return `${fingerprint} ${valueDigest}`;
}
