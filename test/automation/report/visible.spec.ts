import assert from "node:assert/strict";
import fc from "fast-check";
import { visible } from "../../../automation/report/visible";
import { terminalPhrase, terminalText } from "../../../automation/report/terminalText";
import { prose, say } from "../../../automation/report/phrase";

describe("text in which everything can be seen", () => {
  it("writes controls and invisible characters as escapes", () => {
    assert.equal(visible("\u001b[1m\n\r\t\u0085\u202e\u{e0041}\ud800"), String.raw`\x1b[1m\n\r\t\x85\u202e\u{e0041}\ud800`);
  });

  it("leaves what people write as it is", () => {
    for (const text of ["alice@example.com", "Grüße, 東京 😀", String.raw`C:\path`]) assert.equal(visible(text), text);
  });

  it("changes nothing a second time", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => visible(visible(text)) === visible(text)));
  });

  it("breaks a runner's command in a terminal, at whatever word it starts", () => {
    assert.equal(terminalText("::error::a ::b ##[error]c urn:pulumi:dev::p"), String.raw`\x3a:error::a \x3a:b #\x23[error]c urn:pulumi:dev::p`);
  });

  it("quotes a name that could pass for our own words", () => {
    assert.equal(terminalPhrase(say`by ${"root (human) via console"}, ${"bob"}`), 'by "root (human) via console", bob');
    assert.equal(terminalPhrase(prose("a (b)")), "a (b)");
  });
});
