import assert from "node:assert/strict";
import fc from "fast-check";
import { gateReportSchema, type GateReport } from "../../../automation/gate/gateReport";
import { gateFormats } from "../../../automation/report";
import { hostileTexts } from "../../fixtures/hostileReport";
import { actor, event } from "../../policypack/drifts";
import { aGateReport, obstacle } from "./gateReports";
import { blockStructure, inlineTokens } from "./parsedMarkdown";

/** Everything that others choose is this text: names, values, messages of programs and policies. */
function hostile(text: string): GateReport {
  const urn = `urn:pulumi:prod::orders::aws:sqs/queue:Queue::${text}`;
  const held = obstacle({
    path: text === "" ? "tags" : text,
    actual: text,
    planned: { [text]: text },
    actor: { ...actor, name: text, principal: text, sourceIp: text, userAgent: text },
    event: { ...event, operation: text, service: text, id: text },
    decision: { action: "hold", by: { person: text, reason: text } },
    ways: [{ text }],
  });
  return aGateReport({
    stack: text,
    openDrift: { outcome: "missing", location: text },
    problems: [{ code: text, message: text, fix: text }],
    allowed: [{ urn, type: text, op: text }],
    refused: [{ urn, type: text, op: text, held: [held] }],
    violations: [{ pack: text, policy: text, urn, message: text }],
  });
}

describe("what whodrift gate says, where names, values and messages mean harm", function () {
  // Megabytes are drawn, on machines that have other things to do.
  this.timeout(30_000);
  const texts = [...hostileTexts, ""];

  for (const format of Object.keys(gateFormats)) {
    const draw = (text: string, width = 100) => gateFormats[format]?.(hostile(text), { width }) ?? "";

    it(`${format}: shows every character, and gives no CI runner a command`, () => {
      for (const text of texts) for (const width of [40, 100, Infinity]) assert.doesNotMatch(draw(text, width), /[^\P{C}\n]|\p{Zl}|\p{Zp}|^\s*::|##(\[|vso)/mu);
    });

    it(`${format}: law: so for text that nobody thought of`, () => {
      fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
        assert.doesNotMatch(draw(text), /[^\P{C}\n\p{Cn}\p{Co}]|^\s*::|##(\[|vso)/mu);
      }), { numRuns: 50 });
    });
  }

  it("has in Markdown the blocks that harmless text gives, and neither links nor HTML", () => {
    const render = (text: string) => gateFormats["markdown"]?.(hostile(text)) ?? "";
    for (const text of hostileTexts) {
      assert.deepEqual(blockStructure(render(text)), blockStructure(render("harmless")), JSON.stringify(text.slice(0, 60)));
      for (const token of inlineTokens(render(text))) assert.match(token.type, /^(text|code_inline|strong_open|strong_close|softbreak)$/);
    }
  });

  it("loses nothing in json", () => {
    for (const text of texts) assert.deepEqual(gateReportSchema.parse(JSON.parse(gateFormats["json"]?.(hostile(text)) ?? "")), hostile(text));
  });
});
