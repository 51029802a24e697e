import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";

const [compress, decompress] = [promisify(gzip), promisify(gunzip)];

const CIPHER = "aes-256-gcm";
const KEY_BYTES = 32;
// NIST SP 800-38D, 8.2: the lengths that GCM is meant for.
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** One key for one use: what is sealed here tells nothing of what else the ledger's key is for. */
export function sealingKey(ledgerKey: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", ledgerKey, new Uint8Array(), "whodrift audit answers", KEY_BYTES));
}

/** Compressed, and then neither to be read nor to be changed without the key. @param label what it is good for, and nothing else */
export async function seal(text: string, key: Uint8Array, label: string): Promise<Uint8Array> {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(label));
  const sealed = [cipher.update(await compress(text)), cipher.final()];
  return Buffer.concat([nonce, cipher.getAuthTag(), ...sealed]);
}

/** @throws where it was not sealed with this key and label, or was changed since */
export async function unseal(sealed: Uint8Array, key: Uint8Array, label: string): Promise<string> {
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const tag = sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const cipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(label)).setAuthTag(tag);
  const content = Buffer.concat([cipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), cipher.final()]);
  return (await decompress(content)).toString();
}
