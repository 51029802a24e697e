import assert from "node:assert/strict";
import fc from "fast-check";
import { slackText } from "../../../../automation/notify/sinks/slackText";
import { slackMessage } from "../../../../automation/notify/sinks/slack";
import type { Part } from "../../../../automation/report/phrase";
import { hostileReport, hostileTexts } from "../../../fixtures/hostileReport";
import { alertOf } from "../alerts";

const text = fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: fc.constantFrom("<", ">", "&", "`", "!", "*", "_", "~", "@", "|", "\n", " ", "a", "&amp;", "<!channel>", "\ud83d\ude00") }), fc.constantFrom(...hostileTexts));
const phrase = fc.array(fc.record({ kind: fc.constantFrom("name" as const, "prose" as const, "code" as const), text }), { maxLength: 6 });
const words: Part = { kind: "words", text: " · " };

/** Code spans, and what is between them: https://docs.slack.dev/messaging/formatting-message-text/ */
const CODE_OR_PLAIN = /^(`[^`\n]+`|[^`])*$/;

function assertHarmless(mrkdwn: string): void {
  assert.doesNotMatch(mrkdwn, /[<>]|&(?!amp;|lt;|gt;)/, "something begins a mention or a link, or an escape is cut");
  assert.match(mrkdwn, CODE_OR_PLAIN, "a code span is open");
  assert.doesNotMatch(mrkdwn.replace(/`[^`]+`/g, ""), /[*_~@#!|]/, "outside text stands outside of code");
}

describe("text for Slack", () => {
  it("is no mention, link or mark-up, whatever a name is, and never longer than it may be", () => {
    fc.assert(
      fc.property(phrase, fc.integer({ min: 1, max: 300 }), (parts, longest) => {
        const drawn = slackText(parts.flatMap((part) => [words, part]), longest);
        assert.ok(drawn.length <= longest, `${drawn.length} > ${longest}`);
        assertHarmless(drawn);
      }),
    );
  });

  it("shows all of a name that has room", () => {
    fc.assert(fc.property(fc.stringMatching(/^[\w.:/-]{1,50}$/), (name) => { assert.equal(slackText([{ kind: "name", text: name }], 100), `\`${name}\``); }));
  });

  for (const hostile of hostileTexts) {
    it(`stays text in a message: ${JSON.stringify(hostile.slice(0, 40))}`, () => {
      for (const { text: { text: section } } of slackMessage(alertOf(hostileReport(hostile))).blocks) assertHarmless(section.replace("*whodrift* ", ""));
    });
  }
});
