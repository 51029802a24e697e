import assert from "node:assert/strict";
import { runCommandLine } from "../../../../automation/cli/commandLine";
import { fakeTerminal } from "../fakeTerminal";

describe("whodrift remediate, on the command line", () => {
  async function remediate(...words: readonly string[]) {
    const { terminal, stdout, stderr } = fakeTerminal();
    const status = await runCommandLine(["remediate", ...words], terminal);
    return { status, stdout: stdout(), stderr: stderr() };
  }

  for (const [what, words, says] of [
    ["an unknown format", ["--format", "sarif"], /choose from terminal, json/],
    ["--apply where nobody can be asked", ["--apply"], /type --apply --yes --max-changes N/],
    ["--yes without a maximum", ["--apply", "--yes"], /--yes needs --max-changes/],
    ["--yes without --apply", ["--yes"], /--yes and --max-changes are for --apply/],
    ["a maximum that is no number", ["--apply", "--yes", "--max-changes", "all"], /whole number/],
    ["an allowance of everything", ["--allow", "replace", "*"], /--allow replace URN[^]*the whole URN of one resource/],
    ["an allowance without a resource", ["--allow", "protect"], /--allow protect URN/],
    ["an unknown allowance", ["--allow", "anything", "urn:pulumi:prod::orders::a:b:C::d"], /--allow delete URN/],
  ] as const) {
    it(`takes ${what} for a mistake, and says what to type`, async () => {
      const { status, stdout, stderr } = await remediate(...words);
      assert.deepEqual([status, stdout], [64, ""], stderr);
      assert.match(stderr, says);
    });
  }

  it("says in its help that it needs other rights than a scan, and what its exit statuses mean", async () => {
    const { status, stdout } = await remediate("--help");
    assert.equal(status, 0);
    assert.match(stdout.replace(/\s+/g, " "), /give remediation an identity of its own[^]*0 nothing is left to carry out; 2 something is/);
  });
});
