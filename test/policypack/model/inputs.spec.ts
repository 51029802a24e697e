import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { inputsDigest, secretInputs, valueAt, type JsonObject } from "../../../policypack/model";

const secret = (ciphertext: string): JsonObject => ({ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext });
const asset = (hash: string): JsonObject => ({ "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17", hash });

describe("inputsDigest", () => {
  const recorded: JsonObject = { name: "jobs", environment: { variables: [{ value: secret("v1:abc") }] }, code: asset("1"), __defaults: ["name"], tags: { __defaults: [], a: "b" }, policy: null };
  const seen: JsonObject = { tags: { a: "b" }, name: "jobs", code: "«not compared»", environment: { variables: [{ value: "plain" }] } };

  it("given the recorded inputs and what a policy pack sees of them, is the same", () => {
    assert.deepEqual(secretInputs(recorded), ["environment.variables[0].value"]);
    assert.equal(inputsDigest(seen, secretInputs(recorded)), inputsDigest(recorded));
  });

  it("given any other value, differs", () => {
    const texts = fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), fc.string());
    fc.assert(
      fc.property(texts, texts, (one, other) => {
        assert.equal(inputsDigest(one) === inputsDigest(other), isDeepStrictEqual({ ...one }, { ...other }));
      }),
    );
    assert.notEqual(inputsDigest({ ...recorded, name: "other" }), inputsDigest(recorded));
    assert.notEqual(inputsDigest({ ...recorded, tags: {} }), inputsDigest(recorded));
  });
});

describe("valueAt", () => {
  it("finds what stands at a path, and nothing that objects merely inherit", () => {
    const value = { tags: { "k8s.io/x": [{ a: 1 }] } };
    assert.equal(valueAt(value, ["tags", "k8s.io/x", 0, "a"]), 1);
    assert.equal(valueAt(value, ["tags", "constructor"]), undefined);
    assert.equal(valueAt(value, ["tags", "k8s.io/x", 1]), undefined);
    assert.deepEqual(valueAt(value, []), value);
  });
});
