import type { Part, Phrase } from "./phrase";
import { terminalPhrase } from "./terminalText";
import type { DrawnLine } from "./valueLine";
import { visible } from "./visible";

/** Text that is Markdown already. Plain strings put into `md` are escaped, so forgetting is safe. */
export class Markdown {
  constructor(readonly text: string) {}
}

export function md(ours: TemplateStringsArray, ...values: readonly (string | Phrase | Markdown)[]): Markdown {
  const shown = values.map((value) => {
    if (value instanceof Markdown) return value.text;
    return typeof value === "string" ? codeSpan(value) : phraseText(value);
  });
  return new Markdown(String.raw({ raw: ours }, ...shown));
}

/**
 * Outside text as a code span, in which GitHub knows no HTML, links, images, mentions, issue numbers or emoji.
 * The fence is longer than any run of backticks inside: https://github.github.com/gfm/#code-spans
 */
export function codeSpan(text: string): string {
  const shown = visible(text);
  if (shown === "") return "(empty)";
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = /^[` ]|[` ]$/.test(shown) ? " " : "";
  return fence + pad + shown + pad + fence;
}

const FENCE = "```";

/**
 * Lines with their signs, as GitHub colours a diff. Inside a fence nothing is markup, and no line can end it: each
 * begins with its sign. https://github.github.com/gfm/#fenced-code-blocks
 */
export function diffFence(lines: readonly DrawnLine[]): Markdown {
  return new Markdown([`${FENCE}diff`, ...lines.map(({ sign, text }) => `${sign} ${terminalPhrase(text)}`), FENCE].join("\n"));
}

/** For a table cell: GitHub and other parsers disagree on `\|` inside code, so a pipe is written as `\x7c`. */
export function cell(markdown: Markdown): Markdown {
  return new Markdown(markdown.text.replaceAll("|", "\\x7c"));
}

/** For HTML blocks, where Markdown is not read. `<code>` keeps GitHub from turning `@name` into a mention. */
export function htmlPhrase(phrase: Phrase): Markdown {
  return new Markdown(phrase.map(({ kind, text }) => (kind === "words" ? text : `<code>${htmlText(text)}</code>`)).join(""));
}

function htmlText(text: string): string {
  return visible(text).replace(/[&<>"'`]/g, (character) => `&#${String(character.charCodeAt(0))};`);
}

/** Two code spans side by side would read as one fence. */
function phraseText(phrase: Phrase): string {
  return phrase.reduce((text, part) => {
    const next = partText(part);
    return text + (text.endsWith("`") && next.startsWith("`") ? " " : "") + next;
  }, "");
}

function partText({ kind, text }: Part): string {
  if (kind === "words") return text;
  return kind === "prose" ? proseText(text) : codeSpan(text);
}

// A word of letters, or a short number, with plain punctuation around it: nothing that any Markdown reads as more.
// Letters and digits together may be an issue key (GH-1) or a commit; a number and a dot may begin a list.
const PLAIN_WORD = /^(?!.*[a-f]{7})(?:[("']?(?:\p{L}[\p{L}\p{M}]*(?:['’/-][\p{L}\p{M}]+)*|\d{1,6}(?![.)]))[)"']?[.,;:!?]?|[→–—·])$/u;

/** A sentence: `commands in backticks` and every word that is not plainly a word become code spans. */
function proseText(text: string): string {
  return visible(text)
    .match(/`[^`]+`|[^ ]+/g)
    ?.map(proseWord)
    .join(" ") ?? "";
}

function proseWord(word: string): string {
  if (PLAIN_WORD.test(word)) return word;
  if (/^`[^`]+`$/.test(word)) return codeSpan(word.slice(1, -1));
  const [, body = word, tail = ""] = /^(.*[^.,;:!?])([.,;:!?])$/.exec(word) ?? [];
  return codeSpan(body) + tail;
}
