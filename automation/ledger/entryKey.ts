/** Below the ledger's place. */
export const ENTRIES = "entries/";

// Keys are ordered as texts, in a folder and in S3.
const DIGITS = 10;

/** The last number that has a key: an entry a second would fill three centuries. */
export const LAST_NUMBER = 10 ** DIGITS - 1;

/** Entry 1 is `entries/0000000001.json`. */
export function entryKey(number: number): string {
  return `${ENTRIES}${String(number).padStart(DIGITS, "0")}.json`;
}

/** Undefined for what is no entry's key. */
export function entryNumber(key: string): number | undefined {
  const [, digits] = /^entries\/(\d{10})\.json$/.exec(key) ?? [];
  return digits === undefined || Number(digits) === 0 ? undefined : Number(digits);
}
