import assert from "node:assert/strict";
import fc from "fast-check";
import { sayOnce } from "../../automation/problems";
import { stackProblems } from "../../automation/stackProblems";
import type { StackReport } from "../../policypack/model";
import { aStack } from "../fixtures/report";

function failed(stack: string, message: string, code = "credentials"): StackReport {
  return aStack(stack, { status: "unchecked", problem: { code, message } });
}

describe("the problems of stacks", () => {
  it("are said once for each cause, with their fix and all their stacks", () => {
    const problems = stackProblems([failed("acme/shop/prod", "ExpiredToken"), aStack("acme/shop/dev"), failed("acme/net/prod", "ExpiredToken"), failed("acme/dns/prod", "incorrect passphrase", "passphrase")]);
    assert.deepEqual(problems.map(({ fix, ...rest }) => ({ ...rest, fix: fix?.slice(0, 20) })), [
      { code: "passphrase", message: "incorrect passphrase", fix: "set PULUMI_CONFIG_PA", stacks: ["acme/dns/prod"], accounts: [] },
      { code: "credentials", message: "ExpiredToken", fix: "check the credential", stacks: ["acme/net/prod", "acme/shop/prod"], accounts: [] },
    ]);
  });

  describe("are one, whatever differs from stack to stack:", () => {
    for (const [what, one, other, said] of [
      ["the request's id", "StatusCode: 403, RequestID: 5a1c-11, api error Denied", "StatusCode: 403, RequestID: , api error Denied", "StatusCode: 403, RequestID: …, api error Denied"],
      ["a UUID", "call 0b7d2a1e-1111-4222-8333-944445555666 failed", "call 5f0c1a52-7f7e-4a3b-9d1e-0c5b8f2f6a11 failed", "call … failed"],
      ["the URN", "reading urn:pulumi:prod::shop::aws:sqs/queue:Queue::a: no", "reading urn:pulumi:prod::net::aws:sqs/queue:Queue::b: no", "reading … no"],
      ["the stack's name", "no lock on acme/shop/prod", "no lock on acme/net/prod", "no lock on …"],
      ["the port", "dial tcp 127.0.0.1:41233: connect: connection refused", "dial tcp 127.0.0.1:50001: connect: connection refused", "dial tcp 127.0.0.1:…: connect: connection refused"],
      ["how long it took", "no answer in 1m30.5s", "no answer in 890ms", "no answer in …"],
      ["when it was", "expired at 2026-07-31T05:00:02Z", "expired at 2026-07-31T05:00:03.5+02:00", "expired at …"],
      ["the session", "arn:aws:sts::111122223333:assumed-role/scan/i-1 is not authorized", "arn:aws:sts::111122223333:assumed-role/scan/i-2 is not authorized", "arn:aws:sts::111122223333:assumed-role/scan/… is not authorized"],
      ["the scratch folder", "write /tmp/whodrift-AbCd12/stack-xYz123/work: disk full", "write /tmp/whodrift-AbCd12/stack-000000/work: disk full", "write /tmp/whodrift-…/stack-…/work: disk full"],
    ] as const) {
      it(what, () => {
        const problems = stackProblems([failed("acme/shop/prod", one), failed("acme/net/prod", other)]);
        assert.deepEqual(problems.map(({ message, stacks }) => [message, stacks.length]), [[said, 2]]);
      });
    }
  });

  it("stay apart where accounts, roles, regions, status codes or versions differ", () => {
    const messages = [
      "arn:aws:sts::111122223333:assumed-role/scan/x is not authorized",
      "arn:aws:sts::444455556666:assumed-role/scan/x is not authorized",
      "arn:aws:sts::111122223333:assumed-role/read/x is not authorized",
      "StatusCode: 403",
      "StatusCode: 400",
      "lookup sts.eu-west-1.amazonaws.com: no such host",
      "lookup sts.eu-west-2.amazonaws.com: no such host",
      "no resource plugin 'pulumi-resource-aws' found at version v7.48.0",
      "no resource plugin 'pulumi-resource-aws' found at version v7.47.0",
    ];
    assert.equal(stackProblems(messages.map((message, index) => failed(`acme/shop/${index}`, message))).length, messages.length);
  });

  it("law: those of the parts, said together, are those of the whole", () => {
    const stack = fc.record({ name: fc.uuid(), message: fc.constantFrom("a RequestID: 1, b", "a RequestID: 2, b", "no", "in 3s", "in 4s"), code: fc.constantFrom("credentials", "throttled", "unheard-of") });
    fc.assert(
      fc.property(fc.array(stack), fc.array(stack), (ones, others) => {
        const [one, other] = [ones, others].map((list) => list.map(({ name, message, code }) => failed(name, message, code)));
        assert.ok(one && other);
        assert.deepEqual(sayOnce([...stackProblems(one), ...stackProblems(other)]), stackProblems([...other, ...one]));
      }),
    );
  });
});
