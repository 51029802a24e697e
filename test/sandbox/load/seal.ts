import { createCipheriv, pbkdf2, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import type { JsonObject } from "../../../policypack/model/json";
import { SIGNATURE } from "../provider/values";
import { SECRET } from "../provider/wire";

export type Seal = (plaintext: string) => JsonObject;

// https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/config/crypt.go
const ROUNDS = 1_000_000;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;

/**
 * Encrypts as the CLI's passphrase provider does, in the form in which a state keeps a secret.
 * @param salt as a state has it: `v1:<salt>:v1:…`, all of it in base64
 */
export async function openSeal(passphrase: string, salt: string): Promise<Seal> {
  const [, encoded = ""] = salt.split(":");
  const key = await promisify(pbkdf2)(passphrase, Buffer.from(encoded, "base64"), ROUNDS, KEY_BYTES, "sha256");
  return (plaintext) => {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv("aes-256-gcm", key, nonce);
    const sealed = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final(), cipher.getAuthTag()]);
    return {
      [SIGNATURE]: SECRET,
      ciphertext: `v1:${nonce.toString("base64")}:${sealed.toString("base64")}`,
    };
  };
}
