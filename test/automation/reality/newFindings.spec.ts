import assert from "node:assert/strict";
import fc from "fast-check";
import { policyMessage } from "../../../automation/policyMessage";
import type { Finding } from "../../../automation/reality/analyzeState";
import { newFindings } from "../../../automation/reality/newFindings";
import { aChange, aDrift, aResource } from "../../fixtures/report";

const WEB = "urn:pulumi:prod::shop::aws:ec2/securityGroup:SecurityGroup::web";
const STACK = "urn:pulumi:prod::shop::pulumi:pulumi:Stack::shop-prod";

function finding(given: Partial<Finding> = {}): Finding {
  return { pack: "house", policy: "no-open-ssh", level: "mandatory", urn: WEB, message: "port 22 is open", ...given };
}

const drift = aDrift({
  resource: aResource("aws:ec2/securityGroup:SecurityGroup", "web", { urn: WEB }),
  changes: [aChange({ fingerprint: "f1" }), aChange({ fingerprint: "f2", noise: { rule: "set-order", reason: "order" } })],
});

describe("what drifted out of compliance", () => {
  it("is what only the actual state has against itself, with the changes of the resource that count", () => {
    assert.deepEqual(newFindings([], [finding()], [drift]), [{ ...finding(), fingerprints: ["f1"] }]);
  });

  it("is not what the recorded state has against itself already, nor what it alone has", () => {
    assert.deepEqual(newFindings([finding(), finding({ policy: "tags" })], [finding()], [drift]), []);
  });

  it("is what a policy adds to what it had against a resource that has changed", () => {
    const more = finding({ message: "port 3389 is open" });
    assert.deepEqual(newFindings([finding()], [finding(), more], [drift]).map(({ message }) => message), ["port 3389 is open"]);
  });

  it("is not what a policy of the whole stack says again in other words", () => {
    assert.deepEqual(newFindings([finding({ urn: STACK, message: "2 queues" })], [finding({ urn: STACK, message: "1 queue" })], [drift]), []);
    assert.deepEqual(newFindings([], [finding({ urn: STACK, message: "1 queue" })], [drift]).map(({ fingerprints }) => fingerprints), [[]]);
  });

  it("law: is nothing between a state and itself, and each thing once, whatever the order", () => {
    const some = fc.array(fc.record({ policy: fc.constantFrom("a", "b"), urn: fc.constantFrom(WEB, STACK), message: fc.constantFrom("x", "y") }).map(finding), { maxLength: 8 });
    fc.assert(
      fc.property(some, some, (recorded, actual) => {
        assert.deepEqual(newFindings(actual, actual, [drift]), []);
        const found = newFindings(recorded, actual, [drift]);
        assert.deepEqual(newFindings(recorded.toReversed(), actual.toReversed(), [drift]), found);
        assert.equal(new Set(found.map((one) => JSON.stringify(one))).size, found.length);
      }),
    );
  });
});

describe("a policy's message", () => {
  it("is one line: what the policy is for, and what it has found", () => {
    assert.equal(policyMessage("SSH is for the inner network.\nport 22 is open\n"), "SSH is for the inner network: port 22 is open");
    assert.equal(policyMessage("A\nfirst\r\n  second"), "A: first second");
    assert.equal(policyMessage("only this"), "only this");
  });
});
