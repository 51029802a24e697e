import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommandLine } from "../../../../automation/cli/commandLine";
import { rulesTestSchema } from "../../../../automation/rules";
import { typicalReport } from "../../../fixtures/report";
import { fakeTerminal } from "../fakeTerminal";

const RULES = "rules:\n  - { name: doors, when: { opensAccess: true }, then: revert }\n  - { name: of-mars, when: { stack: '*/*/mars' }, then: hold }\n";

describe("whodrift rules", () => {
  let folder = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "whodrift-rules-"));
    await Promise.all([writeFile(join(folder, "r.json"), JSON.stringify(typicalReport())), writeFile(join(folder, "whodrift.yaml"), RULES), writeFile(join(folder, "bad.yaml"), "rules: [{}]\n")]);
  });
  after(() => rm(folder, { recursive: true }));

  async function rules(...words: readonly string[]) {
    const { terminal, stdout, stderr } = fakeTerminal({ cwd: folder, readStdin: () => Promise.resolve(JSON.stringify(typicalReport())) });
    const status = await runCommandLine(["rules", ...words], terminal);
    return { status, stdout: stdout(), stderr: stderr() };
  }

  it("given a report, tells people which rule decides what, and which match nothing", async () => {
    const { status, stdout } = await rules("test", "r.json");
    assert.equal(status, 0);
    assert.match(stdout, /^ {2}rule +doors \(revert\): decides \d+, matches \d+$/m);
    assert.match(stdout, /^ {2}unused +of-mars \(hold\): matches nothing$/m);
    assert.match(stdout, /^ {4}no +of-mars: stack does not hold$/m);
  });

  it("given --format json, and the report on stdin, prints whodrift/rules-test@1", async () => {
    const { stdout } = await rules("test", "-", "--format", "json");
    assert.deepEqual(rulesTestSchema.parse(JSON.parse(stdout)).rules.map(({ name, matches }) => [name, matches > 0]), [["doors", true], ["of-mars", false]]);
  });

  it("given --strict, ends with 1 where a rule matches nothing", async () => {
    assert.equal((await rules("test", "r.json", "--strict")).status, 1);
  });

  for (const [what, words, says] of [
    ["no report", ["test"], /missing required argument/],
    ["one that is not there", ["test", "none.json"], /cannot read the report none\.json/],
    ["one that is none", ["test", "whodrift.yaml"], /is not JSON/],
    ["rules that are none", ["test", "r.json", "--config", "bad.yaml"], /bad\.yaml: rules\.0\.name/],
  ] as const) {
    it(`given ${what}, ends with 64 and says so`, async () => {
      const { status, stderr } = await rules(...words);
      assert.equal(status, 64);
      assert.match(stderr, says);
    });
  }
});
