import assert from "node:assert/strict";
import fc from "fast-check";
import { opensPath } from "../../../automation/compare/doors";
import { blockCovers } from "../../../policypack/exposure/networkReach";
import { findGain } from "../../../policypack/exposure/policyGrants";
import type { JsonObject } from "../../../policypack/model";

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const address = fc.oneof(fc.tuple(fc.ipV4(), fc.nat(32)), fc.tuple(fc.ipV6(), fc.nat(128)).filter(([text]) => !text.includes(".")));
const block = address.map(([text, bits]) => `${text}/${bits}`);
const ingress = fc.array(
  fc.record({ protocol: fc.constantFrom("tcp", "udp", "-1"), fromPort: fc.nat(100), toPort: fc.nat(200), cidrBlocks: fc.array(block, { minLength: 1, maxLength: 3 }) }),
  { maxLength: 4 },
);
const condition = fc.dictionary(fc.constantFrom("StringEquals", "StringLike", "StringNotEquals", "IpAddress"), fc.dictionary(fc.constantFrom("aws:SourceIp", "aws:PrincipalArn"), fc.uniqueArray(fc.constantFrom("a", "b*", "10.0.0.0/8", "0.0.0.0/0"), { minLength: 1 })));
const statement = fc.record({
  Effect: fc.constantFrom("Allow", "Deny"),
  Principal: fc.constantFrom("*", { AWS: "111122223333" }, { Service: "sns.amazonaws.com" }),
  Action: fc.constantFrom("*", "s3:*", "s3:GetObject", ["s3:Get*", "s3:PutObject"]),
  Resource: fc.constantFrom("*", "arn:aws:s3:::b/*", ["arn:aws:s3:::b", "arn:aws:s3:::c"]),
  Condition: condition,
});

function opens(recorded: JsonObject, live: JsonObject): boolean {
  const effect = { type: GROUP, names: ["ingress"], gone: false, recorded, live };
  return (["world", "outside", "inside"] as const).some((reach) => opensPath(reach)(effect));
}

describe("compare: the laws of widening", () => {
  it("a block covers itself, and every smaller block of the same address", () => {
    fc.assert(
      fc.property(address, fc.nat(128), ([text, bits], more) => {
        const smaller = Math.min(bits + more, text.includes(":") ? 128 : 32);
        assert.ok(blockCovers(`${text}/${bits}`, `${text}/${smaller}`));
      }),
    );
  });

  it("blocks of the two families do not cover each other", () => {
    assert.ok(!blockCovers("0.0.0.0/0", "::/0"));
    assert.ok(!blockCovers("::/0", "0.0.0.0/0"));
  });

  for (const [wide, narrow, expected] of [
    ["10.0.0.0/8", "10.1.2.0/24", true],
    ["10.1.2.0/24", "10.0.0.0/8", false],
    ["10.0.0.0/8", "11.0.0.0/24", false],
    ["2001:db8::/32", "2001:db8:1::/48", true],
    ["2001:db8::/32", "2001:db9::/48", false],
    ["::/0", "2001:db8::1/128", true],
    ["10.0.0.0/8", "10.1.2.300/32", false],
    ["10.0.0.0/8", "10.1.2/24", false],
    ["sg-1", "sg-1", true],
    ["sg-1", "sg-2", false],
  ] as const) {
    it(`${wide} ${expected ? "covers" : "does not cover"} ${narrow}`, () => {
      assert.equal(blockCovers(wide, narrow), expected);
    });
  }

  it("rules that stay, go or change places open no path", () => {
    fc.assert(
      fc.property(ingress, fc.nat(4), (rules, kept) => {
        assert.ok(!opens({ ingress: rules }, { ingress: rules.toReversed().slice(0, kept) }));
      }),
    );
  });

  it("a policy gains nothing against itself, however its statements stand, and nothing where an Allow goes", () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 4 }), fc.nat(4), (statements, at) => {
        const document = { Statement: statements };
        assert.equal(findGain(document, { Statement: statements.toReversed() }), undefined);
        assert.equal(findGain(document, { Statement: statements.filter(({ Effect }, index) => index !== at || Effect === "Deny") }), undefined);
      }),
    );
  });

  it("a policy gains nothing by one more condition", () => {
    fc.assert(
      fc.property(statement.map((one) => ({ ...one, Effect: "Allow" })), fc.string(), (one, value) => {
        const bounded = { ...one, Condition: { ...one.Condition, ArnEquals: { "aws:SourceArn": value } } };
        assert.equal(findGain({ Statement: [one] }, { Statement: [bounded] }), undefined);
      }),
    );
  });
});
