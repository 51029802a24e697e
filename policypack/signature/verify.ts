import { constants, createHash, createPublicKey, verify, type KeyObject } from "node:crypto";
import { canonicalJson, type JsonObject, type Signature } from "../model";

/** A public key that somebody trusts. */
export interface TrustedKey {
  /** See `signatureSchema`. */
  readonly keyId: string;
  readonly key: KeyObject;
}

/** @throws where the text is no public key in PEM */
export function readPublicKey(pem: string): TrustedKey {
  const key = createPublicKey(pem);
  return { key, keyId: keyIdOf(key) };
}

export function keyIdOf(key: KeyObject): string {
  return createHash("sha256").update(key.export({ type: "spki", format: "der" })).digest("hex");
}

/** What is signed of a document: the canonical JSON of all but its signature. The document's own `schema` says what it is. */
export function signedBytes(document: JsonObject): Buffer {
  return Buffer.from(canonicalJson(Object.fromEntries(Object.entries(document).filter(([key]) => key !== "signature"))), "utf8");
}

export type Verdict = "verified" | "unsigned" | "unknown-key" | "forged";

/** @param document as it was read, before any default or unknown key could change it */
export function verifyDocument(document: JsonObject, signature: Signature | undefined, trusted: readonly TrustedKey[]): Verdict {
  if (signature === undefined) return "unsigned";
  const known = trusted.find(({ keyId }) => keyId === signature.keyId);
  if (known === undefined) return "unknown-key";
  return isSignedBy(known.key, document, signature) ? "verified" : "forged";
}

function isSignedBy(key: KeyObject, document: JsonObject, { algorithm, value }: Signature): boolean {
  const bytes = signedBytes(document);
  const given = Buffer.from(value, "base64");
  // An algorithm that is not the key's is an attempt, and no error.
  switch (algorithm) {
    case "ed25519":
      return key.asymmetricKeyType === "ed25519" && verify(null, bytes, key, given);
    case "ecdsa-sha256":
      // DER, as KMS gives it.
      return key.asymmetricKeyType === "ec" && verify("sha256", bytes, key, given);
    case "rsa-pss-sha256":
      return key.asymmetricKeyType === "rsa" && verify("sha256", bytes, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }, given);
  }
}
