import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { decideStep, nextStep } from "../../../automation/report/nextStep";
import type { Change } from "../../../policypack/model";
import { aChange, aDrift, aResource } from "../../fixtures/report";

const commandFor = (over: Partial<Change>, urn = "urn:pulumi:dev::p::t::n"): string | undefined =>
  nextStep("acme/shop/prod", aDrift({ resource: aResource("t", "n", { urn }) }), aChange(over))?.command;

const decided = (action: Change["decision"]["action"]): Partial<Change> => ({ decision: { action, by: { rule: "r" } } });

describe("the next step", () => {
  it("reverts what the program sets", () => {
    assert.equal(commandFor(decided("revert")), "pulumi up --stack acme/shop/prod --refresh --target urn:pulumi:dev::p::t::n");
  });

  it("has no command that would not revert: the program does not set the value", () => {
    assert.equal(commandFor({ ...decided("revert"), tier: "output" }), undefined);
  });

  for (const action of ["hold", "alert", "adopt"] as const) {
    it(`only looks, for ${action}`, () => {
      assert.match(commandFor(decided(action)) ?? "", /^pulumi preview --diff /);
    });
  }

  it("is none for what is ignored", () => {
    assert.equal(nextStep("s", aDrift(), aChange(decided("ignore"))), undefined);
  });

  it("hands a shell the URN and nothing more", () => {
    for (const urn of ["urn:a::b$c::d", "x'; echo pwned; '", "$(echo a) `echo b`", 'a"b\\c *', "-x"]) {
      const command = commandFor(decided("revert"), urn) ?? "";
      const printed = execFileSync("sh", ["-c", `printf '%s\\n' ${command.replace("pulumi ", "")}`], { encoding: "utf8" });
      assert.equal(printed.split("\n").at(-2), urn);
    }
  });

  it("prints no command for a URN that cannot be shown", () => {
    assert.equal(commandFor(decided("revert"), "a\u202eb"), undefined);
    assert.equal(commandFor(decided("revert"), "a".repeat(501)), undefined);
  });
});

describe("the other step", () => {
  const words = (over: Partial<Change>): string | undefined => decideStep(aChange(over))?.text.map(({ text }) => text).join("");

  it("holds what nobody has decided to keep, and releases what is", () => {
    for (const action of ["alert", "revert"] as const) assert.equal(words(decided(action)), "whodrift decide f3a9 hold --reason …");
    for (const action of ["hold", "adopt"] as const) assert.equal(words(decided(action)), "whodrift decide f3a9 release --reason …");
  });

  it("is none for what is ignored, and for what no up would undo", () => {
    assert.equal(words(decided("ignore")), undefined);
    assert.equal(words({ tier: "output" }), undefined);
  });

  it("hands nobody a fingerprint that a shell would take for more", () => {
    for (const fingerprint of ["$(reboot)", "a b", "a'b", ""]) assert.doesNotMatch(words({ ...decided("alert"), fingerprint }) ?? "", /decide/);
  });
});
