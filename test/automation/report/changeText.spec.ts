import assert from "node:assert/strict";
import { changeText } from "../../../automation/report/changeText";
import { terminalPhrase } from "../../../automation/report/terminalText";
import type { Change } from "../../../policypack/model";
import { aDrift, aResource, noActor } from "../../fixtures/report";

const drift = aDrift({ kind: "deleted", resource: aResource("aws:ec2/securityGroup:SecurityGroup", "web") });

const change: Change = {
  fingerprint: "f3a9",
  valueDigest: "d1",
  path: "size",
  kind: "changed",
  tier: "declared",
  severity: "low",
  attribution: noActor("not-asked"),
  decision: { action: "alert", by: { rule: "everything-else" } },
};

function told(over: Partial<Change>): readonly string[] {
  const { head, lines } = changeText({ ...change, ...over }, drift);
  return [terminalPhrase(head), ...lines.map(({ sign, text }) => `${sign} ${terminalPhrase(text)}`)];
}

describe("a change as every format tells it", () => {
  it("puts one difference on the line of the property, with what else is to be said", () => {
    assert.deepEqual(told({ path: "layers[0]", actual: "x", opensAccess: true, replaces: true }), ['layers[0]: + "x" · opens access · reverting replaces the resource']);
    assert.deepEqual(told({ path: "size", expected: 1, actual: 2, tier: "ignored" }), ["size: 1 → 2 · hidden by ignoreChanges"]);
  });

  it("says what a refresh has taken into the state, and what the next up does to it", () => {
    const at = "2026-07-30T21:04:30Z";
    const taken = "taken into the state by a pulumi refresh at 2026-07-30 21:04 UTC";
    assert.deepEqual(told({ expected: 1, actual: 2, absorbed: { at, certain: true } }), [`size: 1 → 2 · ${taken}: the next up reverts it`]);
    assert.deepEqual(told({ path: "", absorbed: { at, certain: true } }), [`security group web is gone from AWS · ${taken}: the next up makes it again`]);
    assert.match(told({ expected: 1, actual: 2, absorbed: { at, certain: false } })[0] ?? "", /perhaps by a pulumi refresh: unless the program has it too, the next up reverts it$/);
  });

  it("counts several differences, and gives each a line", () => {
    assert.deepEqual(told({ path: "groups", expected: ["a", "b"], actual: ["b", "c"] }), ["groups: 1 added, 1 removed", '+ "c"', '- "a"']);
  });

  it("draws a dozen of very many, and says where the others are", () => {
    const lines = told({ path: "groups", expected: [], actual: Array.from({ length: 1_013 }, (_, index) => index) });
    assert.deepEqual([lines[0], lines.length, lines.at(-1)], ["groups: 1,013 added", 14, "… and 1,001 more in the json format"]);
  });

  it("draws what is open to everybody first, where not all can be drawn", () => {
    const actual = [...Array.from({ length: 20 }, (_, index) => `10.0.${String(index)}.0/24`), "0.0.0.0/0"];
    assert.equal(told({ path: "cidrBlocks", expected: [], actual })[1], '+ "0.0.0.0/0"');
  });

  it("names a resource that is gone by what it is", () => {
    assert.deepEqual(told({ path: "", kind: "removed" }), ["security group web is gone from AWS"]);
  });

  it("admits that no value shows the change", () => {
    assert.deepEqual(told({}), ["size: changed, but no value shows it"]);
  });

  it("takes a path that is none as it comes", () => {
    assert.deepEqual(told({ path: "[", expected: 1, actual: 2 }), ["[: 1 → 2"]);
  });
});
