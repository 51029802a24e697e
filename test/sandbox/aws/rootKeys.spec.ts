import assert from "node:assert/strict";
import fc from "fast-check";
import { readSignature } from "./models/signature";
import { signed } from "./models/tinyRequests";
import { asRoot, rootAccountOf, rootKeyOf, withEmulatorKey } from "./rootKeys";

const accounts = new Set(["111122223333"]);

function keyAfter(accessKeyId: string): string | undefined {
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/eu-central-1/s3/aws4_request, SignedHeaders=host, Signature=0`;
  return readSignature(withEmulatorKey(signed("s3", { headers: { authorization } }), accounts))?.accessKeyId;
}

describe("keys of root users", () => {
  it("given an account, then its root user's key tells it, as long as every other key", () => {
    assert.equal(rootKeyOf("111122223333").length, 20);
    assert.equal(rootAccountOf(rootKeyOf("111122223333")), "111122223333");
  });

  it("given the root key of a known account, then the emulator gets the account's number", () => {
    assert.equal(keyAfter(rootKeyOf("111122223333")), "111122223333");
    const url = `/b?X-Amz-Credential=${rootKeyOf("111122223333")}%2F20260101%2Feu-central-1%2Fs3%2Faws4_request`;
    assert.equal(withEmulatorKey({ method: "GET", url, headers: {}, body: Buffer.alloc(0) }, accounts).url, url.replace(rootKeyOf("111122223333"), "111122223333"));
  });

  it("given a key in AWS's form, then the signed request stays as it is", () => {
    fc.assert(fc.property(fc.constantFrom("AKIA", "ASIA"), fc.stringMatching(/^[A-NP-QS-Z2-7]{16}$/), (kind, rest) => {
      assert.equal(keyAfter(kind + rest), kind + rest);
    }));
  });

  it("given any other key, then nothing that the emulator takes for a root user comes through", () => {
    const root = /^(test|\d{12})$/;
    fc.assert(fc.property(fc.oneof(fc.stringMatching(/^\d{12}$/), fc.constantFrom("test", rootKeyOf("999999999999")), fc.stringMatching(/^\w{1,20}$/)), (key) => {
      const passed = keyAfter(key) ?? "";
      assert.ok(!root.test(passed) || key === rootKeyOf("111122223333"), passed);
    }));
  });

  it("given a call of the front's own, then it is the account's root user who makes it", () => {
    assert.equal(readSignature(asRoot("444455556666", "iam", { Action: "GetRole" }))?.accessKeyId, "444455556666");
  });
});
