import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { readFile } from "node:fs/promises";
import { keyIdOf } from "../../policypack/signature/verify";
import type { Signer } from "./ledger";
import { LedgerError } from "./ledgerError";

const MAKE_ONE = "make one with whodrift ledger keygen FILE";

/**
 * Signs with an Ed25519 key.
 * @param pem the private key; it is quoted in no message
 * @param origin where it came from, as a person would name it
 * @throws {LedgerError}
 */
export function keySigner(pem: string, origin: string): Signer {
  const key = privateKey(pem, origin);
  if (key.asymmetricKeyType !== "ed25519") throw new LedgerError(`the signing key in ${origin} is no Ed25519 key`, MAKE_ONE);
  const publicKey = createPublicKey(key);
  const keyId = keyIdOf(publicKey);
  return {
    publicKey: () => Promise.resolve({ key: publicKey, keyId }),
    sign: (bytes) => Promise.resolve({ algorithm: "ed25519", keyId, value: sign(null, bytes, key).toString("base64") }),
  };
}

/** @throws {LedgerError} */
export async function keyFileSigner(file: string): Promise<Signer> {
  try {
    return keySigner(await readFile(file, "utf8"), file);
  } catch (error) {
    if (error instanceof LedgerError) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new LedgerError(`the signing key ${file} cannot be read (${code})`, `correct ledger.sign in whodrift.yaml, or ${MAKE_ONE}`, { cause: error });
  }
}

/** A new Ed25519 key, in PEM. */
export function makeSigningKey(): { readonly privateKey: string; readonly publicKey: string; readonly keyId: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  return { privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(), publicKey: publicKey.export({ type: "spki", format: "pem" }).toString(), keyId: keyIdOf(publicKey) };
}

function privateKey(pem: string, origin: string) {
  try {
    return createPrivateKey(pem);
  } catch (error) {
    throw new LedgerError(`there is no private key without a passphrase in ${origin}`, MAKE_ONE, { cause: error });
  }
}
