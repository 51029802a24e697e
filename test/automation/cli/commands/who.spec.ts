import assert from "node:assert/strict";
import { runCommandLine } from "../../../../automation/cli/commandLine";
import { fakeTerminal } from "../fakeTerminal";

async function who(...words: readonly string[]) {
  const { terminal, stdout, stderr } = fakeTerminal();
  const status = await runCommandLine(["who", ...words], terminal);
  return { status, stdout: stdout(), stderr: stderr() };
}

describe("whodrift who, on the command line", () => {
  const mistakes: Readonly<Record<string, readonly [words: readonly string[], says: RegExp]>> = {
    "no resource": [[], /missing required argument 'resource'/],
    "two resources": [["sg-1", "sg-2"], /too many arguments/],
    "an empty word": [[" "], /who needs an id, an ARN, a name, or a whole URN/],
    "half a URN": [["urn:pulumi:prod::shop"], /a whole URN/],
    "a time that is none": [["sg-1", "--since", "yesterday"], /Write it as 30m, 6h or 7d/],
    "no time at all": [["sg-1", "--since", "0h"], /Write it as/],
    "more than CloudTrail keeps": [["sg-1", "--since", "91d"], /90d at most/],
    "a watch without a pause": [["sg-1", "--watch", "29s"], /30s at least/],
    "a watch for programs": [["sg-1", "--watch", "30s", "--format", "json"], /--watch tells a person/],
    "a format that there is not": [["sg-1", "--format", "markdown"], /unknown format "markdown": choose from terminal, json/],
  };
  for (const [what, [words, says]] of Object.entries(mistakes)) {
    it(`given ${what}, is 64, says what to type, and asks nobody anything`, async () => {
      const { status, stdout, stderr } = await who(...words);
      assert.deepEqual([status, stdout], [64, ""]);
      assert.match(stderr, says);
    });
  }

  it("teaches by examples", async () => {
    const { status, stdout } = await who("--help");
    assert.equal(status, 0);
    for (const example of ["whodrift who sg-", "--since 7d --all", "'urn:pulumi:", "--watch", "lag 15 minutes"]) assert.ok(stdout.replaceAll(/\s+/g, " ").includes(example), example);
  });
});
