import { isJsonArray, isJsonObject, parseDocument, type Json, type JsonObject } from "../../policypack/model";
import { isSensitiveName, type Masker } from "./masker";
import { isSecretEnvelope, openEnvelope } from "./secretEnvelope";
import type { SecretPath } from "./secretPaths";

/**
 * A state without its secrets, before anything else looks at it. The masker learns each secret that arrives in
 * plain text (the engine shows the new value of a drifted secret so).
 */
export class SecretScreen {
  readonly #masker: Masker;
  readonly #unknown = new Set<string>();

  constructor(masker: Masker) {
    this.#masker = masker;
  }

  /** Digests of ciphertexts: they cannot be compared with anything, not even with each other. */
  get unknown(): ReadonlySet<string> {
    return this.#unknown;
  }

  hide(state: JsonObject, paths: readonly SecretPath[]): JsonObject {
    return this.#hideObject(state, paths);
  }

  #hideObject(value: JsonObject, paths: readonly SecretPath[]): JsonObject {
    return Object.fromEntries(Object.entries(value).map(([name, element]) => [name, this.#hideValue(element, into(paths, name), name)]));
  }

  #hideValue(value: Json, paths: readonly SecretPath[], name: string): Json {
    if (isSecretEnvelope(value)) return this.#hideEnvelope(value);
    const hit = paths.find((path) => path.names.length === 0);
    if (hit !== undefined && value !== null && value !== "") {
      if (hit.learn === "always" || isSensitiveName(name)) this.#masker.learn(value);
      return this.#masker.mask(value);
    }
    if (isJsonArray(value)) return value.map((element) => this.#hideValue(element, into(paths, "*"), name));
    if (isJsonObject(value)) return this.#hideObject(value, paths);
    if (typeof value === "string" && paths.some((path) => path.names.length > 0)) return this.#hideInDocument(value, paths);
    return value;
  }

  #hideInDocument(text: string, paths: readonly SecretPath[]): Json {
    const document = parseDocument(text);
    return document === undefined ? text : JSON.stringify(this.#hideValue(document, paths, ""));
  }

  #hideEnvelope(envelope: Parameters<typeof openEnvelope>[0]): Json {
    this.#masker.learn(envelope);
    const { plaintext, ciphertext } = openEnvelope(envelope);
    if (plaintext !== undefined) return this.#masker.mask(plaintext);
    const masked = this.#masker.mask({ ciphertext });
    this.#unknown.add(masked.digest);
    return masked;
  }
}

function into(paths: readonly SecretPath[], name: string): readonly SecretPath[] {
  return paths
    .filter(({ names: [first] }) => first === name || first === "*" || (name === "*" && first !== undefined && /^\d+$/.test(first)))
    .map((path) => ({ ...path, names: path.names.slice(1) }));
}
