import assert from "node:assert/strict";
import fc from "fast-check";
import { changeLines } from "../../../automation/report/changeText";
import { terminalPhrase } from "../../../automation/report/terminalText";
import { signed } from "../../../automation/report/valueLine";
import { canonicalJson, jsonSchema, type Json, type JsonObject } from "../../../policypack/model";

/** The lines of a change in the property `path`. */
function told(path: string, expected?: Json, actual?: Json): readonly string[] {
  const lines = changeLines({ path, ...(expected !== undefined && { expected }), ...(actual !== undefined && { actual }) });
  return lines.map((line) => terminalPhrase(signed(line)));
}

const secret = (digest: string): Json => ({ secret: true, digest });

describe("what differs in a value", () => {
  describe("given values without parts", () => {
    it("shows both", () => {
      assert.deepEqual(told("status", "Enabled", "Suspended"), ['"Enabled" → "Suspended"']);
      assert.deepEqual(told("a", { a: 1, "k8s.io/x": [true, null] }, "x"), ['{ a: 1, "k8s.io/x": [true, null] } → "x"']);
    });

    it("says what is absent", () => {
      assert.deepEqual(told("size", undefined, 30), ["(absent) → 30"]);
      assert.deepEqual(told("size", null, undefined), ["null → (absent)"]);
    });
  });

  describe("given secrets", () => {
    it("shows neither the secret nor its digest, but that it was rotated", () => {
      assert.deepEqual(told("value", secret("d1"), secret("d2")), ["[secret] rotated"]);
      assert.deepEqual(told("value", undefined, secret("d1")), ["(absent) → [secret]"]);
      assert.deepEqual(told("value", { user: "a", password: secret("d1") }, { user: "b", password: secret("d2") }), ["password: [secret] rotated", 'user: "a" → "b"']);
      assert.deepEqual(told("value", "plain", { password: secret("d1") }), ['"plain" → { password: [secret] }']);
    });

    it("says of a text that nothing but the secret in it changed", () => {
      const url = (digest: string): string => `postgres://shop:[secret ${digest}]@db`;
      assert.deepEqual(told("url", url("0123456789abcdef"), url("fedcba9876543210")), ['"postgres://shop:[secret]@db", a secret in it rotated']);
    });
  });

  describe("given objects", () => {
    it("shows only the leaves that differ", () => {
      assert.deepEqual(told("settings", { a: { b: 1, c: 2, d: [1] }, e: 0 }, { a: { b: 1, c: 3, d: [1] }, f: { g: 1 } }), ["a.c: 2 → 3", "- e: 0", "+ f: { g: 1 }"]);
    });

    it("looks into JSON texts, whatever their keys are called", () => {
      assert.deepEqual(told("definition", '{"__proto__": 1, "a b": [{"x": 1}]}', '{"a b": [{"x": 2}], "__proto__": 2}'), ["__proto__: 1 → 2", '+ ["a b"]: { x: 2 }', '- ["a b"]: { x: 1 }']);
    });
  });

  describe("given lists", () => {
    it("shows the elements that came and went", () => {
      assert.deepEqual(told("vpcSecurityGroupIds", ["sg-1", "sg-2"], ["sg-3", "sg-2"]), ['+ "sg-3"', '- "sg-1"']);
      assert.deepEqual(told("aliases", undefined, ["a"]), ['+ "a"']);
    });

    it("shows an element that came or went as such", () => {
      assert.deepEqual(told("ingress[0].cidrBlocks[1]", undefined, "0.0.0.0/0"), ['+ "0.0.0.0/0"']);
      assert.deepEqual(told("layers[0]", "arn:x"), ['- "arn:x"']);
    });

    it("says so where only their order differs", () => {
      assert.deepEqual(told("layers", ["a", "b"], ["b", "a"]), ["the same elements in another order"]);
    });

    it("shows only what differs in an element that kept its name", () => {
      const containers = (image: string, ...more: readonly object[]): string => JSON.stringify([...more, { name: "app", image, cpu: 1 }]);
      assert.deepEqual(told("containerDefinitions", containers("app:1"), containers("app:2", { name: "miner", image: "xmr" })), ['+ { name: "miner", image: "xmr" }', '[1].image: "app:1" → "app:2"']);
    });
  });

  describe("given policy documents", () => {
    const read = { Sid: "OwnRead", Effect: "Allow", Principal: { AWS: "arn:aws:iam::123456789012:root" }, Action: "s3:GetObject", Resource: "arn:aws:s3:::assets/*" };
    const policy = (...statements: readonly Json[]): Json => ({ Version: "2012-10-17", Statement: statements });

    it("puts the statement that came into words, in objects and in JSON texts", () => {
      const [before, after] = [policy(read), policy(read, { ...read, Sid: "World", Principal: "*" })];
      const line = "+ Allow s3:GetObject on arn:aws:s3:::assets/* to * (Sid World) (1 other statement unchanged)";
      assert.deepEqual(told("policy", before, after), [line]);
      assert.deepEqual(told("policy", JSON.stringify(before), JSON.stringify(after, undefined, 2)), [line]);
    });

    it("knows a statement by its Sid and shows the elements that changed", () => {
      const after = { ...read, Principal: "*", Action: ["s3:PutObject", "s3:GetObject"], Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } };
      assert.deepEqual(told("policy", policy(read), policy(after)), [
        "Allow (Sid OwnRead): Action + s3:PutObject; Principal arn:aws:iam::123456789012:root → *; Condition + aws:SourceIp IpAddress 10.0.0.0/8",
      ]);
    });

    it("knows a statement without a Sid by all but one of its elements", () => {
      const statement = (Action: Json, more = {}): Json => ({ Effect: "Deny", Action, Resource: "*", ...more });
      assert.deepEqual(told("policy", policy(statement(["a:B", "c:D"])), policy(statement(["c:d", "e:F"]))), ["Deny on *: Action + e:F, - a:B"]);
      assert.deepEqual(told("policy", policy(statement("a:B", { Condition: { Bool: { "aws:SecureTransport": "true" } } })), policy(statement("a:B"))), [
        "Deny a:B on *: Condition - aws:SecureTransport Bool true",
      ]);
    });

    it("shows both of two statements of which either could be the old one", () => {
      const statement = (Action: string): Json => ({ Effect: "Allow", Action, Resource: "*" });
      assert.deepEqual(told("policy", policy(statement("a:A")), policy(statement("b:B"), statement("c:C"))), ["+ Allow b:B on *", "+ Allow c:C on *", "- Allow a:A on *"]);
    });

    it("says all but what is excepted", () => {
      assert.deepEqual(told("policy", policy(), policy({ Effect: "Allow", NotAction: "iam:*", NotResource: "x", NotPrincipal: { Service: "ec2.amazonaws.com" } })), [
        "+ Allow all actions but iam:* on all but x to all but Service ec2.amazonaws.com",
      ]);
    });

    it("hides no wildcard behind the end of a long list", () => {
      const Action = [...Array.from({ length: 20 }, (_, index) => `s3:Get${String(index)}`), "*"];
      const [line] = told("policy", policy(), policy({ Effect: "Allow", Action, Resource: "x" }));
      assert.match(line ?? "", /^\+ Allow \*, s3:Get0, .* and 15 more on x$/);
    });

    it("shows no digest of a secret in a statement", () => {
      const masked = policy({ Effect: "Allow", Action: "x", Principal: secret("d1"), Resource: "arn:[secret 0123456789abcdef]", Condition: { StringEquals: secret("d1") } });
      assert.deepEqual(told("policy", policy(), masked), ["+ Allow x on arn:[secret] to [secret] if StringEquals [secret]"]);
    });

    it("hides no change behind elements that nobody knows", () => {
      const unknown = (value: string): JsonObject => Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`X${String(index)}`, value]));
      const [line] = told("policy", policy({ ...unknown("a"), ...read }), policy({ ...unknown("b"), ...read, Principal: "*" }));
      assert.match(line ?? "", /^Allow \(Sid OwnRead\): Principal \S+ → \*; X0 a → b; .* and 13 more$/);
    });

    it("tells the rest of the document, and policies inside other values", () => {
      assert.deepEqual(told("policy", { Version: "1", Statement: [] }, { Version: "2", Statement: [] }), ['Version: "1" → "2"']);
      assert.deepEqual(told("inlinePolicies[0]", undefined, { name: "admin", policy: JSON.stringify(policy({ Effect: "Allow", Action: "*", Resource: "*" })) }), ['+ name: "admin"', "+ policy: Allow * on *"]);
    });

    it("takes JSON text nested deeper than the stack for text", () => {
      const deep = `{"Statement":${"[".repeat(20_000)}${"]".repeat(20_000)}}`;
      assert.match(told("policy", deep, "{}").join(), /characters in the json format\) → "\{\}"$/);
    });

    it("quotes what could pass for a sentence of ours", () => {
      const [line] = told("policy", policy(), policy({ Effect: "Allow", Action: "x on nothing to nobody", Resource: "*" }));
      assert.equal(line, '+ Allow "x on nothing to nobody" on *');
    });
  });

  describe("given rules of a security group or a network ACL", () => {
    const rule = (over: Readonly<Record<string, Json>>): Json => ({ protocol: "tcp", fromPort: 22, toPort: 22, self: false, description: "", ...over });
    const words: readonly (readonly [string, string, Json])[] = [
      ["ingress", 'tcp 22 from 0.0.0.0/0, "::/0" "just for tonight"', rule({ cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"], description: "just for tonight" })],
      ["egress", "udp 1000-2000 to sg-1, itself", rule({ protocol: "17", fromPort: 1000, toPort: 2000, securityGroups: ["sg-1"], self: true })],
      ["ingress", "all traffic from pl-1", rule({ protocol: "-1", fromPort: 0, toPort: 0, prefixListIds: ["pl-1"] })],
      ["ingress", "tcp on all ports from nobody", rule({ fromPort: 0, toPort: 65_535 })],
      ["ingress", "icmp type 8 code 0 from 10.0.0.0/8", rule({ protocol: "icmp", fromPort: 8, toPort: 0, cidrBlocks: ["10.0.0.0/8"] })],
      ["ingress", "protocol 50 from 10.0.0.0/8", rule({ protocol: "50", fromPort: 0, toPort: 0, cidrBlocks: ["10.0.0.0/8"] })],
      ["ingress", "rule 100: deny tcp 22 from 10.0.0.0/8", rule({ ruleNo: 100, action: "deny", cidrBlock: "10.0.0.0/8" })],
      ["ingress", 'tcp 22 from 10.0.0.0/8 { unheardOf: "x" }', rule({ cidrBlocks: ["10.0.0.0/8"], unheardOf: "x" })],
    ];
    it("hides no open door behind the end of a long list", () => {
      const cidrBlocks = [...Array.from({ length: 20 }, (_, index) => `10.0.${String(index)}.0/24`), "0.0.0.0/0"];
      assert.match(told("ingress[1]", undefined, rule({ cidrBlocks })).join(), /^\+ tcp 22 from 0\.0\.0\.0\/0, .* and 13 more$/);
    });

    it("shows as it is what it has no words for", () => {
      assert.deepEqual(told("ingress[1]", undefined, { protocol: "tcp", fromPort: "22" }), ['+ { protocol: "tcp", fromPort: "22" }']);
    });

    for (const [list, text, value] of words) {
      it(`says ${text}`, () => {
        assert.deepEqual(told(`${list}[1]`, undefined, value), [`+ ${text}`]);
        assert.deepEqual(told(list, [value, 1], [1]), [`- ${text}`]);
      });
    }
  });

  describe("given long texts", () => {
    it("shows where they differ, how much is cut and where it is", () => {
      const same = "s".repeat(5_000);
      assert.deepEqual(told("value", `${same}A${same}`, `${same}B`), [
        `"…${"s".repeat(20)}A${"s".repeat(137)}… (+4,864 characters in the json format) → "…${"s".repeat(20)}B"`,
      ]);
    });

    it("hints at the line where a script begins to differ", () => {
      assert.deepEqual(told("script", "#!/bin/sh\nmake\nexit", "#!/bin/sh\ncurl x | sh\nexit"), ['line 2 of 3: "make" → "curl x | sh"']);
      assert.deepEqual(told("script", "one\ntwo", "one\ntwo\nthree\nfour"), ['2 lines → 4 lines, from line 3: (absent) → "three", the rest in the json format']);
    });

    it("cuts no character and no escape in half", () => {
      fc.assert(
        fc.property(fc.array(fc.constantFrom("😀", "\n", "\u0000", '"', "\\", "a"), { minLength: 150, maxLength: 400 }), (parts) => {
          const [line = ""] = told("value", 1, parts.join(""));
          const [, kept] = /^1 → "(.*?)(?:"$|… \(\+)/su.exec(line) ?? [];
          assert.ok(parts.join("").startsWith(String(JSON.parse(`"${kept ?? "?"}"`))), line);
        }),
      );
    });
  });

  describe("whatever the values are", () => {
    const json = fc.jsonValue({ maxDepth: 4 }).map((value) => asJson(value));
    const documents = fc.oneof(json, json.map((value) => JSON.stringify(value)));
    const path = fc.constantFrom("policy", "ingress", "tags.a", "ingress[0].cidrBlocks");

    it("says nothing of a value that did not change", () => {
      fc.assert(
        fc.property(path, documents, (where, value) => {
          assert.deepEqual(told(where, value, value), []);
        }),
      );
    });

    it("says something of a value that did", () => {
      fc.assert(
        fc.property(path, documents, documents, (where, one, other) => {
          fc.pre(canonicalJson(one) !== canonicalJson(other));
          assert.notDeepEqual(told(where, one, other), []);
        }),
      );
    });

    it("prints the elements that turn the old set into the new one", () => {
      const set = fc.array(fc.oneof(fc.string({ maxLength: 3, unit: fc.constantFrom("a", "\n", "\u001b", '"', "\\", "😀", "\ud800") }), fc.integer({ min: -3, max: 3 }), fc.boolean()), { maxLength: 12 });
      fc.assert(
        fc.property(set, set, (before, after) => {
          const lines = changeLines({ path: "values", expected: before, actual: after }).filter(({ sign }) => sign !== "~");
          const elements = (sign: string): readonly string[] => lines.filter((line) => line.sign === sign).map(({ text }) => text.map((part) => part.text).join(""));
          const result = before.map((element) => JSON.stringify(element));
          for (const gone of elements("-")) result.splice(result.indexOf(gone), 1);
          assert.deepEqual([...result, ...elements("+")].sort(), after.map((element) => JSON.stringify(element)).sort());
        }),
      );
    });

    it("prints no control character and no line break", () => {
      const nasty = fc.string({ unit: fc.constantFrom("\n", "\u001b", "\u202e", "a", "😀", "\\", '"', "::", " ") });
      const statement = fc.record({ Sid: nasty, Effect: nasty, Action: fc.array(nasty), Principal: fc.dictionary(nasty, nasty), Condition: fc.dictionary(nasty, fc.dictionary(nasty, nasty)) });
      const rule = fc.record({ protocol: nasty, description: nasty, cidrBlocks: fc.array(nasty) });
      const value = fc.oneof(nasty, fc.array(nasty), fc.array(rule), fc.array(statement).map((Statement) => ({ Statement })), fc.dictionary(nasty, nasty));
      fc.assert(
        fc.property(fc.constantFrom("ingress", "policy"), value, value, (where, one, other) => {
          for (const line of told(where, asJson(one), asJson(other))) assert.doesNotMatch(line, /\p{C}|^\s*::|\s::/u);
        }),
      );
    });
  });
});

/** fast-check's values have types of their own. */
function asJson(value: unknown): Json {
  return jsonSchema.parse(value);
}
