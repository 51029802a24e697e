import assert from "node:assert/strict";
import fc from "fast-check";
import { formats } from "../../../automation/report";
import { visible } from "../../../automation/report/visible";
import { scanReportSchema } from "../../../policypack/model";
import { hostileReport, hostileTexts } from "../../fixtures/hostileReport";
import { blockStructure, inlineTokens } from "./parsedMarkdown";

const OWN_COLOURS = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, "g");

const OWN_COMMANDS = /^::(?=(?:error|warning|notice) [^:]*::)/gm;

const everything = hostileTexts.map((text) => text.slice(0, 200)).join(" ");
const texts = [...hostileTexts, everything, ""];

/** Random text from the characters that mean something to some medium. */
const nastyText = fc
  .array(fc.constantFrom("\n", "\r", "\u001b[", "\u202e", "::", "error", "##[", "`", "``", "|", "<", ">", "</details>", "<!--", "@a", "#1", "http://e.vil", "[x](y)", "*", "_", "- ", "1. ", " ", "\\", "&", "'", '"', "word", "é", "\ud83d", "😀"), { minLength: 1, maxLength: 12 })
  .map((parts) => parts.join(""));

/** A harmless text that a format treats alike: a command is not printed for a name that cannot be shown or is too long. */
function twin(text: string): string {
  return text.length > 500 || visible(text) !== text ? "\u0007harmless" : "harmless";
}

describe("every registered format, given a report full of hostile text", function () {
  // Some 40 reports of up to a megabyte a test, on machines that have other things to do.
  this.timeout(30_000);

  it("has a fixture that is a valid report", () => {
    for (const text of texts) scanReportSchema.parse(hostileReport(text));
  });

  for (const [name, format] of Object.entries(formats)) {
    const render = (text: string, color = false): string => format.render(hostileReport(text), { width: Infinity, color });

    describe(name, () => {
      it("prints no control, bidi or invisible character from the report", () => {
        for (const text of texts) assert.doesNotMatch(render(text), /[^\P{C}\n]|\p{Zl}|\p{Zp}/u);
      });

      it("prints no control character but its own colours when it colours", () => {
        for (const text of texts) assert.doesNotMatch(render(text, true).replace(OWN_COLOURS, ""), /[^\P{C}\n]/u);
      });

      it("gives a CI runner no command to obey", () => {
        for (const text of texts) {
          for (const width of [40, 100, Infinity]) {
            const output = format.render(hostileReport(text), { width });
            // Its own lines are commands: github.spec.ts says what is in them.
            assert.doesNotMatch(name === "github" ? output.replace(OWN_COMMANDS, "") : output, /^\s*::/mu);
            assert.doesNotMatch(output, /##(\[|vso\[)/i);
          }
        }
      });

      it("draws as many lines as for harmless text", () => {
        for (const text of hostileTexts) assert.equal(lines(render(text)), lines(render(twin(text))), JSON.stringify(text.slice(0, 60)));
      });

      it("keeps all of that for text that nobody thought of", () => {
        fc.assert(
          fc.property(nastyText, (text) => {
            const output = render(text);
            assert.doesNotMatch(name === "github" ? output.replace(OWN_COMMANDS, "") : output, /[^\P{C}\n]|^\s*::|##\[/mu);
            assert.equal(lines(output), lines(render(twin(text))));
          }),
          { numRuns: 200 },
        );
      });

      // Programs get everything.
      if (name === "json" || name === "ndjson" || name === "ocsf") return;
      it("does not grow with texts that nobody would read", () => {
        const growth = render("x".repeat(20_000)).length - render("x".repeat(2_000)).length;
        // Only the counts of what is cut get longer.
        assert.ok(growth < 1_000, `${String(growth)} characters more`);
      });
    });
  }

  describe("json, parsed", () => {
    it("loses nothing", () => {
      for (const text of texts) {
        const report = hostileReport(text);
        assert.deepEqual(scanReportSchema.parse(JSON.parse(formats["json"]?.render(report) ?? "")), scanReportSchema.parse(report));
      }
    });
  });

  describe("markdown, parsed as GitHub does (HTML and bare links on)", () => {
    const render = (text: string): string => formats["markdown"]?.render(hostileReport(text)) ?? "";

    it("has the blocks that harmless text gives, HTML included", () => {
      for (const text of hostileTexts) assert.deepEqual(blockStructure(render(text)), blockStructure(render(twin(text))), JSON.stringify(text.slice(0, 60)));
    });

    it("has no link, image or HTML inside its lines but its own line breaks", () => {
      for (const text of texts) {
        for (const token of inlineTokens(render(text))) {
          if (token.type === "html_inline") assert.equal(token.content, "<br>");
          else assert.match(token.type, /^(text|code_inline|strong_open|strong_close|softbreak)$/);
        }
      }
    });

    it("leaves nothing outside code that GitHub turns into a mention, a reference or an emoji", () => {
      for (const text of texts) {
        for (const token of inlineTokens(render(text)).filter(({ type }) => type === "text")) {
          assert.doesNotMatch(token.content, /[@#]\w|\bGH-\d|:[a-z]\w*:|\$|[0-9a-f]{7}|https?:|www\./i);
        }
      }
    });

    it("keeps both for text that nobody thought of", () => {
      fc.assert(
        fc.property(nastyText, (text) => {
          const output = render(text);
          assert.deepEqual(blockStructure(output), blockStructure(render(twin(text))));
          for (const { type, content } of inlineTokens(output)) assert.ok(type !== "html_inline" || content === "<br>");
        }),
        { numRuns: 200 },
      );
    });
  });
});

function lines(text: string): number {
  return text.split("\n").length;
}
