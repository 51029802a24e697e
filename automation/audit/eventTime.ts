// CloudTrail writes `2026-01-02T02:13:00Z`; session attributes may read `20260102T021300Z`; exports of SIEMs write
// `2026-01-02 02:13:00.000000000`, always in UTC.
const KNOWN = /^(\d{4})-?(\d{2})-?(\d{2})[T ](\d{2}):?(\d{2}):?(\d{2})(?:\.\d+)?Z?$/;

/** Milliseconds since the epoch; undefined where the text is no time. */
export function parseEventTime(text: string): number | undefined {
  const parts = KNOWN.exec(text);
  const time = parts
    ? Date.parse(`${parts[1] ?? ""}-${parts[2] ?? ""}-${parts[3] ?? ""}T${parts[4] ?? ""}:${parts[5] ?? ""}:${parts[6] ?? ""}Z`)
    : Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

/** ISO 8601 in UTC, to the second as CloudTrail has it. */
export function formatEventTime(time: number): string {
  return new Date(time).toISOString().replace(/\.000Z$/, "Z");
}
