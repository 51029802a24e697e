import assert from "node:assert/strict";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { nightly } from "../../automation/nightly";
import { fakeTerminal } from "./cli/fakeTerminal";

describe("the nightly", () => {
  let cwd: string;
  beforeEach(async () => {
    cwd = await mkdtemp(path.join(tmpdir(), "whodrift-nightly-"));
  });
  afterEach(() => rm(cwd, { recursive: true, force: true }));

  async function wordsOf(...given: readonly string[]) {
    const { terminal, stderr } = fakeTerminal({ cwd });
    let words: readonly string[] = [];
    const status = await nightly(given, terminal, (those) => {
      words = those;
      return Promise.resolve(2);
    });
    return { status, words, stderr: stderr() };
  }

  it("scans every stack, and keeps the night's reports in a folder that is there", async () => {
    const night = path.join("out", "nightly", "2026-07-31T05-00-00Z");
    assert.deepEqual((await wordsOf()).words, ["scan", "--all", "--format=terminal", `--format=json=${night}.json`, `--format=html=${night}.html`, `--format=markdown=${night}.md`]);
    assert.ok((await stat(path.join(cwd, "out", "nightly"))).isDirectory());
  });

  it("scans what it is told to, with the options of scan", async () => {
    for (const selection of [["--stack", "*/shop/*"], ["--stack=*/shop/*"], ["--tag", "env=prod"], ["--all", "--shard", "1/3"]]) {
      const { words } = await wordsOf(...selection);
      assert.deepEqual(words.slice(0, 1 + selection.length), ["scan", ...selection]);
    }
    assert.deepEqual((await wordsOf("--fail-on", "high")).words.slice(0, 4), ["scan", "--all", "--fail-on", "high"]);
  });

  it("ends as the scan did, and says so in a line that a log watcher can wait for", async () => {
    const { status, stderr } = await wordsOf();
    assert.equal(status, 2);
    assert.match(stderr, /^whodrift: the night ended with status 2 after 0 min; its reports are \S+\.\*\n$/);
  });
});
