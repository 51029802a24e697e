import { z } from "zod";
import type { LedgerStore } from "../ledger";
import type { Parcel } from "./sink";
import { NOTHING_TOLD, toldSchema } from "./told";

// An alert of last week is history; so long a sink may be out of order.
const KEPT_MS = 7 * 86_400_000;
// The file is read and written whole with every scan.
const MOST_PARCELS = 500;
const MOST_BYTES = 8_000_000;

const storedParcelSchema = z.strictObject({ id: z.string(), body: z.string(), since: z.iso.datetime() }).readonly();
export type StoredParcel = z.infer<typeof storedParcelSchema>;

/** What has not arrived at a sink yet, and what the sink knows. One file a sink beside the ledger: `outbox/ops.json`. */
const outboxSchema = z
  .strictObject({ schema: z.literal("whodrift/outbox@1"), pending: z.array(storedParcelSchema).readonly(), told: toldSchema })
  .readonly();
export type Outbox = z.infer<typeof outboxSchema>;

export const EMPTY_OUTBOX: Outbox = { schema: "whodrift/outbox@1", pending: [], told: NOTHING_TOLD };

/** @returns undefined where what is there is no outbox. @throws {LedgerError} */
export async function readOutbox(store: LedgerStore, sink: string): Promise<Outbox | undefined> {
  const bytes = await store.read(keyOf(sink));
  return bytes === undefined ? EMPTY_OUTBOX : parse(bytes);
}

/** Whole: a killed scan leaves what was there before. @throws {LedgerError} */
export function writeOutbox(store: LedgerStore, sink: string, outbox: Outbox): Promise<void> {
  return store.replace(keyOf(sink), Buffer.from(JSON.stringify(outbox)));
}

/** Adds what is to be sent; a parcel that is there already stays as it is. */
export function addParcels(pending: readonly StoredParcel[], parcels: readonly Parcel[], now: Date): readonly StoredParcel[] {
  const there = new Set(pending.map(({ id }) => id));
  return [...pending, ...parcels.filter(({ id }) => !there.has(id)).map((parcel) => ({ ...parcel, since: now.toISOString() }))];
}

/** The newest that may be kept, in their order, and how many may not. */
export function boundParcels(pending: readonly StoredParcel[], now: Date): { readonly kept: readonly StoredParcel[]; readonly dropped: number } {
  const young = pending.filter(({ since }) => now.getTime() - Date.parse(since) <= KEPT_MS);
  let room = MOST_BYTES;
  const newest = young.slice(-MOST_PARCELS).toReversed();
  const end = newest.findIndex(({ body }) => (room -= Buffer.byteLength(body)) < 0);
  const kept = (end === -1 ? newest : newest.slice(0, end)).toReversed();
  return { kept, dropped: pending.length - kept.length };
}

function keyOf(sink: string): string {
  return `outbox/${sink}.json`;
}

function parse(bytes: Uint8Array): Outbox | undefined {
  try {
    return outboxSchema.safeParse(JSON.parse(Buffer.from(bytes).toString("utf8"))).data;
  } catch {
    return undefined;
  }
}
