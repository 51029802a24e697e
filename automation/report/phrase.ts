import { cut } from "./cut";

/**
 * What a piece of text is decides how each medium shows it.
 * words: ours, written in this folder. prose: a sentence from another step, with outside text in it.
 * name: outside text that stands for itself. code: JSON, a path or a command, as it stands.
 */
export interface Part {
  readonly kind: "words" | "prose" | "name" | "code";
  readonly text: string;
}

export type Phrase = readonly Part[];

// Longer than any ARN or user agent in real use; a report is no place for a novel in a tag.
const LONGEST_NAME = 300;
const LONGEST_PROSE = 600;
// Values come shorter than that, each cut where it says most.
const LONGEST_CODE = 400;

/** Builds a phrase; what is put in as plain text counts as a name from outside, so forgetting is safe. */
export function say(ours: TemplateStringsArray, ...values: readonly (string | number | Phrase)[]): Phrase {
  return ours.flatMap((text, index) => {
    const value = values[index];
    return [...(text === "" ? [] : words(text)), ...(value === undefined ? [] : toPhrase(value))];
  });
}

/** @param text ours, as a number or a time: nothing from outside, for it is not escaped */
export function words(text: string): Phrase {
  return [part("words", text)];
}

export function prose(text: string): Phrase {
  return [part("prose", cut(text, LONGEST_PROSE))];
}

export function code(text: string): Phrase {
  return [part("code", cut(text, LONGEST_CODE))];
}

/** 1 change, 2 changes, 5,000 changes */
export function count(amount: number, one: string, many = `${one}s`): Phrase {
  return say`${amount} ${words(amount === 1 ? one : many)}`;
}

export function joined(phrases: readonly Phrase[], separator: " " | ", " | "; " | " · " | " ← "): Phrase {
  return phrases.flatMap((phrase, index) => (index === 0 ? phrase : [...words(separator), ...phrase]));
}

function toPhrase(value: string | number | Phrase): Phrase {
  if (typeof value === "number") return words(value.toLocaleString("en-US"));
  return typeof value === "string" ? [part("name", cut(value, LONGEST_NAME))] : value;
}

function part(kind: Part["kind"], text: string): Part {
  return { kind, text };
}
