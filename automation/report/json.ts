import type { ReportFormat } from "./reportFormat";

// JSON.stringify leaves these raw: C1 controls, bidi overrides, line separators, zero-width and tag characters.
// `##` starts a command for a CI runner that reads the text from its log.
const UNSEEN = /[\u007F-\u009F\p{Cf}\p{Zl}\p{Zp}]|#(?=#)/gu;

/** The scan report itself, keys sorted, so that the same report gives the same text. */
export const json: ReportFormat = {
  description: "the whole report as JSON (whodrift/scan-report@1), for programs",
  render: jsonText,
};

export function jsonText(document: object): string {
  return `${JSON.stringify(sorted(document), undefined, 2).replace(UNSEEN, escapeUnits)}\n`;
}

/** On one line, with its keys in the order they have: what it is a copy of can still be told by its hash. */
export function jsonLine(document: object): string {
  return `${JSON.stringify(document).replace(UNSEEN, escapeUnits)}\n`;
}

/** On one line, keys sorted, so that the same record gives the same line. */
export function sortedJsonLine(document: object): string {
  return `${JSON.stringify(sorted(document)).replace(UNSEEN, escapeUnits)}\n`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, element]): [string, unknown] => [key, sorted(element)]);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function escapeUnits(character: string): string {
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}
