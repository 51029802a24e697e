// CloudTrail's own limit is 256 KB a record, 1 MB with enrichment. Whatever is longer is not held in memory.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html
const LONGEST_RECORD = 4 * 1024 * 1024;

/** The lists of trail files (`Records`) and of LookupEvents answers (`Events`). */
const LIST_KEYS = new Set(["Records", "Events"]);
const LONGEST_KEY = 16;

export type SplitItem =
  /** @property isRead the record says at its top level that it is read-only; false where it may or may not be */
  { readonly kind: "record"; readonly bytes: Uint8Array; readonly isRead: boolean } | { readonly kind: "broken"; readonly reason: string };

const encode = (text: string) => new TextEncoder().encode(text);

// As CloudTrail writes it. Further in, the same words are somebody's parameters.
const READ_ONLY = encode('"readOnly":true');

const [QUOTE, BACKSLASH, NEW_LINE, COLON, COMMA, OPEN_LIST, OPEN_OBJECT, CLOSE_LIST, CLOSE_OBJECT, SMALL_R] = [0x22, 0x5c, 0x0a, 0x3a, 0x2c, 0x5b, 0x7b, 0x5d, 0x7d, 0x72] as const;
/** White space but for line breaks, and the bytes of a byte order mark. */
const IS_SPACE = tableOf(encode(" \t\r\uFEFF"));
const ENDS_PLAIN_TEXT = tableOf([QUOTE, BACKSLASH, NEW_LINE]);

function tableOf(codes: Iterable<number>): Uint8Array {
  const table = new Uint8Array(256);
  for (const code of codes) table[code] = 1;
  return table;
}

/**
 * Cuts a stream of UTF-8 into the JSON of its records, without ever holding more than one besides the piece at hand:
 * the elements of `{"Records": []}`, `{"Events": []}` or a bare array, or JSON objects one after the other (NDJSON).
 * Each is exactly as it stood in the stream. A broken line costs that line, not the rest. It works on bytes because
 * most records of a trail need not become text at all.
 */
export class RecordSplitter {
  /** Open brackets, outermost first. */
  readonly #open: number[] = [];
  /** How many of the open brackets belong to the list around the records, not to a record. */
  #outside = 0;
  #pieces: Uint8Array[] = [];
  #length = 0;
  #collecting = false;
  #isRead = false;
  #inString = false;
  #escaped = false;
  /** The last string at the top level of an object: a key, if a bracket follows. */
  #key = "";
  #inKey = false;
  #last = 0;
  #newLine = true;
  #sawOther = false;

  /** What this piece of the stream completes. Its bytes may be parts of the piece: they are good until that is reused. */
  push(piece: Uint8Array): readonly SplitItem[] {
    const items: SplitItem[] = [];
    let from = 0;
    for (let at = 0; at < piece.length; at++) {
      if (this.#inString) {
        at = this.#readString(piece, at);
        if (at === piece.length) break;
        if (piece[at] === QUOTE) continue;
        // A raw line break ends no JSON string: the line was cut off.
        items.push(this.#abandon("a record is cut off"));
      }
      const code = piece[at] ?? 0;
      if (code === QUOTE) this.#beginString(piece, at);
      else if (code === OPEN_OBJECT || code === OPEN_LIST) {
        if (code === OPEN_OBJECT && this.#newLine && this.#misplaced()) items.push(this.#abandon("a record is cut off"));
        if (!this.#collecting && code === OPEN_OBJECT && this.#open.length === this.#outside) {
          this.#collecting = true;
          from = at;
        }
        this.#enter(code);
      } else if (code === CLOSE_OBJECT || code === CLOSE_LIST) {
        this.#open.pop();
        if (this.#collecting && this.#open.length <= this.#outside) {
          this.#take(piece.subarray(from, at + 1));
          items.push(this.#finish());
        } else if (this.#open.length < this.#outside) this.#outside = this.#open.length;
      } else if (code === NEW_LINE) {
        this.#newLine = true;
        continue;
      } else if (IS_SPACE[code] === 1) continue;
      else if (!this.#collecting && this.#open.length === 0 && code !== COMMA && code !== COLON) this.#sawOther = true;
      this.#last = code;
      this.#newLine = false;
    }
    // A copy: what a stream hands out it may use again.
    if (this.#collecting) this.#take(new Uint8Array(piece.subarray(from)));
    return items;
  }

  end(): readonly SplitItem[] {
    const items: SplitItem[] = [];
    if (this.#open.length > 0 || this.#inString) items.push(this.#abandon("it ends in the middle of a record or list"));
    if (this.#sawOther) items.push({ kind: "broken", reason: "it holds text that is not JSON" });
    return items;
  }

  #beginString(piece: Uint8Array, at: number): void {
    this.#inString = true;
    const isTop = this.#open.length - this.#outside === 1;
    this.#inKey = isTop && this.#outside === 0 && this.#open[0] === OPEN_OBJECT;
    if (this.#inKey) this.#key = "";
    if (isTop && piece[at + 1] === SMALL_R && READ_ONLY.every((code, index) => piece[at + index] === code)) this.#isRead = true;
  }

  /** @returns where the string ends: at its quote, at a line break that cuts it off, or with the piece */
  #readString(piece: Uint8Array, start: number): number {
    let at = start;
    for (; at < piece.length; at++) {
      const code = piece[at] ?? 0;
      if (ENDS_PLAIN_TEXT[code] === 0 && !this.#escaped) continue;
      if (code === NEW_LINE) break;
      if (this.#escaped) this.#escaped = false;
      else if (code === BACKSLASH) this.#escaped = true;
      else {
        this.#inString = false;
        break;
      }
    }
    if (this.#inKey && this.#key.length < LONGEST_KEY) this.#key += String.fromCharCode(...piece.subarray(start, Math.min(at, start + LONGEST_KEY)));
    return at;
  }

  /** An object may follow `:` in an object, `[` or `,` in a list, and nothing else. */
  #misplaced(): boolean {
    const around = this.#open.at(-1);
    if (around === undefined || this.#open.length === this.#outside) return false;
    return around === OPEN_OBJECT ? this.#last !== COLON : this.#last !== OPEN_LIST && this.#last !== COMMA;
  }

  #enter(bracket: number): void {
    const topLevel = this.#open.length === 0;
    const list = bracket === OPEN_LIST && (topLevel || (this.#outside === 0 && this.#open.length === 1 && LIST_KEYS.has(this.#key) && this.#last === COLON));
    this.#open.push(bracket);
    if (!list) return;
    this.#outside = this.#open.length;
    this.#reset();
  }

  #take(bytes: Uint8Array): void {
    this.#length += bytes.length;
    if (this.#length > LONGEST_RECORD) this.#pieces = [];
    else this.#pieces.push(bytes);
  }

  #finish(): SplitItem {
    const tooLong = this.#length > LONGEST_RECORD;
    const [first = new Uint8Array(), ...others] = this.#pieces;
    const bytes = others.length === 0 ? first : Buffer.concat([first, ...others]);
    const isRead = this.#isRead;
    this.#reset();
    return tooLong ? { kind: "broken", reason: "a record is longer than 4 MiB" } : { kind: "record", bytes, isRead };
  }

  #abandon(reason: string): SplitItem {
    this.#open.length = Math.min(this.#open.length, this.#outside);
    this.#inString = false;
    this.#escaped = false;
    this.#reset();
    return { kind: "broken", reason };
  }

  #reset(): void {
    this.#collecting = false;
    this.#isRead = false;
    this.#pieces = [];
    this.#length = 0;
  }
}
