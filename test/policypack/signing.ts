import { generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { jsonObjectSchema, type OpenDrift } from "../../policypack/model";
import { keyIdOf, signedBytes } from "../../policypack/signature/verify";

/** Signs open-drift files as the ledger does. */
export interface Signatory {
  /** As somebody would put it into a file or a policy's configuration. */
  readonly publicPem: string;
  readonly sign: (openDrift: OpenDrift) => OpenDrift;
}

export function makeSignatory(): Signatory {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  return { publicPem: pemOf(publicKey), sign: (openDrift) => ({ ...openDrift, signature: { algorithm: "ed25519", keyId: keyIdOf(publicKey), value: sign(null, bytesOf(openDrift), privateKey).toString("base64") } }) };
}

function pemOf(key: KeyObject): string {
  return key.export({ type: "spki", format: "pem" }).toString();
}

function bytesOf(openDrift: OpenDrift): Buffer {
  return signedBytes(jsonObjectSchema.parse(JSON.parse(JSON.stringify(openDrift))));
}
