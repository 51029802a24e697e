import { createHash, randomInt } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { LEDGER_ENTRY, type LedgerBody, type LedgerEntry } from "../../policypack/model";
import { entryKey, LAST_NUMBER } from "./entryKey";
import type { Signer } from "./ledger";
import { LedgerError } from "./ledgerError";
import type { LedgerStore } from "./ledgerStore";
import { listEntries } from "./readEntries";
import { signDocument } from "./signDocument";

/** The last entry, which the next one is chained to. */
export interface ChainEnd {
  readonly number: number;
  /** Of its bytes, in hex. */
  readonly sha256: string;
}

// With each try somebody got in: so many at once are no nightly scan any more.
const MOST_TRIES = 100;
const LONGEST_PAUSE_MS = 250;

/** Lets the others go first; whoever has waited long waits longer. */
export function letOthersGo(tries: number): Promise<void> {
  return setTimeout(randomInt(1, Math.min(10 * tries, LONGEST_PAUSE_MS) + 1));
}

/**
 * @param known an entry to look behind, so that not all of them are listed; its hash where that is known
 * @throws {LedgerError}
 */
export async function appendEntry(
  { store, signer, pause }: { readonly store: LedgerStore; readonly signer: Signer | undefined; readonly pause: (tries: number) => Promise<void> },
  body: LedgerBody,
  at: Date,
  known: Partial<ChainEnd>,
): Promise<{ readonly entry: LedgerEntry; readonly end: ChainEnd }> {
  let end = known;
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    const last = await findEnd(store, end);
    const number = (last?.number ?? 0) + 1;
    if (number > LAST_NUMBER) throw new LedgerError("no number is left for another ledger entry", "run whodrift ledger verify: somebody wrote an entry with the highest number");
    const entry = await signDocument<LedgerEntry>({ schema: LEDGER_ENTRY, number, ...(last && { previous: last.sha256 }), at: at.toISOString(), body }, signer);
    const bytes = Buffer.from(`${JSON.stringify(entry)}\n`);
    if (await store.create(entryKey(number), bytes)) return { entry, end: { number, sha256: sha256Of(bytes) } };
    end = last ?? {};
    await pause(tries);
  }
  throw new LedgerError(`the ledger is busy: other writers were first ${MOST_TRIES} times`, "scan again when fewer write at once");
}

/** A missing entry is not made up for: its number stays free, for whoever verifies the ledger. */
async function findEnd(store: LedgerStore, { number: known = 0, sha256 }: Partial<ChainEnd>): Promise<ChainEnd | undefined> {
  const number = (await listEntries(store, known)).at(-1) ?? known;
  if (number === 0) return undefined;
  if (number === known && sha256 !== undefined) return { number, sha256 };
  const bytes = await store.read(entryKey(number));
  if (bytes) return { number, sha256: sha256Of(bytes) };
  // A standing file named one that is not there.
  return known === 0 ? undefined : findEnd(store, {});
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
