import assert from "node:assert/strict";
import fc from "fast-check";
import { codeSpan, diffFence, md } from "../../../automation/report/markdownText";
import { prose, say } from "../../../automation/report/phrase";
import { visible } from "../../../automation/report/visible";
import { blockStructure, inlineTokens } from "./parsedMarkdown";

describe("text from outside in Markdown", () => {
  it("is one code span that holds exactly the text, whatever it is", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ minLength: 1, unit: "binary" }), fc.string({ minLength: 1, unit: fc.constantFrom("`", " ", "a", "\\", "<", "|") })), (text) => {
        const [token, ...rest] = inlineTokens(`- ${codeSpan(text)}`).filter(({ content }) => content !== "");
        assert.deepEqual([token?.type, rest], ["code_inline", []]);
        // A span of nothing but spaces keeps them, any other loses the one that we pad with.
        assert.equal(token?.content.trim(), visible(text).trim());
      }),
    );
  });

  it("is escaped when put in as it is", () => {
    assert.equal(md`by ${"<b>"}`.text, "by `<b>`");
    assert.equal(md`by ${say`${"<b>"} and ${1234}`}`.text, "by `<b>` and 1,234");
  });

  it("keeps plain sentences plain and turns the rest into code, word by word", () => {
    const told = prose("The event (a write) names sg-1, by `pulumi up`: see http://x.example, @alice!");
    assert.equal(md`${told}`.text, "The event (a write) names `sg-1`, by `pulumi up` `:` see `http://x.example`, `@alice`!");
  });

  it("keeps two spans side by side apart", () => {
    assert.equal(md`${say`${"a"}${"b"}`}`.text, "`a` `b`");
  });

  it("stays inside the fence of a diff, a line each, whatever it is", () => {
    const text = fc.string({ unit: fc.constantFrom("`", "~", "\n", " ", "-", "<", "a") });
    fc.assert(
      fc.property(fc.array(text, { minLength: 1 }), (texts) => {
        const fence = diffFence(texts.map((one) => ({ sign: "~", text: say`${one}` })));
        assert.deepEqual(blockStructure(md`before\n${fence}\nafter`.text), ["paragraph_open p", "inline ", "paragraph_close p", "fence code", "paragraph_open p", "inline ", "paragraph_close p"]);
        assert.equal(fence.text.split("\n").length, texts.length + 2);
      }),
    );
  });
});
