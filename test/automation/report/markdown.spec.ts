import assert from "node:assert/strict";
import { join } from "node:path";
import { markdown } from "../../../automation/report/markdown";
import { aReport, anEmptyStack, aStack, typicalReport } from "../../fixtures/report";
import { assertGolden } from "../../golden";
import { manyChanges } from "./manyChanges";
import { blockStructure, inlineTokens } from "./parsedMarkdown";

const golden = join(__dirname, "markdown.golden.md");

describe("the Markdown format", () => {
  it("draws a typical night as the committed text", () => {
    assertGolden(golden, markdown.render(typicalReport()));
  });

  it("links an event to the AWS console", () => {
    const links = inlineTokens(markdown.render(typicalReport())).filter(({ type }) => type === "link_open");
    assert.equal(links.length, 2);
  });

  it("has a table row for each stack that needs a look", () => {
    const rows = blockStructure(markdown.render(typicalReport())).filter((block) => block === "tr_open tr");
    assert.equal(rows.length, 1 + 3);
  });

  it("has no table where everything is in sync", () => {
    const text = markdown.render(aReport({ stacks: [aStack("acme/shop/dev")] }));
    assert.ok(!blockStructure(text).includes("table_open table"));
    assert.match(text, /\*\*In sync:\*\* `acme\/shop\/dev`/);
  });

  it("names empty stacks apart, and calls them neither in sync nor worth a row", () => {
    const text = markdown.render(aReport({ stacks: [aStack("acme/shop/dev"), anEmptyStack("acme/shop/review")] }));
    assert.ok(!blockStructure(text).includes("table_open table"));
    assert.match(text, /^## 2 stacks: 1 in sync, 1 empty$/m);
    assert.match(text, /\*\*In sync:\*\* `acme\/shop\/dev`\n\n\*\*Empty:\*\* `acme\/shop\/review`\n/);
  });

  describe("given an upper bound", () => {
    for (const [place, maxBytes] of [["a pull request comment", 65_536], ["a step summary", 1_048_576], ["something tiny", 2_000]] as const) {
      it(`fits ${place} with 5,000 changes, whole resources left out and counted`, () => {
        const text = markdown.render(manyChanges(5_000), { maxBytes });
        assert.ok(Buffer.byteLength(text) <= maxBytes);
        const drawn = text.split("<details").length - 1;
        assert.equal(drawn, text.split("</details>").length - 1);
        const left = /(\S+) drifted resources left out/.exec(text)?.[1]?.replace(",", "") ?? "0";
        assert.equal(drawn + Number(left), 1_000);
      });
    }

    it("leaves a text that fits as it is", () => {
      const whole = markdown.render(typicalReport());
      assert.equal(markdown.render(typicalReport(), { maxBytes: Buffer.byteLength(whole) }), whole);
      assert.match(markdown.render(typicalReport(), { maxBytes: Buffer.byteLength(whole) - 1 }), /Cut to fit/);
    });

    it("keeps the headline whatever the bound", () => {
      assert.match(markdown.render(typicalReport(), { maxBytes: 1 }), /^## 5 stacks: 1 drifted/);
    });
  });
});
