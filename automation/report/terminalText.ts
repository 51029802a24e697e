import type { Part, Phrase } from "./phrase";
import { visible } from "./visible";

/**
 * Outside text for a terminal or a log: nothing in it can move the cursor, colour, link, reorder or begin a
 * line. A `::` at the beginning of a word is broken, because wrapping may put the word first on its line, and
 * CI runners obey `::error::` after any white space.
 * Source: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
export function terminalText(text: string): string {
  return visible(text).replace(/(^|\s)::/gu, "$1\\x3a:");
}

export function terminalPhrase(phrase: Phrase): string {
  return terminalText(phrase.map(partText).join(""));
}

// A name with spaces or brackets could read like our own words, "root (human) via console": then it is quoted.
const BARE_NAME = /^(?!::)[\w.:/@+=,*$[\]-]+$/;

function partText({ kind, text }: Part): string {
  return kind === "name" && !BARE_NAME.test(text) ? JSON.stringify(text) : text;
}
