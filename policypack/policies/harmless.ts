// Everything without a glyph: control characters, line breaks, marks that turn the writing direction, and the like.
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}]+/gu;

/**
 * Text from outside as it may stand in a policy message, which ends up in terminals, logs and pull-request comments:
 * one line without control characters, without what the CLI takes for a colour (`<{%…%}>`), Markdown for HTML or
 * code, and a runner for a command (`##[`); not longer than `limit`.
 */
export function harmless(text: string, limit: number): string {
  const line = text
    .slice(0, limit * 4)
    .replace(INVISIBLE, " ")
    .replaceAll("<", "‹")
    .replaceAll(">", "›")
    .replaceAll("`", "'")
    .replaceAll("##[", "# #[")
    .trim();
  const characters = Array.from(line);
  return characters.length > limit ? `${characters.slice(0, limit - 1).join("")}…` : line;
}
