import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError, loadConfig, parseConfig } from "../../../automation/config/loadConfig";

function mistakes(text: string): readonly string[] {
  try {
    parseConfig(text, "whodrift.yaml");
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error));
    return error.message.split("\n");
  }
  return assert.fail("the mistake was not noticed");
}

const laughs = ["a: &a [x, x, x, x, x, x, x, x, x]", ..."bcdefghi".split("").map((name, index) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${"abcdefgh"[index] ?? ""}`).join(", ")}]`)].join("\n");

describe("a mistaken configuration", () => {
  const told: Readonly<Record<string, readonly [string, ...RegExp[]]>> = {
    "an unknown key": ["legder: {}", /^whodrift\.yaml: unknown key legder: did you mean ledger\?$/],
    "an unknown key within": ["stacks: { inclued: [a] }", /unknown key stacks\.inclued: did you mean include\?/],
    "an unknown key of a rule": ["rules: [{ name: a, thn: hold }]", /rules\.0\.then/, /unknown key rules\.0\.thn: did you mean then\?/],
    "an unknown key of a condition": ["rules: [{ name: a, when: { severty: high }, then: hold }]", /unknown key rules\.0\.when\.severty: did you mean severity\?/],
    "an unknown key about an actor": ["rules: [{ name: a, when: { actor: { knd: human } }, then: hold }]", /unknown key rules\.0\.when\.actor\.knd: did you mean kind\?/],
    "an unknown choice": ["rules: [{ name: a, then: hodl }]", /rules\.0\.then: .*"revert"\|"adopt"\|"hold"/],
    "an unknown choice in a condition": ["rules: [{ name: a, when: { severity: hgh }, then: hold }]", /rules\.0\.when\.severity: .*"high"/],
    "no duration": ["rules: [{ name: a, then: hold, for: soon }]", /rules\.0\.for: .*24h/],
    "two rules of one name": ["rules: [{ name: a, then: hold }, { name: a, then: revert }]", /rules\.1\.name: rule 1 has this name too/],
    "what is ignored by nobody": ["rules: [{ name: a, then: ignore }]", /needs an owner and a reason/, /needs an end: write for or until/],
    "an unknown rule of noise": ["compare: { noise: { off: [set-order, set-oder] } }", /compare\.noise\.off\.1: unknown rule of noise "set-oder": did you mean set-order\?/],
    "a rule of noise that is no text": ["compare: { noise: { off: [1] } }", /compare\.noise\.off\.0: expected the name of a rule of noise/],
    "another type": ["stacks: { include: all }", /stacks\.include: .*array/],
    "an unknown choice in a list": ["rules: [{ name: a, when: { severity: [high, hgh] }, then: hold }]", /rules\.0\.when\.severity\.1: .*"high"/],
    "an empty glob": ["stacks: { include: [''] }", /stacks\.include\.0/],
    "no mapping": ["- a\n- b", /the file: .*object/],
    "a text": ["whodrift", /the file: .*object/],
    "several mistakes": ["ledger: { location: 1 }\naudit: { x: 1 }", /audit\.x/, /ledger\.location/],
    "no YAML": ["stacks: [", /line 1/],
    "a tab": ["stacks:\n\tinclude: []", /line 2/],
    "a key that is there twice": ["ledger: { location: a }\nledger: { location: b }", /unique.*line 2/],
    "several documents": ["a: 1\n---\nb: 1", /multiple documents/],
    "an alias that leads nowhere": ["stacks: *nowhere", /nowhere/],
    "a thing that holds itself": ["rules: &rules [*rules]", /rules\.0/],
    "keys that are no texts": ["{ [a, b]: 1 }: 2", /keys must be strings/],
    "a billion laughs": [laughs, /alias/i],
    "three hundred brackets": ["[".repeat(300), /./],
    "three hundred brackets that close": ["[".repeat(300) + "]".repeat(300), /./],
    "binary rubbish": ["\u0000\u0001\u0002\ufffd", /./],
    "a prototype": ["__proto__: { polluted: true }", /unknown key __proto__/],
  };
  for (const [what, [text, ...lines]] of Object.entries(told)) {
    it(`given ${what}, is told in one line each`, () => {
      const given = mistakes(text);
      assert.equal(given.length, lines.length, given.join("\n"));
      lines.forEach((line, index) => {
        assert.match(given[index] ?? "", line);
        assert.match(given[index] ?? "", /^whodrift\.yaml: /);
      });
    });
  }

  it("leaves the prototype of objects alone", () => {
    mistakes("__proto__: { polluted: true }\nconstructor: { prototype: { polluted: true } }");
    assert.equal(Reflect.get({}, "polluted"), undefined);
  });

  it("given terminal commands in a key, tells it so that they can be seen", () => {
    const [line = ""] = mistakes('"\\e[2Jledger\\n::error::x": {}');
    assert.ok(!line.includes("\u001b"));
    assert.equal(mistakes('"\\e[2Jledger\\n::error::x": {}').length, 1);
  });
});

describe("a configuration that is no text", () => {
  it("is told", async () => {
    const folder = await mkdtemp(join(tmpdir(), "whodrift-config-"));
    try {
      await writeFile(join(folder, "whodrift.yaml"), Buffer.from("ledger: {}\n", "utf16le"));
      await assert.rejects(loadConfig(folder), ConfigError);
      await writeFile(join(folder, "whodrift.yaml"), Buffer.from([0x23, 0xff, 0xfe, 0x0a]));
      await assert.rejects(loadConfig(folder), (error) => error instanceof ConfigError && error.message.includes('UTF-8'));
      await writeFile(join(folder, "whodrift.yaml"), "\ufeffledger: {}\n");
      assert.equal((await loadConfig(folder)).config.ledger.location, ".whodrift");
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
