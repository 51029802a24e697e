import { words, type Phrase } from "./phrase";

/** `2026-07-30 23:12:41 UTC`. @param iso ISO 8601 with any offset, as the model checks it */
export function utcSecond(iso: string): Phrase {
  return words(`${inUtc(iso).slice(0, 19)} UTC`);
}

/** `2026-07-30 23:12 UTC`, where seconds say nothing. */
export function utcMinute(iso: string): Phrase {
  return words(`${inUtc(iso).slice(0, 16)} UTC`);
}

function inUtc(iso: string): string {
  return new Date(iso).toISOString().replace("T", " ");
}
