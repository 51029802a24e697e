import assert from "node:assert/strict";
import fc from "fast-check";
import { planStack } from "../../../automation/estate";
import { planFormats } from "../../../automation/report";
import { queueIn, RULES, stackOf, TWO } from "../estate/access/stacks";

const HOSTILE = "x\n::error::own\u001b[31m\u202e\u0085##[group]\r\n##vso[task] ::warning::";

describe("the plan of a scan, where whoever wrote the state means harm", () => {
  function drawn(text: string) {
    const stack = stackOf(
      { name: text, inputs: { region: text, version: text, assumeRoles: text, allowedAccountIds: JSON.stringify([text, TWO]) }, resources: [{ arn: text }] },
      { name: "other", package: text === "" ? "k" : text, resources: [queueIn(TWO)] },
    );
    const plan = planStack({ ...stack, ref: { ...stack.ref, name: text } }, RULES, {});
    return { plan, render: (format: "terminal" | "json") => planFormats[format]?.({ schema: "whodrift/scan-plan@1", concurrency: 1, stacks: [plan, { ...plan, problem: { code: text, message: text } }] }) ?? "" };
  }

  it("obeys nothing that a name, a region or a package says", () => {
    const { render } = drawn(HOSTILE);
    for (const format of ["terminal", "json"] as const) {
      const text = render(format);
      assert.doesNotMatch(text, /[^\P{C}\n]|^\s*::|##(\[|vso)/mu);
    }
    assert.match(render("terminal"), /\\n/);
  });

  it("law: is lines of what can be seen, and one JSON document, whatever stands there", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
        const { plan, render } = drawn(text);
        assert.doesNotMatch(render("terminal"), /[^\P{C}\n\p{Cn}\p{Co}]|^\s*::/mu);
        const document: unknown = JSON.parse(render("json"));
        assert.partialDeepStrictEqual(document, { stacks: [JSON.parse(JSON.stringify(plan))] });
      }),
      { numRuns: 50 },
    );
  });
});
