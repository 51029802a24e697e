import { createHmac } from "node:crypto";
import { canonicalJson, isJsonArray, isJsonObject, type Json, type JsonObject, type Masked } from "../../policypack/model";

// Shorter secrets ("true", "1234") would mask half a report if they were replaced inside other texts.
const SHORTEST_INSIDE = 8;
const SHORTEST_WHOLE = 4;

// Names under which AWS and Pulumi keep values that nobody should read in a report, marked secret or not.
const SENSITIVE_NAME = /passw(or)?d|secret(?!s?(manager|arn|id|name|version))|token$|private_?key|credential|api_?key|access_?key(?!_?id$)|user_?data/i;

/**
 * Turns secrets into keyed digests. The key lies beside the ledger and is never in a report, so that a digest
 * can be compared tomorrow but not guessed from. A masker learns the secrets of a scan as it meets them and
 * finds them again wherever else they turn up.
 */
export class Masker {
  readonly #key: Uint8Array;
  readonly #secrets = new Set<string>();

  constructor(key: Uint8Array) {
    this.#key = key;
  }

  /** 16 hex digits of HMAC-SHA256 over the canonical JSON: the same value, the same digest. */
  digest(value: Json): string {
    return createHmac("sha256", this.#key).update(canonicalJson(value)).digest("hex").slice(0, 16);
  }

  mask(value: Json): Masked {
    return { secret: true, digest: this.digest(value) };
  }

  /** Remembers every text inside a secret value. */
  learn(secret: Json): void {
    if (typeof secret === "string") {
      if (secret.length >= SHORTEST_WHOLE) this.#secrets.add(secret);
    } else if (isJsonArray(secret)) {
      for (const element of secret) this.learn(element);
    } else if (isJsonObject(secret)) {
      for (const element of Object.values(secret)) this.learn(element);
    }
  }

  /** Replaces what was learnt, and whatever stands under a sensitive name, anywhere in the value. */
  redact(value: Json): Json {
    if (typeof value === "string") return this.#redactText(value);
    if (isJsonArray(value)) return value.map((element) => this.redact(element));
    if (!isJsonObject(value) || isAlreadyMasked(value)) return value;
    const redacted: Record<string, Json> = {};
    for (const [name, element] of Object.entries(value)) {
      const hide = SENSITIVE_NAME.test(name) && typeof element === "string" && element !== "";
      redacted[name] = hide ? this.mask(element) : this.redact(element);
    }
    return redacted;
  }

  #redactText(text: string): Json {
    if (this.#secrets.has(text)) return this.mask(text);
    let redacted = text;
    for (const secret of this.#secrets) {
      if (secret.length >= SHORTEST_INSIDE && redacted.includes(secret)) {
        redacted = redacted.replaceAll(secret, `[secret ${this.digest(secret)}]`);
      }
    }
    return redacted;
  }
}

function isAlreadyMasked(value: JsonObject): boolean {
  return value["secret"] === true && typeof value["digest"] === "string";
}
