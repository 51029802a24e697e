import { createHash } from "node:crypto";
import { html, Html } from "./markup";
import { SCRIPT } from "./script";
import { STYLE } from "./style";

// https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Content-Security-Policy: nothing is loaded or sent, and
// nothing runs but what is hashed here. `data:` is for the icon, which a browser would else ask a server for.
const POLICY = `default-src 'none'; style-src ${hashOf(STYLE)}; script-src ${hashOf(SCRIPT)}; img-src data:; base-uri 'none'; form-action 'none'`;

/** One file that needs nothing else, well-formed as HTML and as XML. */
export function page(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"/><meta http-equiv="Content-Security-Policy" content="${new Html(POLICY)}"/><meta name="viewport" content="width=device-width, initial-scale=1"/><meta name="color-scheme" content="light dark"/><meta name="referrer" content="no-referrer"/><title>${title}</title><link rel="icon" href="data:,"/><style>${new Html(STYLE)}</style></head>
<body>${body}<script>${new Html(SCRIPT)}</script></body></html>
`.text;
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
