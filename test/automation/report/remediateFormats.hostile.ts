import assert from "node:assert/strict";
import fc from "fast-check";
import { codeTextOf } from "../../../automation/remediate/codeText";
import { remediationReportSchema, type RemediationReport } from "../../../automation/remediate/remediationReport";
import { shellCommand } from "../../../automation/remediate/shellWord";
import { remediateFormats } from "../../../automation/report";
import { formatPath } from "../../../policypack/model";
import { hostileTexts } from "../../fixtures/hostileReport";
import { actor } from "../../policypack/drifts";
import { aChange, aRemediation, aTarget } from "./remediations";

/** Everything that others choose is this text. */
function hostile(text: string): RemediationReport {
  const urn = `urn:pulumi:prod::orders::aws:sqs/queue:Queue::${text}`;
  const path = formatPath([text, text]);
  const change = aChange({ urn, type: text, path, recorded: text, actual: { [text]: [text] }, actor: { ...actor, name: text, principal: text }, decision: { action: "adopt", by: { person: text, reason: text } } });
  const code = [path, `${path}[0]`].map((at) => codeTextOf({ path: at, actual: { [text]: [text] } }, { file: text, line: 1 }));
  const target = aTarget({ urn, type: text, action: "adopt", effect: "state", changes: [change], command: shellCommand(["pulumi", "refresh", "--stack", text, "--target", urn]), code, outcome: { end: "stopped", reason: text } });
  return aRemediation(
    { stack: text, program: text, targets: [target], adopted: [{ change, code }], held: [change], left: [change], unable: [{ change, code: "mixed", reason: text, fix: text }], problem: { code: text, message: text, fix: text } },
    { refused: { code: text, message: text, fix: text } },
  );
}

describe("what whodrift remediate says, where names, values and messages mean harm", function () {
  this.timeout(30_000);
  const texts = hostileTexts.filter((text) => text !== "");

  for (const format of Object.keys(remediateFormats)) {
    const draw = (text: string, width = 100) => remediateFormats[format]?.(hostile(text), { width }) ?? "";

    it(`${format}: shows every character, and gives no CI runner a command`, () => {
      for (const text of texts) for (const width of [40, 100, Infinity]) assert.doesNotMatch(draw(text, width), /[^\P{C}\n]|\p{Zl}|\p{Zp}|^\s*::|##(\[|vso)/mu);
    });

    it(`${format}: law: so for text that nobody thought of`, () => {
      fc.assert(fc.property(fc.string({ unit: "binary", minLength: 1, maxLength: 40 }), (text) => {
        assert.doesNotMatch(draw(text), /[^\P{C}\n\p{Cn}\p{Co}]|^\s*::|##(\[|vso)/mu);
      }), { numRuns: 50 });
    });
  }

  it("loses nothing in json", () => {
    for (const text of texts) assert.deepEqual(remediationReportSchema.parse(JSON.parse(remediateFormats["json"]?.(hostile(text)) ?? "")), hostile(text));
  });
});
