import MarkdownIt from "markdown-it";

interface MarkdownToken {
  readonly type: string;
  readonly content: string;
}

// The nearest to GitHub that a small parser comes: tables, raw HTML and bare links are read.
const parser = new MarkdownIt({ html: true, linkify: true });

/** The blocks of a text in order. What stands inside `<code>` of an HTML block is left out, its tags are not. */
export function blockStructure(text: string): readonly string[] {
  return parser.parse(text, {}).map(({ type, tag, content }) => (type === "html_block" ? content.replace(/(?<=<code>)[^<>]*(?=<\/code>)/g, "") : `${type} ${tag}`));
}

export function inlineTokens(text: string): readonly MarkdownToken[] {
  return parser.parse(text, {}).flatMap(({ children }) => children ?? []);
}
