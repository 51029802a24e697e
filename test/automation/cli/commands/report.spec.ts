import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommandLine } from "../../../../automation/cli/commandLine";
import { formats } from "../../../../automation/report";
import { scanReportSchema, type ScanReport } from "../../../../policypack/model";
import { aChange, aDrift, aReport, aStack, typicalReport } from "../../../fixtures/report";
import { splitReport } from "../../../fixtures/shards";
import { fakeTerminal } from "../fakeTerminal";

const drifted = aReport({ stacks: [aStack("acme/net/prod"), aStack("acme/shop/prod", { drifts: [aDrift({ changes: [aChange({ severity: "medium" })] })] })] });
const shards = splitReport(drifted, [1, 2], 2);

describe("whodrift report", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "whodrift-report-"));
    await Promise.all([save("whole.json", drifted), save("typical.json", typicalReport()), ...shards.map((shard, index) => save(`${index + 1}.json`, shard))]);
  });
  afterEach(() => rm(folder, { recursive: true }));

  const save = (file: string, content: ScanReport | string) => writeFile(join(folder, file), typeof content === "string" ? content : JSON.stringify(content));

  async function report(words: readonly string[], stdin = "") {
    const { terminal, stdout, stderr } = fakeTerminal({ cwd: folder, readStdin: () => Promise.resolve(stdin) });
    const status = await runCommandLine(["report", ...words], terminal);
    return { status, stdout: stdout(), stderr: stderr() };
  }

  it("draws a saved report as the scan would have, in any format, and leaves the file as it was", async () => {
    for (const [name, format] of Object.entries(formats)) {
      const { stdout, stderr } = await report(["typical.json", "--format", name]);
      assert.deepEqual([stdout, stderr], [format.render(typicalReport()), ""]);
    }
    assert.equal(await readFile(join(folder, "typical.json"), "utf8"), JSON.stringify(typicalReport()));
  });

  it("draws for a person without --format, and into files on demand", async () => {
    assert.equal((await report(["whole.json"])).stdout, formats["terminal"]?.render(drifted));
    assert.deepEqual(await report(["whole.json", "--format", "markdown=out/drift.md"]), { status: 2, stdout: "", stderr: "" });
    assert.equal(await readFile(join(folder, "out", "drift.md"), "utf8"), formats["markdown"]?.render(drifted));
  });

  it("leaves addresses out for a team, and is as short as it is told to be", async () => {
    assert.match((await report(["whole.json"])).stdout, /203\.0\.113\.7/);
    assert.doesNotMatch((await report(["whole.json", "--audience", "team"])).stdout, /203\.0\.113\.7/);
    const { stdout } = await report(["typical.json", "--format", "markdown", "--max-bytes", "1500"]);
    assert.ok(Buffer.byteLength(stdout) <= 1_500);
    assert.match(stdout, /Cut to fit/);
    assert.equal((await report(["whole.json", "--max-bytes", "few"])).status, 64);
  });

  it("merges the shards of a scan into the report of the whole, from files and from stdin", async () => {
    const merged = await report(["2.json", "1.json", "--format", "json"]);
    assert.equal(merged.status, 2);
    assert.deepEqual(scanReportSchema.parse(JSON.parse(merged.stdout)), drifted);
    assert.deepEqual(await report(["-", "1.json", "--format", "json"], JSON.stringify(shards[1])), merged);
  });

  it("says which shards are missing in every format, and is 1", async () => {
    for (const name of Object.keys(formats)) {
      const { status, stdout } = await report(["1.json", "--format", name]);
      assert.equal(status, 1);
      assert.match(stdout, /missing of 2 shards(:|%3A) 2; 1 stack is unchecked/);
      assert.match(stdout, /acme\/shop\/prod/);
    }
  });

  describe("exits as the scan would have", () => {
    const table: readonly (readonly [readonly string[], number])[] = [
      [["whole.json"], 2],
      [["whole.json", "--fail-on", "medium"], 2],
      [["whole.json", "--fail-on", "high"], 0],
      [["1.json", "2.json", "--fail-on", "never"], 0],
      [["1.json", "--fail-on", "never"], 1],
      [["typical.json"], 1],
    ];
    for (const [words, status] of table) {
      it(`with ${status}: ${words.join(" ")}`, async () => {
        assert.equal((await report(words)).status, status);
      });
    }

    it("with 1 where a report cannot be written", async () => {
      const { status, stderr } = await report(["whole.json", "--fail-on", "never", "--format", "json=whole.json/x"]);
      assert.equal(status, 1);
      assert.match(stderr, /^whodrift: the json report could not be written to whole\.json\/x: .*\n$/);
    });
  });

  describe("is 64, and says in one line which file is wrong and why", () => {
    const odd: Readonly<Record<string, readonly [string, RegExp]>> = {
      "no JSON": ["scanning 2 stacks\n{}", /^whodrift: odd\.json is not JSON: /],
      "other JSON": ["[]", /^whodrift: odd\.json is not a whodrift\/scan-report@1: /],
      "a field that is not known": [JSON.stringify({ ...drifted, extra: 1 }), /^whodrift: odd\.json is not .*extra/],
      "a shard that cannot be": [JSON.stringify({ ...drifted, scan: { ...drifted.scan, shard: { number: 3, of: 2, selection: [] } } }), /^whodrift: odd\.json is not .*scan\.shard: there is no such shard/],
      "a whole report among shards": [JSON.stringify(drifted), /^whodrift: odd\.json is a whole report/],
      "a shard that is there already": [JSON.stringify(shards[0]), /^whodrift: 1\.json and odd\.json are both shard 1\/2/],
      "a stack whose name commands the terminal": [
        JSON.stringify({ ...shards[1], stacks: [aStack("\u001b[2J\n::error::x")] }),
        /^whodrift: odd\.json has .*, which is not among the stacks that were selected/,
      ],
    };
    for (const [what, [content, message]] of Object.entries(odd)) {
      it(what, async () => {
        await save("odd.json", content);
        const { status, stdout, stderr } = await report(["1.json", "odd.json", "--format", "json"]);
        assert.deepEqual([status, stdout], [64, ""]);
        assert.match(stderr, message);
        assert.match(stderr, /^whodrift: [^\p{Cc}]*\n$/u);
      });
    }

    it("a file that is not there", async () => {
      const { status, stderr } = await report(["1.json", "gone.json"]);
      assert.equal(status, 64);
      assert.match(stderr, /^whodrift: cannot read the report gone\.json: ENOENT.*\n$/);
    });

    it("stdin that is no report, or that is to be read twice", async () => {
      assert.match((await report(["-"], "nothing")).stderr, /^whodrift: stdin is not JSON: .*\n$/);
      assert.deepEqual(await report(["-", "-"]), { status: 64, stdout: "", stderr: "whodrift: stdin can be read once: give only one -\n" });
    });
  });
});
