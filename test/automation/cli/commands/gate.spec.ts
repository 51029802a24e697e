import assert from "node:assert/strict";
import { runCommandLine } from "../../../../automation/cli/commandLine";
import { fakeTerminal } from "../fakeTerminal";

describe("whodrift gate, on the command line", () => {
  async function gate(...words: readonly string[]) {
    const { terminal, stdout, stderr } = fakeTerminal();
    const status = await runCommandLine(["gate", ...words], terminal);
    return { status, stdout: stdout(), stderr: stderr() };
  }

  it("takes an unknown format for a mistake, and names those that there are", async () => {
    const { status, stderr } = await gate("--format", "sarif");
    assert.equal(status, 64);
    assert.match(stderr, /choose from terminal, markdown, json/);
  });

  it("takes a policy pack's configuration without a pack for a mistake", async () => {
    const { status, stderr } = await gate("--policy-pack-config", "policies.json");
    assert.equal(status, 64);
    assert.match(stderr, /each --policy-pack-config needs the --policy-pack that it is for/);
  });

  it("explains in its help what its exit statuses mean", async () => {
    const { status, stdout } = await gate("--help");
    assert.equal(status, 0);
    assert.match(stdout, /0 the up may go ahead; 2 it is refused/);
  });
});
