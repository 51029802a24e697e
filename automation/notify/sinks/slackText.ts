import type { Part, Phrase } from "../../report/phrase";
import { visible } from "../../report/visible";

// https://docs.slack.dev/messaging/formatting-message-text/#escaping: nothing else can begin a mention, link or channel.
const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

// Prose that no mark-up could be in; anything else stands in a code span.
const PLAIN = /^[\p{L}\p{N} ,;()%/+-]*[.]?$/u;

/** A phrase as mrkdwn of at most so many characters. Outside text stands in code spans, where nothing is mark-up. */
export function slackText(phrase: Phrase, longest: number): string {
  let text = "";
  for (const part of joinedWords(phrase)) {
    const room = longest - text.length;
    const drawn = drawPart(part, room);
    text += drawn.text;
    if (drawn.isCut) break;
  }
  return text;
}

/** Two code spans side by side would read as one fence. */
function joinedWords(phrase: Phrase): readonly Part[] {
  return phrase.flatMap((part, index) => {
    const before = phrase[index - 1];
    return before !== undefined && isCode(before) && isCode(part) ? [{ kind: "words", text: " " } as const, part] : [part];
  });
}

function isCode({ kind, text }: Part): boolean {
  return kind !== "words" && !(kind === "prose" && PLAIN.test(text));
}

function drawPart(part: Part, room: number): { readonly text: string; readonly isCut: boolean } {
  if (!isCode(part)) return escapeWithin(part.text, room);
  // The two backticks, and one inside would end the span.
  const { text, isCut } = escapeWithin(visible(part.text).replaceAll("`", "ˋ"), room - 2);
  if (text === "") return isCut ? { text: "…".slice(0, Math.max(0, room)), isCut } : { text: "(empty)".slice(0, Math.max(0, room)), isCut };
  return { text: `\`${text}\``, isCut };
}

/** No escape is cut in half. */
function escapeWithin(text: string, room: number): { readonly text: string; readonly isCut: boolean } {
  const whole = escapeSlack(text);
  if (whole.length <= room) return { text: whole, isCut: false };
  let kept = "";
  for (const character of text) {
    const next = ESCAPES[character] ?? character;
    if (kept.length + next.length > room - 1) break;
    kept += next;
  }
  return { text: room < 1 ? "" : `${kept}…`, isCut: true };
}

function escapeSlack(text: string): string {
  return text.replace(/[&<>]/g, (character) => ESCAPES[character] ?? character);
}
