import assert from "node:assert/strict";
import { markdown } from "../../../automation/report/markdown";
import { inSyncPhrase } from "../../../automation/report/reportFacts";
import { stackFacts } from "../../../automation/report/stackFacts";
import { terminal } from "../../../automation/report/terminal";
import { terminalPhrase } from "../../../automation/report/terminalText";
import { stackProblems } from "../../../automation/stackProblems";
import type { Violation } from "../../../policypack/model";
import { aChange, aDrift, aReport, aStack } from "../../fixtures/report";

describe("a problem of many stacks", () => {
  const cause = "ExpiredToken is what the service says";
  const names = Array.from({ length: 17 }, (_, index) => `acme/shop/${String.fromCharCode(97 + index)}`);
  const stacks = names.map((name, index) => {
    const checked = index === 0 ? 1 : 0;
    const unchecked = Array.from({ length: 3 - checked }, (__, at) => ({ urn: `urn:pulumi:${name}::shop::aws:sqs/queue:Queue::q${at}`, reason: cause }));
    return aStack(name, { status: checked > 0 ? "partial" : "unchecked", problem: { code: "credentials", message: cause }, resources: { total: 3, checked, unchecked } });
  });
  const report = aReport({ stacks, problems: stackProblems(stacks) });

  for (const [format, draw] of [["terminal", terminal], ["markdown", markdown]] as const) {
    it(`is said once in ${format}, with the number of stacks, some of their names and the fix; each stack points to it`, () => {
      const text = draw.render(report).replaceAll(/[`*]/g, "").replaceAll(/\s+/g, " ");
      assert.equal(text.split(cause).length - 1, 1);
      assert.match(text, /concerns 17 stacks: acme\/shop\/a, .*acme\/shop\/j and 7 more/);
      assert.match(text, /fix check the credentials: aws sts get-caller-identity/);
      assert.equal(text.split("problem credentials, as said above").length - 1, 17);
      assert.match(text, /unchecked q0 \(aws:sqs\/queue:Queue\), q1 \(aws:sqs\/queue:Queue\): for this reason/);
    });

    it(`stands with its stack in ${format} where the report does not say it`, () => {
      const text = draw.render({ ...report, problems: [] });
      assert.equal(text.split(cause).length - 1, 17);
    });
  }
});

const managedBy = { stack: "acme/web/prod", urn: "urn:pulumi:prod::web::aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule::from-web" };

function neighbours(amount: number): readonly string[] {
  const changes = Array.from({ length: amount }, (_, index) => aChange({ path: `ingress[${index}]`, managedBy }));
  return stackFacts(aStack("acme/network/prod", { drifts: [aDrift({ changes })] }), []).filter(({ label }) => label === "neighbour").map(({ text }) => terminalPhrase(text));
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

describe("a policy that is broken by drift", () => {
  const violation = { pack: "house", policy: "no-open-ssh", level: "mandatory", urn: aDrift().resource.urn, message: "port 22 is open", fingerprints: [aChange().fingerprint] };
  const factsOf = (violations: readonly Violation[]) =>
    stackFacts(aStack("acme/shop/prod", { drifts: [aDrift({ changes: [aChange()] })], violations }), [])
      .filter(({ label }) => label === "policy" || label === "by")
      .map(({ text }) => terminalPhrase(text));

  it("is told with what it says and who changed the resource", () => {
    assert.deepEqual(factsOf([violation]), [
      "no-open-ssh of house (mandatory) is broken by drift of web (aws:ec2/securityGroup:SecurityGroup): port 22 is open",
      "alice@example.com (human) via console from 203.0.113.7",
    ]);
  });

  it("says where nobody is known, and where the stack as a whole is meant", () => {
    assert.deepEqual(factsOf([{ ...violation, fingerprints: ["another"] }]).slice(1), ["nobody is known to have changed it"]);
    assert.deepEqual(factsOf([{ ...violation, fingerprints: [] }]).slice(1), ["the stack as a whole: see its changes"]);
  });

  it("is told five times at most, and counted", () => {
    assert.equal(factsOf(Array.from({ length: 7 }, () => violation)).at(-1), "and 2 more violations");
    const text = terminal.render(aReport({ stacks: [aStack("a/b/c", { status: "in-sync", violations: [violation, violation] })] }));
    assert.match(text, /2 policy violations by drift/);
    assert.match(text, /no-open-ssh/);
  });
});
