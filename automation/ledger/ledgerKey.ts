import { randomBytes, randomUUID } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

// As long as what HMAC-SHA256 makes; a shorter key would be the weakest part.
const KEY_BYTES = 32;

/**
 * The key behind every digest of a masked value. It stays with the ledger: without it a digest says nothing,
 * with another one every secret would seem to have changed.
 * @throws {LedgerKeyError} where the file is there and is no key
 */
export async function ledgerKey(folder: string): Promise<Uint8Array> {
  const file = join(folder, "key");
  return (await existingKey(file)) ?? (await newKey(folder, file));
}

export class LedgerKeyError extends Error {
  override readonly name = "LedgerKeyError";
}

/** The key where there is one; nothing is made. @throws {LedgerKeyError} */
export async function existingLedgerKey(folder: string): Promise<Uint8Array | undefined> {
  return existingKey(join(folder, "key"));
}

async function existingKey(file: string): Promise<Uint8Array | undefined> {
  try {
    const key = await readFile(file);
    if (key.length === KEY_BYTES) return key;
    throw new LedgerKeyError(`${file} is not a ledger key (${key.length} bytes instead of ${KEY_BYTES}): restore it, or remove it and take every masked value for changed`);
  } catch (error) {
    if (isCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

/** Linked into place when it is complete, so that two scans that start together end up with one whole key. */
async function newKey(folder: string, file: string): Promise<Uint8Array> {
  await mkdir(folder, { recursive: true });
  const temporary = join(folder, `.key-${randomUUID()}`);
  const key = randomBytes(KEY_BYTES);
  try {
    await writeFile(temporary, key, { flag: "wx", mode: 0o600 });
    await link(temporary, file);
    return key;
  } catch (error) {
    const winner = isCode(error, "EEXIST") ? await existingKey(file) : undefined;
    if (winner) return winner;
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
