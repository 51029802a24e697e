import { isJsonArray, isJsonObject, parseJson, type Json, type JsonObject } from "../../policypack/model";

// The engine's mark for a special value, and for the kind "secret".
// Source: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/sig/sig.go
export const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** A value that the program marked as secret. */
export interface SecretEnvelope extends JsonObject {
  readonly [SIGNATURE]: typeof SECRET;
}

export function isSecretEnvelope(value: Json | undefined): value is SecretEnvelope {
  return isJsonObject(value) && value[SIGNATURE] === SECRET;
}

/**
 * What lies in an envelope. A plaintext is JSON inside a string (`--show-secrets`); a ciphertext says nothing
 * about its value, and the engine's events show "[secret]" for each of them.
 */
export function openEnvelope(envelope: SecretEnvelope): { readonly plaintext?: Json; readonly ciphertext: Json } {
  const { plaintext, ciphertext } = envelope;
  if (typeof plaintext !== "string") return { ciphertext: ciphertext ?? "[secret]" };
  return { plaintext: parseJson(plaintext) ?? plaintext, ciphertext: plaintext };
}

/** The engine's events blank every ciphertext; the stored state has it, so that one secret differs from another. */
export function withCiphertexts(seen: JsonObject, stored: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(seen).map(([name, element]) => [name, fill(element, Object.hasOwn(stored, name) ? stored[name] : undefined)]));
}

function fill(seen: Json, stored: Json | undefined): Json {
  if (isSecretEnvelope(seen)) return isSecretEnvelope(stored) ? stored : seen;
  if (isJsonArray(seen)) return seen.map((element, index) => fill(element, isJsonArray(stored) ? stored[index] : undefined));
  return isJsonObject(seen) ? withCiphertexts(seen, isJsonObject(stored) ? stored : {}) : seen;
}
