// An escape as JSON writes it, or a character: half of either would say something else.
const UNIT = /\\u[0-9a-f]{4}|\\?[^]/giu;
const LONGEST_UNIT = 6;

/** The beginning of a long text, how much is missing, and where that is. Lengths in UTF-16 units. */
export function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  let kept = 0;
  for (const [unit] of text.slice(0, longest + LONGEST_UNIT).matchAll(UNIT)) {
    if (kept + unit.length > longest) break;
    kept += unit.length;
  }
  return `${text.slice(0, kept)}… (+${(text.length - kept).toLocaleString("en-US")} characters in the json format)`;
}
