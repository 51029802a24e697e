import assert from "node:assert/strict";
import fc from "fast-check";
import { firstError } from "../../../automation/estate/firstError";

describe("the first error of an output", () => {
  for (const [title, output, expected] of [
    ["is the error line, behind a warning", "warning: old\nerror: no stack\nerror: second", "no stack"],
    ["is the first line where none says error", "\nPreview failed: boom\n    at read (x.js:1:2)", "boom"],
    ["takes along what a headline announces", "error: refreshing x: 1 error occurred:\n\t* reading bucket: AccessDenied\n\n", "refreshing x: 1 error occurred: reading bucket: AccessDenied"],
    ["has no colours", "<{%fg 1%}>error: <{%reset%}>\u001b[31mred\u001b[0m", "red"],
    [
      "leaves out the engine's URNs",
      "error: could not load provider for resource urn:a: could not create provider urn:b::id: configure provider 'p': ExpiredToken",
      "configure provider 'p': ExpiredToken",
    ],
    [
      "says which role cannot be assumed, and not for which of a hundred providers",
      "configure provider 'urn:pulumi:dev::shop::pulumi:providers:aws::a': unable to validate AWS credentials.\nDetails: IAM Role (arn:r) cannot be assumed.\n\nThere are a number of causes",
      "unable to validate AWS credentials. Details: IAM Role (arn:r) cannot be assumed.",
    ],
    ["is nothing in an empty output", " \n\n", undefined],
  ] as const) {
    it(title, () => {
      assert.equal(firstError(output), expected);
    });
  }

  it("is one short line without control characters, whatever a provider says", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 2000 }), (output) => {
        const message = firstError(output) ?? "";
        assert.doesNotMatch(message, /\p{Cc}/u);
        assert.ok(message.length <= 400);
      }),
    );
  });
});
