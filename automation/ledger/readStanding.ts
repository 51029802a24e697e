import { openDriftFile, standingSchema, type LedgerEntry, type Standing } from "../../policypack/model";
import { emptyStanding, foldEntry } from "./foldEntry";
import type { LedgerStore } from "./ledgerStore";
import { openDriftKey } from "./writeOpenDrift";

export interface Catching {
  readonly store: LedgerStore;
  /** The entries behind a number, up to the last one. */
  readonly since: (number: number) => Promise<readonly LedgerEntry[]>;
  readonly lastNumber: () => Promise<number>;
  /** Told where the file is there and is none. */
  readonly tellUnusable: (stack: string) => void;
}

// The entries that may speak of a stack that no file is there for: a scan that was killed before it wrote one.
const RECENT = 100;

export function standingKey(stack: string): string {
  return `standing/${openDriftFile(stack).join("/")}`;
}

/** From its file, and what was added to the ledger since then; a file that is no use or was lost is made again from all entries. */
export async function readStanding(stack: string, { store, since, lastNumber, tellUnusable }: Catching): Promise<Standing> {
  const bytes = await store.read(standingKey(stack));
  const read = bytes && parseStanding(stack, bytes);
  if (bytes && read === undefined) tellUnusable(stack);
  const wasScanned = bytes !== undefined || (await store.read(openDriftKey(stack))) !== undefined;
  const start = read ?? { ...emptyStanding(stack), number: wasScanned ? 0 : Math.max(0, (await lastNumber()) - RECENT) };
  return (await since(start.number)).reduce(foldEntry, start);
}

export async function writeStanding(store: LedgerStore, standing: Standing): Promise<void> {
  await store.replace(standingKey(standing.stack), Buffer.from(`${JSON.stringify(standing)}\n`));
}

function parseStanding(stack: string, bytes: Uint8Array): Standing | undefined {
  try {
    const parsed = standingSchema.safeParse(JSON.parse(Buffer.from(bytes).toString("utf8")));
    return parsed.success && parsed.data.stack === stack ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
