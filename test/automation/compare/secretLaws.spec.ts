import assert from "node:assert/strict";
import fc from "fast-check";
import { compareStack } from "../../../automation/compare/compareStack";
import type { Observation } from "../../../automation/refresh/observation";
import type { Json, JsonObject } from "../../../policypack/model";
import { masker, observe, SECRET, stackOf, urnOf, type Case } from "./observed";

const PARAMETER = "aws:ssm/parameter:Parameter";
const BUCKET = "aws:s3/bucket:Bucket";

/** Long enough to be searched for inside other texts, with whatever passwords have in them. */
const secretText = fc.string({ unit: fc.constantFrom(...Array.from("abcXYZ0189-_/+=$&?%#@!:,.'\"\\ <>{}[]|éß\n")), minLength: 8, maxLength: 24 }).map((text) => `s${text}t`);

/** The forms in which one text gets into another. */
const FORMS: Readonly<Record<string, (secret: string) => string>> = {
  plain: (secret) => secret,
  "in a sentence": (secret) => `password ${secret} (old)`,
  "in a URL": (secret) => `postgres://app:${encodeURIComponent(secret)}@db:5432/x`,
  "in JSON": (secret) => JSON.stringify({ db: { login: secret } }),
  "in JSON in JSON": (secret) => JSON.stringify({ event: JSON.stringify({ login: [secret] }) }),
  "in base64": (secret) => Buffer.from(secret).toString("base64"),
  "in base64 without padding": (secret) => Buffer.from(secret).toString("base64").replace(/=+$/, ""),
  "in base64 for URLs": (secret) => Buffer.from(secret).toString("base64url"),
  "in a basic authorization": (secret) => Buffer.from(`app:${secret}`).toString("base64"),
  "in an encoded script": (secret) => Buffer.from(`export LOGIN=${secret}; start`).toString("base64"),
  "in a form": (secret) => `login=${new URLSearchParams([["", secret]]).toString().slice(1)}&x=1`,
  "in a policy": (secret) =>
    JSON.stringify({ Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*", Condition: { StringEquals: { "aws:Referer": secret } } }] }),
};

/** The places of a resource where one can turn up, beside the one that is marked. */
const PLACES: Readonly<Record<string, (leak: string) => Partial<Case> & { readonly message?: string }>> = {
  "a tag": (leak) => ({ live: { inputs: { tags: { note: leak } } }, diff: { "tags.note": "add" } }),
  "an output": (leak) => ({ live: { outputs: { comment: leak } }, op: "same" }),
  "what was recorded": (leak) => ({ inputs: { comment: leak }, live: { inputs: {} } }),
  "a key": (leak) => ({ live: { inputs: { tags: { [leak]: "x" } } } }),
  "a path of the engine": (leak) => ({ live: { inputs: { tags: { [leak]: "x" } } }, diff: { [`tags[${JSON.stringify(leak)}]`]: "add" } }),
  "an element of a set": (leak) => ({ inputs: { values: ["a"] }, live: { inputs: { values: ["a", leak] } } }),
  "a nested list": (leak) => ({ live: { inputs: { rules: [{ args: ["-p", leak] }] } } }),
  "the id": (leak) => ({ id: leak, live: { inputs: { a: "1" } } }),
  "the ARN": (leak) => ({ inputs: {}, outputs: { arn: `arn:aws:x:::${leak}` }, live: { outputs: { arn: `arn:aws:x:::${leak}`, b: 1 } }, op: "same" }),
  "an error": (leak) => ({ message: `reading Bucket: invalid login ${leak}: denied` }),
};

/** Where a program or AWS keeps a secret, and how it arrives. */
const OWNERS: Readonly<Record<string, (secret: string) => Case>> = {
  "marked, rotated": (secret) => ({ type: PARAMETER, name: "z", inputs: { value: SECRET }, live: { inputs: { value: secret } }, diff: { value: "update" } }),
  "marked, shown": (secret) => ({ type: "aws:x/y:Z", name: "z", inputs: { deep: [{ key: { ...SECRET, plaintext: JSON.stringify(secret) } }] } }),
  "a SecureString": (secret) => ({ type: PARAMETER, name: "z", inputs: { type: "SecureString", value: "other-value-1" }, live: { inputs: { type: "SecureString", value: secret } } }),
  "a database's password": (secret) => ({ type: "aws:rds/instance:Instance", name: "z", inputs: { password: secret } }),
  "an environment variable": (secret) => ({ type: "aws:lambda/function:Function", name: "z", inputs: { environment: { variables: { API_TOKEN: secret } } } }),
  "inside a secret document": (secret) => ({ type: "aws:secretsmanager/secretVersion:SecretVersion", name: "z", inputs: { secretString: JSON.stringify({ password: secret }) } }),
};

function tell(owner: Case, { message, ...leaking }: Partial<Case> & { readonly message?: string }): string {
  const leak: Case = { type: BUCKET, name: "a", ...leaking };
  const observations: readonly Observation[] = [observe(owner), message === undefined ? observe(leak) : { outcome: "unchecked", urn: urnOf(leak), reason: message }];
  const stack = stackOf([observe(owner), observe(leak)]);
  return JSON.stringify(compareStack(stack, { observations }, masker(), new Set()));
}

/** The secret in any form in which a reader could still read it. */
function readable(secret: string): readonly string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const form = new URLSearchParams([["", secret]]).toString().slice(1);
  // In base64 what stands beside shares the first and the last character.
  const inside = ["", "1", "12"].map((before) => Buffer.from(before + secret).toString("base64").replace(/=+$/, "").slice(before.length + 1, -2));
  return [secret, json, JSON.stringify(json).slice(1, -1), encodeURIComponent(secret), form, ...inside, ...inside.map(forUrls)];
}

function forUrls(base64: string): string {
  return base64.replaceAll("+", "-").replaceAll("/", "_");
}

describe("compare: laws of secrets", () => {
  for (const [place, leakAt] of Object.entries(PLACES)) {
    it(`none is told in ${place}, whoever owns it and in whatever form it turns up`, () => {
      fc.assert(
        fc.property(secretText, fc.constantFrom(...Object.values(OWNERS)), fc.constantFrom(...Object.values(FORMS)), (secret, owner, form) => {
          const told = tell(owner(secret), leakAt(form(secret)));
          assert.deepEqual(readable(secret).filter((text) => told.includes(text)), []);
        }),
        { numRuns: 150 },
      );
    });
  }

  it("where nothing of a secret turns up, what is told is told as it is", () => {
    const plain = (value: Json): JsonObject => ({ tags: { note: value } });
    fc.assert(
      fc.property(secretText, fc.constantFrom(...Object.values(OWNERS)), (secret, owner) => {
        const told = tell(owner(secret), { live: { inputs: plain("the quick brown fox") }, diff: { "tags.note": "add" } });
        assert.match(told, /"actual":"the quick brown fox"/);
      }),
    );
  });
});
