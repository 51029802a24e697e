import assert from "node:assert/strict";
import { inSyncPhrase } from "../../../automation/report/reportFacts";
import { stackFacts } from "../../../automation/report/stackFacts";
import { terminalPhrase } from "../../../automation/report/terminalText";
import { aChange, aDrift, aStack } from "../../fixtures/report";

const managedBy = { stack: "acme/web/prod", urn: "urn:pulumi:prod::web::aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule::from-web" };

function neighbours(amount: number): readonly string[] {
  const changes = Array.from({ length: amount }, (_, index) => aChange({ path: `ingress[${index}]`, managedBy }));
  return stackFacts(aStack("acme/network/prod", { drifts: [aDrift({ changes })] })).filter(({ label }) => label === "neighbour").map(({ text }) => terminalPhrase(text));
}

describe("what is said of a stack before any drift", () => {
  it("names whoever set what is no drift, and what an up would do to it", () => {
    assert.deepEqual(neighbours(1), [
      "ingress[0] of web is set by from-web (aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule) of acme/web/prod: no drift, but an up of this stack that writes or refreshes web takes it away",
    ]);
  });

  it("names five of many, and counts the others", () => {
    assert.deepEqual([neighbours(5).length, neighbours(7).length, neighbours(7).at(-1)], [5, 6, "and 2 more changes set by other stacks"]);
  });

  it("notes it of a stack in sync, apart from noise", () => {
    const changes = [aChange({ managedBy }), aChange({ noise: { rule: "r", reason: "x" } }), aChange({ noise: { rule: "r", reason: "x" } })];
    assert.equal(terminalPhrase(inSyncPhrase([aStack("a/b/c", { status: "in-sync", drifts: [aDrift({ changes })] })])), "a/b/c (2 noise, 1 set by other stacks)");
  });
});
