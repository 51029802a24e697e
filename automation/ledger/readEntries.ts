import { isJson, isJsonObject, ledgerEntrySchema } from "../../policypack/model";
import { entryKey, entryNumber, ENTRIES } from "./entryKey";
import type { StoredEntry } from "./ledger";
import type { LedgerStore } from "./ledgerStore";

// Of a ledger in S3 each takes a round trip; more would only wait in memory.
const AHEAD = 8;

/** The numbers of the entries behind `after`, ascending, by one question for a thousand of them. */
export async function listEntries(store: LedgerStore, after: number): Promise<readonly number[]> {
  const keys = await store.list(ENTRIES, after === 0 ? undefined : entryKey(after));
  return keys.flatMap((key) => entryNumber(key) ?? []);
}

/** One after the other, some read ahead; what is not there is passed over. */
export async function* readEntries(store: LedgerStore, numbers: readonly number[]): AsyncGenerator<StoredEntry> {
  const reading: Promise<StoredEntry | undefined>[] = [];
  for (let next = 0; next < numbers.length || reading.length > 0; ) {
    for (; next < numbers.length && reading.length < AHEAD; next++) {
      const read = readEntry(store, numbers[next] ?? 0);
      // Its failure is told when its turn comes, and must not end the process before.
      read.catch(() => undefined);
      reading.push(read);
    }
    const stored = await reading.shift();
    if (stored) yield stored;
  }
}

export async function readEntry(store: LedgerStore, number: number): Promise<StoredEntry | undefined> {
  const bytes = await store.read(entryKey(number));
  return bytes && parseEntry(number, bytes);
}

/** @param number as its key says */
export function parseEntry(number: number, bytes: Uint8Array): StoredEntry {
  const unusable = (reason: string): StoredEntry => ({ number, bytes, outcome: "unusable", reason });
  let document: unknown;
  try {
    document = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return unusable("it is not JSON");
  }
  if (!isJson(document) || !isJsonObject(document)) return unusable("it is no ledger entry");
  const parsed = ledgerEntrySchema.safeParse(document);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return unusable(`it is no ledger entry: ${[issue?.path.join("."), issue?.message].filter(Boolean).join(": ")}`);
  }
  if (parsed.data.number !== number) return unusable(`it says that it is entry ${parsed.data.number}`);
  return { number, bytes, outcome: "read", entry: parsed.data, document };
}
