import assert from "node:assert/strict";
import fc from "fast-check";
import { drawTouches, whoFormats } from "../../../automation/report";
import type { WhoReport } from "../../../automation/who";
import { whoReportSchema } from "../../../automation/who/whoReport";
import { hostileTexts } from "../../fixtures/hostileReport";
import { alice, aWhoReport, touch } from "./whoReports";

/** Everything that others choose is this text. */
function hostile(text: string): WhoReport {
  const event = { operation: text, service: text, id: text };
  const touches = [touch("2026-07-31T04:00:00Z", { ...alice, name: text, sourceIp: text, userAgent: text }, { says: text, event })];
  const report = aWhoReport({ asked: text, touches, notRead: [text], audit: aWhoReport().audit.map((part) => ({ ...part, account: text, gaps: [text] })), owner: { unknown: text } });
  return { ...report, resource: { type: text, region: text, identities: [text] } };
}

describe("what whodrift who says, where names, agents and calls mean harm", function () {
  // Megabytes are drawn, on machines that have other things to do.
  this.timeout(30_000);
  const texts = [...hostileTexts, ""];
  for (const format of ["terminal", "json"] as const) {
    const draw = (text: string, width = 100) => whoFormats[format]?.(hostile(text), { width }) ?? "";

    it(`${format}: shows every character, and gives no CI runner a command`, () => {
      for (const text of texts) for (const width of [40, 100, Infinity]) assert.doesNotMatch(draw(text, width), /[^\P{C}\n]|\p{Zl}|\p{Zp}|^\s*::|##(\[|vso)/mu);
    });

    it(`${format}: law: so for text that nobody thought of`, () => {
      fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
        assert.doesNotMatch(draw(text), /[^\P{C}\n\p{Cn}\p{Co}]|^\s*::|##(\[|vso)/mu);
      }), { numRuns: 50 });
    });
  }

  it("is one line for each call, also while it is watched", () => {
    for (const text of texts) assert.equal(drawTouches(hostile(text), { width: Infinity }).split("\n").length, 2);
  });

  it("loses nothing in json", () => {
    for (const text of texts) assert.deepEqual(whoReportSchema.parse(JSON.parse(whoFormats["json"]?.(hostile(text)) ?? "")), hostile(text));
  });
});
