import assert from "node:assert/strict";
import fc from "fast-check";
import { canonicalJson, isMasked, jsonSchema, type Json } from "../../../policypack/model";
import { Masker } from "../../../automation/compare/masker";
import { masker, SECRET } from "./observed";

function taught(...secrets: Json[]): Masker {
  const one = masker();
  for (const secret of secrets) one.learn(secret);
  return one;
}

function textsIn(value: Json): readonly string[] {
  if (typeof value === "string" || typeof value === "number") return [String(value)];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, element]: [string, Json]) => [...(Array.isArray(value) ? [] : [key]), ...textsIn(element)]);
}

const secrets = fc.string({ minLength: 8, maxLength: 24, unit: "grapheme" }).filter((text) => !/^\s*$/.test(text) && !"[secret 0123456789abcdef]".includes(text));

describe("masker", () => {
  it("finds what it learnt: whole, inside a text, as a key, as a number, and encoded", () => {
    const one = taught('s3cret "pass/ö', 1234567890);
    const hidden = one.redact({
      whole: 's3cret "pass/ö',
      inside: 'x s3cret "pass/ö y',
      's3cret "pass/ö': 1,
      number: 1234567890,
      json: JSON.stringify({ a: 's3cret "pass/ö' }),
      uri: `https://h/?p=${encodeURIComponent('s3cret "pass/ö')}`,
      base64: Buffer.from('s3cret "pass/ö').toString("base64"),
    });
    assert.doesNotMatch(JSON.stringify(hidden), /s3cret|1234567890|czNjcmV0/);
  });

  it("learns the texts inside a secret object, a secret document and an opened envelope", () => {
    const envelope = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", plaintext: '"canary-3"' };
    const one = taught({ user: "canary-1" }, '{"p":"canary-2"}', envelope);
    assert.doesNotMatch(JSON.stringify(one.redact(["canary-1", "x canary-2", "canary-3."])), /canary/);
  });

  it("masks an envelope wherever it stands", () => {
    assert.ok(isMasked(masker().redact(SECRET)));
  });

  it("hides texts under a sensitive name, in objects, lists, pairs and documents, but not flags, lengths or names of secrets", () => {
    const one = masker();
    assert.doesNotMatch(
      JSON.stringify(one.redact({ masterPassword: "canary", apiKeys: 1, tokens: [], environment: [{ name: "DB_PASS", value: "canary" }], doc: '{"password":"canary"}', passwords: ["canary"] })),
      /canary/,
    );
    const harmless = { secretArn: "arn", secret_name: "n", accessKeyId: "AKIA", passwordResetRequired: true, minimumPasswordLength: 14, httpTokens: "required" };
    assert.deepEqual(one.redact(harmless), harmless);
  });

  it("leaves flags, short texts, regions, accounts and the database beside a password alone", () => {
    const harmless = ["true", "abc", "arn:aws:rds:eu-west-1:123456789012:db:orders"];
    assert.deepEqual(taught("true", "abc", "eu-west-1", "123456789012", '{"dbInstanceIdentifier":"orders","host":"rds:eu-west"}').redact(harmless), harmless);
  });

  it("gives equal values equal digests, and other keys other digests", () => {
    assert.equal(masker().digest({ a: 1, b: 2 }), masker().digest({ b: 2, a: 1 }));
    assert.notEqual(masker().digest("x"), new Masker(new Uint8Array(32)).digest("x"));
  });

  it("never leaves a learnt secret of eight characters or more, whatever it stands in", () => {
    fc.assert(
      fc.property(fc.array(secrets, { minLength: 1, maxLength: 4 }), fc.jsonValue(), fc.string(), (learnt, noise, around) => {
        const json = jsonSchema.parse(noise);
        const one = taught(...learnt);
        const hidden = one.redact({ json, list: learnt, inside: learnt.map((text) => around + text + around), keyed: Object.fromEntries(learnt.map((text) => [text, json])), doc: JSON.stringify({ learnt }) });
        for (const text of textsIn(hidden)) {
          for (const secret of learnt) assert.ok(!text.includes(secret) && !text.includes(JSON.stringify(secret).slice(1, -1)), `${secret} in ${text}`);
        }
      }),
    );
  });

  it("changes nothing the second time", () => {
    fc.assert(
      fc.property(secrets, fc.jsonValue(), (secret, noise) => {
        const one = taught(secret);
        const once = one.redact([secret, `a ${secret}`, jsonSchema.parse(noise)]);
        assert.equal(canonicalJson(one.redact(once)), canonicalJson(once));
      }),
    );
  });
});
