import pLimit from "p-limit";
import type { LedgerEntry, Problem } from "../../policypack/model";
import { appendEntry, letOthersGo, sha256Of, type ChainEnd } from "./appendEntry";
import type { Ledger, Signer, StoredEntry } from "./ledger";
import type { LedgerStore } from "./ledgerStore";
import { listEntries, readEntries } from "./readEntries";
import { readStanding } from "./readStanding";

export interface LedgerOptions {
  readonly signer?: Signer | undefined;
  /** Between two tries to append, while others write. */
  readonly pause?: (tries: number) => Promise<void>;
}

export function openLedger(store: LedgerStore, { signer, pause = letOthersGo }: LedgerOptions = {}): Ledger {
  const problems = new Map<string, Problem>();
  // One writer does not get in its own way, and what is read for one stack is there for the next.
  const appending = pLimit(1);
  const catching = pLimit(1);
  let end: Partial<ChainEnd> = {};
  let tail: Tail | undefined;

  const remember = ({ number, bytes }: StoredEntry) => {
    if (number >= (end.number ?? 0)) end = { number, sha256: sha256Of(bytes) };
  };
  async function* read(numbers: readonly number[]): AsyncGenerator<StoredEntry> {
    for await (const stored of readEntries(store, numbers)) {
      remember(stored);
      yield stored;
    }
  }
  async function* stored(after = 0): AsyncGenerator<StoredEntry> {
    yield* read(await listEntries(store, after));
  }
  async function* usable(found: AsyncIterable<StoredEntry>): AsyncGenerator<LedgerEntry> {
    for await (const one of found) {
      if (one.outcome === "read") yield one.entry;
      else problems.set(`entry ${one.number}`, unusableEntry(one.number, one.reason));
    }
  }
  const gather = async (numbers: readonly number[]): Promise<readonly LedgerEntry[]> => {
    const entries: LedgerEntry[] = [];
    for await (const entry of usable(read(numbers))) entries.push(entry);
    return entries;
  };
  const since = (number: number): Promise<readonly LedgerEntry[]> =>
    catching(async () => {
      const { after, upTo, isWhole, entries } = tail ?? { after: number, upTo: number, isWhole: false, entries: [] };
      const newer = isWhole ? [] : await listEntries(store, upTo);
      const older = number < after ? (await listEntries(store, number)).filter((one) => one <= after) : [];
      tail = { after: Math.min(number, after), upTo: newer.at(-1) ?? upTo, isWhole: true, entries: [...(await gather(older)), ...entries, ...(await gather(newer))] };
      return tail.entries.filter((entry) => entry.number > number);
    });

  return {
    store,
    signer,
    append: (body, at) =>
      appending(async () => {
        // A standing file may name the last entry without its having been read here.
        const known: Partial<ChainEnd> = tail && tail.upTo > (end.number ?? 0) ? { number: tail.upTo } : end;
        const appended = await appendEntry({ store, signer, pause }, body, at, known);
        if (appended.entry.number <= (known.number ?? 0)) problems.set("truncated", truncated(known.number ?? 0, appended.entry.number));
        ({ end } = appended);
        if (tail) tail = { ...tail, isWhole: false };
        return appended.entry;
      }),
    entries: (after) => usable(stored(after)),
    stored,
    standing: (stack) =>
      readStanding(stack, {
        store,
        since,
        lastNumber: async () => (await listEntries(store, tail?.upTo ?? 0)).at(-1) ?? tail?.upTo ?? 0,
        tellUnusable: () => problems.set(`standing ${stack}`, unusableStanding(stack)),
      }),
    problems: () => [...problems.values()],
  };
}

/** Entries that were read to bring standings up to date, for the standings of other stacks. */
interface Tail {
  readonly after: number;
  readonly upTo: number;
  /** Nothing has been appended since it was looked behind `upTo`. */
  readonly isWhole: boolean;
  readonly entries: readonly LedgerEntry[];
}

function unusableEntry(number: number, reason: string): Problem {
  return {
    code: "ledger-entry-unusable",
    message: `entry ${number} of the ledger was passed over: ${reason}`,
    fix: "run whodrift ledger verify, and restore the entry from a backup",
    stacks: [],
    accounts: [],
  };
}

function truncated(known: number, number: number): Problem {
  return {
    code: "ledger-truncated",
    message: `a stack's standing names entry ${known} of the ledger, which ended before entry ${number}`,
    fix: "run whodrift ledger verify, and restore the missing entries from a backup",
    stacks: [],
    accounts: [],
  };
}

function unusableStanding(stack: string): Problem {
  return { code: "ledger-standing-unusable", message: "the file that says where the stack stands was no use, and was made again from the ledger's entries", stacks: [stack], accounts: [] };
}
