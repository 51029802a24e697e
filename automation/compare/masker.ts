import { createHmac } from "node:crypto";
import { canonicalJson, isJsonArray, isJsonObject, isMasked, parseDocument, type Json, type JsonObject, type Masked } from "../../policypack/model";
import { isSecretEnvelope, openEnvelope } from "./secretEnvelope";

// Shorter secrets ("true", "1234") would mask half a report if they were replaced inside other texts.
const SHORTEST_INSIDE = 8;
const SHORTEST_WHOLE = 4;
// A secret flag is no reason to hide every flag; regions and account numbers are in every ARN and no secrets to AWS.
const NO_SECRET = /^(true|false|null|none|[a-z]{2}(-[a-z]+)+-\d|\d{12})$/i;
// What AWS puts into a secret beside the password: names, by which other resources go too.
// Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html
const BESIDE_PASSWORD = new Set(["engine", "host", "username", "dbname", "dbInstanceIdentifier", "dbClusterIdentifier", "masterarn"]);

// Names under which AWS and Pulumi keep values that nobody should read in a report, marked secret or not.
const SENSITIVE_NAME =
  /passw(or)?d|passphrase|(^|[_-])pass$|secret(?![_-]?s?[_-]?(manager|arn|id|name|version))|token$|private[_-]?key|credential|api[_-]?key|access[_-]?key(?![_-]?id$)|user[_-]?data/i;

export function isSensitiveName(name: string): boolean {
  return SENSITIVE_NAME.test(name);
}

/**
 * Turns secrets into keyed digests. The key lies beside the ledger and is never in a report, so that a digest
 * can be compared tomorrow but not guessed from. A masker learns the secrets of a scan as it meets them and
 * finds them again wherever else they turn up: whole, inside other texts, as keys, and in the encodings in
 * which one text is put into another (JSON, URL, form, base64).
 */
export class Masker {
  readonly #key: Uint8Array;
  readonly #whole = new Set<string>();
  /** Encoded form → the secret. */
  readonly #inside = new Map<string, string>();
  #pattern: RegExp | undefined;

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

  /** Remembers every text and number inside a secret value, also inside a document kept as text. */
  learn(secret: Json): void {
    if (isSecretEnvelope(secret)) {
      const { plaintext } = openEnvelope(secret);
      if (plaintext !== undefined) this.learn(plaintext);
    } else if (isJsonArray(secret)) {
      for (const element of secret) this.learn(element);
    } else if (isJsonObject(secret)) {
      const parts = Object.entries(secret).filter(([name]) => !BESIDE_PASSWORD.has(name));
      for (const [, element] of isMasked(secret) ? [] : parts) this.learn(element);
    } else if (typeof secret === "string") {
      this.#learnText(secret);
      const document = parseDocument(secret);
      if (document !== undefined) this.learn(document);
    } else if (typeof secret === "number" && String(secret).length >= SHORTEST_INSIDE) {
      this.#learnText(String(secret));
    }
  }

  /** Replaces what was learnt, what the engine marked, and whatever stands under a sensitive name. */
  redact(value: Json): Json {
    if (typeof value === "string") return this.#redactString(value);
    if (typeof value === "number") return this.redactText(String(value)) === String(value) ? value : this.mask(value);
    if (isJsonArray(value)) return value.map((element) => this.redact(element));
    if (!isJsonObject(value) || isMasked(value)) return value;
    if (isSecretEnvelope(value)) return this.mask(openEnvelope(value).ciphertext);
    const redacted: Record<string, Json> = {};
    for (const [name, element] of Object.entries(value)) {
      const hide = isSensitiveName(name) || (name === "value" && isNamedSensitive(value));
      put(redacted, this.redactText(name), hide ? this.#hide(element) : this.redact(element));
    }
    return redacted;
  }

  /** A text without what was learnt. It stays a text, for places where only a text can stand. */
  redactText(text: string): string {
    this.#pattern ??= alternatives(this.#inside.keys());
    if (this.#inside.size === 0) return text;
    return text.replace(this.#pattern, (found) => `[secret ${this.digest(this.#inside.get(found) ?? found)}]`);
  }

  #learnText(secret: string): void {
    if (secret.length < SHORTEST_WHOLE || NO_SECRET.test(secret)) return;
    this.#whole.add(secret);
    if (secret.length < SHORTEST_INSIDE || this.#inside.has(secret)) return;
    for (const form of encodings(secret)) this.#inside.set(form, secret);
    this.#pattern = undefined;
  }

  #redactString(text: string): Json {
    if (this.#whole.has(text)) return this.mask(text);
    const document = parseDocument(text);
    if (document !== undefined) {
      const redacted = this.redact(document);
      if (canonicalJson(redacted) !== canonicalJson(document)) return this.redactText(JSON.stringify(redacted));
    }
    return this.redactText(text);
  }

  /** Under a sensitive name: every text, but not flags, numbers (a password's length), and nested names decide. */
  #hide(value: Json): Json {
    if (typeof value === "string") return value === "" ? value : this.mask(value);
    return isJsonArray(value) ? value.map((element) => this.#hide(element)) : this.redact(value);
  }
}

/** `{ name: "DB_PASSWORD", value }`, as ECS, CodeBuild and others list their variables. */
function isNamedSensitive(pair: JsonObject): boolean {
  const name = pair["name"] ?? pair["key"];
  return typeof name === "string" && isSensitiveName(name);
}

function encodings(secret: string): readonly string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const base64 = [Buffer.from(secret).toString("base64").replace(/=+$/, ""), ...base64Inside(Buffer.from(secret))];
  return [
    secret, json, JSON.stringify(json).slice(1, -1), encodeUri(secret), new URLSearchParams([["", secret]]).toString().slice(1),
    ...base64, ...base64.map((text) => text.replaceAll("+", "-").replaceAll("/", "_")),
  ];
}

/**
 * What a part of a text becomes where the whole is encoded (`user:password`, a script): three bytes make four
 * characters, so it depends on where among three it begins. A character that the part shares with what stands
 * beside it is left out.
 */
function base64Inside(part: Buffer): readonly string[] {
  return [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), part]);
    return bytes.toString("base64").slice(Math.ceil((before * 4) / 3), Math.floor((bytes.length * 4) / 3));
  });
}

function encodeUri(text: string): string {
  // A lone surrogate throws; a round trip through UTF-8 replaces it.
  return encodeURIComponent(Buffer.from(text).toString());
}

// The longest first, so that a secret which contains another goes as a whole.
function alternatives(forms: Iterable<string>): RegExp {
  const longestFirst = [...forms].sort((one, other) => other.length - one.length);
  return new RegExp(longestFirst.map((form) => form.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&")).join("|"), "g");
}

// Plain assignment would set the prototype where an attacker names a key so.
function put(target: Record<string, Json>, name: string, value: Json): void {
  Object.defineProperty(target, name, { value, enumerable: true, writable: true, configurable: true });
}
