import assert from "node:assert/strict";
import { CommanderError } from "commander";
import { assign } from "./assign";
import { parsePlayOptions } from "./playOptions";

describe("npm run sandbox", () => {
  const refusals: readonly (readonly [words: string, told: RegExp])[] = [
    ["--stacks 0", /whole number from 1/],
    ["--stacks many", /whole number from 1/],
    ["--stacks 3 --noise 1e5", /whole number from 0/],
    ["--stacks 3 --hours 13", /from 1 to 12/],
    ["--noise 500000 --hours 8", /more than the 1000000/],
    ["--drift 4", /say --stacks, too/],
    ["--resources 4", /say --stacks, too/],
    ["--stack 3", /unknown option '--stack'/],
    ["prod", /too many arguments/],
  ];
  for (const [words, told] of refusals) {
    it(`refuses ${words} with one line`, () => {
      let written = "";
      assert.throws(() => parsePlayOptions(words.split(" "), (text) => { written += text; }), (error) => error instanceof CommanderError && error.exitCode !== 0);
      assert.match(written, told);
      assert.match(written, /^error: .*(\n.*)?\n$/);
    });
  }

  it("takes what it is told", () => {
    const options = parsePlayOptions(["--stacks", "300", "--drift", "4", "--noise", "100000", "--hours", "8", "--seed", "x", "--lookup-delay", "300"]);
    assert.deepEqual({ ...options }, { stacks: 300, resources: 20, drift: 4, noise: 100_000, hours: 8, seed: "x", lookupDelay: 300 });
  });

  it("teaches by --help, and every option has its line", () => {
    let written = "";
    assert.throws(() => parsePlayOptions(["--help"], (text) => { written += text; }), (error) => error instanceof CommanderError && error.exitCode === 0);
    for (const option of ["--stacks", "--resources", "--drift", "--noise", "--hours", "--seed", "--lookup-delay", "Ctrl-C"]) assert.ok(written.includes(option), option);
  });

  it("prints exports for the shell at hand, and a quote in a value does not end it", () => {
    assert.equal(assign("A", "it's", { SHELL: "/bin/zsh" }, "darwin"), "export A='it'\\''s'");
    assert.equal(assign("A", "it's", {}, "win32"), "$env:A = 'it''s'");
    assert.equal(assign("A", "b", { SHELL: "/usr/bin/bash" }, "win32"), "export A='b'");
  });
});
