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
    ["takes along the details of a login that failed", "error: unable to validate AWS credentials.\nDetails: IAM Role (r) cannot be assumed.\n\nThere are", "unable to validate AWS credentials. Details: IAM Role (r) cannot be assumed."],
    ["leaves out the request's id, so that one cause reads the same twice", "reading x: https response error StatusCode: 403, RequestID: 8f1e-2, api error AccessDenied: no", "reading x: https response error StatusCode: 403, api error AccessDenied: no"],
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
