import assert from "node:assert/strict";
import { documentOutput, isSameDocument } from "./policyDocument";

const policy = (principal: unknown, more: object = {}) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: principal, Action: ["a", "b"], Resource: "*", ...more }] });

describe("policy documents, compared by their meaning", () => {
  it("are the same in another order, with a list of one, or with an account's number for its root", () => {
    assert.ok(isSameDocument(policy({ AWS: ["x", "y"] }), policy({ AWS: ["y", "x"] }, { Action: ["b", "a"] })));
    assert.ok(isSameDocument(policy({ AWS: "111122223333" }), policy({ AWS: ["arn:aws:iam::111122223333:root"] })));
  });

  it("differ by whom they name: also where a name became an id", () => {
    assert.ok(!isSameDocument(policy({ AWS: "arn:aws:iam::111122223333:user/a" }), policy({ AWS: "AIDAEXAMPLE" })));
    assert.ok(!isSameDocument(policy({ AWS: "111122223333" }), policy({ AWS: "444455556666" })));
    assert.ok(!isSameDocument(policy("*"), policy({ AWS: "*" }, { Effect: "Deny" })));
  });

  it("keep the recorded spelling while they mean the same", () => {
    const [recorded, live] = [policy({ AWS: "111122223333" }), policy({ AWS: "arn:aws:iam::111122223333:root" })];
    assert.equal(documentOutput(live, recorded), recorded);
    assert.notEqual(documentOutput(policy("*"), recorded), recorded);
    assert.equal(documentOutput(undefined, recorded), "");
  });
});
