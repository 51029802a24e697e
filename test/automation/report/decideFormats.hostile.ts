import assert from "node:assert/strict";
import { rulesTestSchema } from "../../../automation/rules";
import { decideFormats, rulesFormats } from "../../../automation/report";
import { decidedSchema } from "../../../automation/report/decideFormats";
import { saidWith } from "../../policypack/drifts";

const HOSTILE = "\u001b[31m\r\n::error::owned\n##[error]x <script> `x` \u202e\u2028rm -rf /";
const VISIBLE = /[\p{Cf}\p{Zl}\p{Zp}]|[^\n\P{Cc}]|(^|\s)::|##\[/u;

const decision = saidWith({ path: HOSTILE, reason: HOSTILE, stack: HOSTILE, urn: `a::b::t::${HOSTILE}`, by: { name: HOSTILE, principal: HOSTILE, basis: "sts" } });
const decided = { decision, number: 2, told: true, ledger: HOSTILE };
const tested = {
  schema: "whodrift/rules-test@1" as const,
  at: "2026-03-01T00:00:00Z",
  rules: [{ name: HOSTILE, then: "hold" as const, matches: 0, decides: 0, passedOver: 0 }],
  changes: [
    {
      stack: HOSTILE,
      urn: `a::b::t::${HOSTILE}`,
      path: HOSTILE,
      fingerprint: HOSTILE,
      decision: { action: "alert" as const, by: { rule: HOSTILE } },
      reported: { action: "hold" as const, by: { person: HOSTILE, reason: HOSTILE } },
      tried: [{ rule: HOSTILE, outcome: "no-match" as const, condition: "stack" }, { rule: HOSTILE, outcome: "passed-over" as const, reason: HOSTILE }],
    },
  ],
};

describe("what is decided and tried, given text of an attacker", () => {
  it("shows what cannot be seen, and begins no command of a runner", () => {
    for (const text of [decideFormats["terminal"]?.(decided) ?? "", rulesFormats["terminal"]?.(tested) ?? ""]) {
      assert.notEqual(text, "");
      assert.doesNotMatch(text, VISIBLE);
    }
  });

  it("is the same to programs, with nothing raw that a log would obey", () => {
    const [one = "", other = ""] = [decideFormats["json"]?.(decided), rulesFormats["json"]?.(tested)];
    assert.deepEqual(decidedSchema.parse(JSON.parse(one)).decision, decision);
    assert.deepEqual(rulesTestSchema.parse(JSON.parse(other)), tested);
    assert.doesNotMatch(one + other, /[\u007F-\u009F\p{Cf}\p{Zl}\p{Zp}]|##\[/u);
  });
});
