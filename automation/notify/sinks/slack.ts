import { z } from "zod";
import type { Alert } from "../alert";
import { alertLines, headlinePhrase, restPhrase, type AlertLine } from "../alertText";
import { fitLines } from "../fitLines";
import { send } from "../http/send";
import { notifyNameSchema } from "../routes";
import { readPlace, secretSchema } from "../secrets";
import { defineSink } from "../sink";
import { slackText } from "./slackText";

// https://docs.slack.dev/reference/block-kit/blocks/: 50 blocks a message, 3,000 characters a section. About 13,000 in
// all are taken; the names of the fields count too.
const MOST_BLOCKS = 45;
const LONGEST_SECTION = 2_900;
const MOST_CHARACTERS = 10_000;
const LONGEST_LINE = 500;

const settings = z.strictObject({
  name: notifyNameSchema,
  kind: z.literal("slack"),
  /** An incoming webhook: whoever has its URL can write. */
  url: secretSchema,
});

export const slack = defineSink({
  kind: "slack",
  description: "a message in blocks, by an incoming webhook",
  settings,
  open: ({ url: place }) => ({
    pack: (alert) => [{ id: alert.id, body: JSON.stringify(slackMessage(alert)) }],
    connect: (world) => {
      const url = readPlace(place, world.env);
      return async ({ body }) => {
        const sent = await send(() => ({ url, body, headers: { "content-type": "application/json" }, secrets: [] }), world);
        return sent.outcome === "failed" ? sent : { outcome: "delivered" };
      };
    },
  }),
});

interface Section {
  readonly type: "section";
  /** verbatim: no text is made a link or a mention because it looks like one. */
  readonly text: { readonly type: "mrkdwn"; readonly text: string; readonly verbatim: true };
}

export function slackMessage(alert: Alert) {
  const headline = slackText(headlinePhrase(alert), LONGEST_LINE);
  const all = alertLines(alert);
  const { kept } = fitLines(all, MOST_CHARACTERS, drawLine, ({ text }) => text.length + 1);
  const shown = withinBlocks(kept);
  const rest = all.slice(shown.lines).filter(({ kind }) => kind === "item").length;
  const sections = [`*whodrift* ${headline}`, ...shown.sections, ...(rest > 0 ? [slackText(restPhrase(rest, alert), LONGEST_LINE)] : [])];
  // `text` is what a notification shows.
  return { text: `whodrift: ${headline}`, blocks: sections.map(section), unfurl_links: false, unfurl_media: false };
}

interface DrawnLine {
  readonly kind: AlertLine["kind"];
  readonly text: string;
}

function drawLine({ kind, say }: AlertLine): DrawnLine {
  return { kind, text: `${kind === "item" ? "• " : ""}${slackText(say(), LONGEST_LINE)}` };
}

/** A section for each title and its items, and a new one where it would get too long. */
function withinBlocks(lines: readonly DrawnLine[]): { readonly sections: readonly string[]; readonly lines: number } {
  const sections: string[] = [];
  for (const [index, { kind, text }] of lines.entries()) {
    const last = sections.at(-1);
    const joined = `${last ?? ""}\n${text}`;
    if (last !== undefined && kind === "item" && joined.length <= LONGEST_SECTION) sections[sections.length - 1] = joined;
    else if (sections.length < MOST_BLOCKS) sections.push(text);
    else return { sections, lines: index };
  }
  return { sections, lines: lines.length };
}

function section(text: string): Section {
  return { type: "section", text: { type: "mrkdwn", text, verbatim: true } };
}
