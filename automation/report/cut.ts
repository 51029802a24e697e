/** The beginning of a long text and how much is missing. Lengths in UTF-16 units. */
export function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  // Half a surrogate pair is no character.
  const kept = text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, "");
  return `${kept}… (+${(text.length - kept.length).toLocaleString("en-US")} characters)`;
}
