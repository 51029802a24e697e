import type { Part, Phrase } from "../phrase";
import { visible } from "../visible";

/** Text that is HTML already, and XML too. Plain strings put into `html` are escaped, so forgetting is safe. */
export class Html {
  constructor(readonly text: string) {}
}

type Markup = string | number | Html | Phrase | readonly Html[];

/** Values are safe between tags, and in attributes with quotes around them; nowhere else. */
export function html(ours: TemplateStringsArray, ...values: readonly Markup[]): Html {
  return new Html(ours.reduce((text, our, index) => text + markupText(values[index - 1] ?? NOTHING) + our));
}

/** The markup if there is a value to draw, else nothing. */
export function given<T>(value: T | undefined, draw: (value: T) => Html): Html {
  return value === undefined ? NOTHING : draw(value);
}

export const NOTHING = new Html("");

function markupText(value: Markup): string {
  if (typeof value === "string") return escaped(value);
  if (typeof value === "number") return String(value);
  if (value instanceof Html) return value.text;
  return value.map((one) => (one instanceof Html ? one.text : partText(one))).join("");
}

// Printable ASCII without what means something to a parser, or to a CI runner: most of a report, in a third of the time.
const PLAIN = /^[ !$%(-;=?-~]*$/;

function escaped(text: string): string {
  return PLAIN.test(text) ? text : visible(text).replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
}

/** Each piece from outside is an island: its letters cannot turn the direction of ours around it. */
function partText({ kind, text }: Part): string {
  switch (kind) {
    case "words":
      return escaped(text);
    case "name":
      return `<bdi>${text === "" ? "(empty)" : escaped(text)}</bdi>`;
    case "code":
      return `<code>${escaped(text)}</code>`;
    case "prose":
      return proseText(text);
  }
}

function proseText(text: string): string {
  const marked = escaped(text).replace(/`([^`]+)`/g, "<code>$1</code>");
  return /^[\x20-\x7e]*$/.test(marked) ? marked : `<bdi class="p">${marked}</bdi>`;
}
