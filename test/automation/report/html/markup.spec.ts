import assert from "node:assert/strict";
import fc from "fast-check";
import { html } from "../../../../automation/report/html/markup";
import { code, prose, say } from "../../../../automation/report/phrase";
import { visible } from "../../../../automation/report/visible";
import { elements, parseHtml, textOf } from "../parsedHtml";

const nasty = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.array(fc.constantFrom("<", ">", "&", '"', "'", "`", "=", "/", "</p>", "<!--", "-->", "<![CDATA[", "]]>", "&lt;", "&#60;", "&amp;", "<script>", "javascript:", " ", "\n", "\u202e", "a", "é", "😀"), { maxLength: 12 }).map((parts) => parts.join("")),
);

describe("the html template", () => {
  it("gives any text back as what can be seen of it, between tags and in attributes, and nothing else", () => {
    fc.assert(
      fc.property(nasty, nasty, (text, attribute) => {
        const root = parseHtml(html`<p title="${attribute}">${`.${text}`}</p>`.text);
        assert.equal(textOf(root), `.${visible(text)}`);
        assert.deepEqual(root.attributes, { title: visible(attribute) });
        assert.equal(elements(root).length, 1);
      }),
    );
  });

  it("marks what is from outside in a phrase, and lets none of it be markup", () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const root = parseHtml(html`<p>${say`by ${`.${text}`} at ${code(`.${text}`)}: ${prose(text.replaceAll("`", ""))}`}</p>`.text);
        assert.ok(textOf(root).startsWith(`by .${visible(text)} at .${visible(text)}: `));
        for (const { name } of elements(root)) assert.match(name, /^(p|bdi|code)$/);
      }),
    );
  });

  it("escapes once: what is markup already stays as it is", () => {
    assert.equal(html`<p>${html`<b>${"<"}</b>`}${[html`<i>1</i>`, html`<i>2</i>`]}${3}</p>`.text, "<p><b>&#60;</b><i>1</i><i>2</i>3</p>");
  });

  it("says of an empty name that it is empty", () => {
    assert.equal(html`${say`by ${""}`}`.text, "by <bdi>(empty)</bdi>");
  });

  it("draws commands in sentences as code", () => {
    assert.equal(html`${prose("run `pulumi up <now>` again")}`.text, "run <code>pulumi up &#60;now&#62;</code> again");
  });
});
