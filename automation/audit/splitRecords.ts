// CloudTrail's own limit is 256 KB a record, 1 MB with enrichment. Whatever is longer is not held in memory.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html
const LONGEST_RECORD = 4 * 1024 * 1024;

/** The lists of trail files (`Records`) and of LookupEvents answers (`Events`). */
const LIST_KEYS = new Set(["Records", "Events"]);
const LONGEST_KEY = 16;

export type SplitItem =
  /** @property isRead the record says at its top level that it is read-only; false where it may or may not be */
  { readonly kind: "record"; readonly text: string; readonly isRead: boolean } | { readonly kind: "broken"; readonly reason: string };

// As CloudTrail writes it. Further in, the same words are somebody's parameters.
const READ_ONLY = '"readOnly":true';

// Compared by code: this loop sees every character of a trail.
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NEW_LINE = 0x0a;
const SMALL_R = 0x72;

/**
 * Cuts a stream of text into the JSON texts of its records, without ever holding more than one: the elements of
 * `{"Records": []}`, `{"Events": []}` or a bare array, or JSON objects one after the other (NDJSON).
 * Each text is exactly as it stood in the stream. A broken line costs that line, not the rest.
 */
export async function* splitRecords(chunks: AsyncIterable<string>): AsyncGenerator<SplitItem> {
  const splitter = new RecordSplitter();
  for await (const chunk of chunks) yield* splitter.push(chunk);
  yield* splitter.end();
}

/** The same, for who has no time to wait for each record: what a chunk completes comes at once. */
export class RecordSplitter {
  /** Open brackets, outermost first. */
  readonly #open: string[] = [];
  /** How many of the open brackets belong to the list around the records, not to a record. */
  #outside = 0;
  #text: string[] = [];
  #length = 0;
  #collecting = false;
  #isRead = false;
  #inString = false;
  #escaped = false;
  /** The last string at the top level of an object: a key, if a bracket follows. */
  #key = "";
  #inKey = false;
  #last = "";
  #newLine = true;
  #sawOther = false;

  *push(chunk: string): Generator<SplitItem> {
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      if (this.#inString) {
        at = this.#readString(chunk, at);
        if (at === chunk.length) break;
        if (!this.#inString) continue;
        // A raw line break ends no JSON string: the line was cut off.
        yield* this.#abandon("a record is cut off");
      }
      const char = chunk[at] ?? "";
      if (char === '"') {
        this.#inString = true;
        const depth = this.#open.length - this.#outside;
        this.#inKey = depth === 1 && this.#open.length === 1 && this.#open[0] === "{";
        if (this.#inKey) this.#key = "";
        if (depth === 1 && chunk.charCodeAt(at + 1) === SMALL_R && chunk.startsWith(READ_ONLY, at)) this.#isRead = true;
        this.#last = char;
      } else if (char === "{" || char === "[") {
        if (char === "{" && this.#newLine && this.#misplaced()) yield* this.#abandon("a record is cut off");
        if (!this.#collecting && char === "{" && this.#open.length === this.#outside) {
          this.#collecting = true;
          from = at;
        }
        this.#enter(char);
      } else if (char === "}" || char === "]") {
        this.#open.pop();
        this.#last = char;
        if (this.#collecting && this.#open.length <= this.#outside) {
          this.#take(chunk.slice(from, at + 1));
          yield this.#finish();
        } else if (this.#open.length < this.#outside) this.#outside = this.#open.length;
      } else if (char === "\n") {
        this.#newLine = true;
        continue;
      } else if (char !== " " && char !== "\t" && char !== "\r" && char !== "\uFEFF") {
        if (!this.#collecting && char !== "," && char !== ":" && this.#open.length === 0) this.#sawOther = true;
        this.#last = char;
      } else continue;
      this.#newLine = false;
    }
    if (this.#collecting) this.#take(chunk.slice(from));
  }

  *end(): Generator<SplitItem> {
    if (this.#open.length > 0 || this.#inString) yield* this.#abandon("it ends in the middle of a record or list");
    if (this.#sawOther) yield { kind: "broken", reason: "it holds text that is not JSON" };
  }

  /** @returns where the string ends: at its quote, at a line break that cuts it off, or with the chunk */
  #readString(chunk: string, start: number): number {
    let at = start;
    for (; at < chunk.length; at++) {
      const code = chunk.charCodeAt(at);
      if (code === NEW_LINE) break;
      if (this.#escaped) this.#escaped = false;
      else if (code === BACKSLASH) this.#escaped = true;
      else if (code === QUOTE) {
        this.#inString = false;
        break;
      }
    }
    if (this.#inKey && this.#key.length < LONGEST_KEY) this.#key += chunk.slice(start, Math.min(at, start + LONGEST_KEY));
    return at;
  }

  /** An object may follow `:` in an object, `[` or `,` in a list, and nothing else. */
  #misplaced(): boolean {
    const around = this.#open.at(-1);
    if (around === undefined || this.#open.length === this.#outside) return false;
    return around === "{" ? this.#last !== ":" : this.#last !== "[" && this.#last !== ",";
  }

  #enter(char: string): void {
    const topLevel = this.#open.length === 0;
    const list = char === "[" && (topLevel || (this.#outside === 0 && this.#open.length === 1 && LIST_KEYS.has(this.#key) && this.#last === ":"));
    this.#open.push(char);
    this.#last = char;
    if (!list) return;
    this.#outside = this.#open.length;
    this.#reset();
  }

  #take(text: string): void {
    this.#length += text.length;
    if (this.#length > LONGEST_RECORD) this.#text = [];
    else this.#text.push(text);
  }

  #finish(): SplitItem {
    const tooLong = this.#length > LONGEST_RECORD;
    const text = this.#text.join("");
    const isRead = this.#isRead;
    this.#reset();
    return tooLong ? { kind: "broken", reason: "a record is longer than 4 MiB" } : { kind: "record", text, isRead };
  }

  *#abandon(reason: string): Generator<SplitItem> {
    yield { kind: "broken", reason };
    this.#open.length = Math.min(this.#open.length, this.#outside);
    this.#inString = false;
    this.#escaped = false;
    this.#reset();
  }

  #reset(): void {
    this.#collecting = false;
    this.#isRead = false;
    this.#text = [];
    this.#length = 0;
  }
}
