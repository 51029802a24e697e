/**
 * Milliseconds to wait as an answer asks, of either kind: seconds, or a date.
 * https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 * @returns undefined where there is no such header, or nobody can read it
 */
export function retryAfter(header: string | null, now: Date): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,9}(\.\d+)?$/.test(header.trim())) return Number(header) * 1_000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime());
}
