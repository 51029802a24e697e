import { randomBytes } from "node:crypto";
import { MASKING_KEY, type LedgerStore } from "./ledgerStore";

// As long as what HMAC-SHA256 makes; a shorter key would be the weakest part.
const KEY_BYTES = 32;

/**
 * The key behind every digest of a masked value. It stays with the ledger: without it a digest says nothing,
 * with another one every secret would seem to have changed. Scans that start together end up with one key.
 * @throws {LedgerKeyError} where something is there and is no key
 */
export async function ledgerKey(store: LedgerStore): Promise<Uint8Array> {
  const existing = await existingLedgerKey(store);
  if (existing) return existing;
  const key = randomBytes(KEY_BYTES);
  return (await store.create(MASKING_KEY, key)) ? key : ((await existingLedgerKey(store)) ?? key);
}

export class LedgerKeyError extends Error {
  override readonly name = "LedgerKeyError";
}

/** The key where there is one; nothing is made. @throws {LedgerKeyError} */
export async function existingLedgerKey(store: LedgerStore): Promise<Uint8Array | undefined> {
  const key = await store.read(MASKING_KEY);
  if (key === undefined || key.length === KEY_BYTES) return key;
  throw new LedgerKeyError(`the key of the ledger in ${store.location} is none (${key.length} bytes instead of ${KEY_BYTES}): restore it, or remove it and take every masked value for changed`);
}
