import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { emit } from "../../../automation/cli/emit";
import { formats } from "../../../automation/report";
import { scanReportSchema } from "../../../policypack/model";
import { aReport, typicalReport } from "../../fixtures/report";
import { fakeTerminal } from "./fakeTerminal";

describe("emit", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "whodrift-emit-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("with json writes one report to stdout, and nothing else anywhere", async () => {
    const { terminal, stdout, stderr } = fakeTerminal({ cwd: folder });
    assert.ok(await emit(typicalReport(), [{ format: "json" }], terminal));
    assert.deepEqual(scanReportSchema.parse(JSON.parse(stdout())), typicalReport());
    assert.equal(stderr(), "");
    assert.deepEqual(await readdir(folder), []);
  });

  it("writes files from the folder it was called in, makes their folders, and leaves nothing else behind", async () => {
    const { terminal, stdout } = fakeTerminal({ cwd: folder });
    assert.ok(await emit(typicalReport(), [{ format: "json", path: "out/night/report.json" }, { format: "markdown", path: join(folder, "drift.md") }], terminal));
    assert.equal(stdout(), "");
    assert.equal(await readFile(join(folder, "out/night/report.json"), "utf8"), formats["json"]?.render(typicalReport()));
    assert.equal(await readFile(join(folder, "drift.md"), "utf8"), formats["markdown"]?.render(typicalReport()));
    assert.deepEqual([await readdir(folder), await readdir(join(folder, "out/night"))], [["drift.md", "out"], ["report.json"]]);
  });

  it("colours what goes to a terminal as wide as it is, and never a file", async () => {
    const { terminal, stdout } = fakeTerminal({ cwd: folder });
    await emit(typicalReport(), [{ format: "terminal" }, { format: "terminal", path: "drift.txt" }], { ...terminal, stdout: { ...terminal.stdout, isTTY: true, columns: 60 } });
    assert.equal(stdout(), formats["terminal"]?.render(typicalReport(), { color: true, width: 60 }));
    assert.ok(stdout().includes("\u001b["));
    assert.equal(await readFile(join(folder, "drift.txt"), "utf8"), formats["terminal"]?.render(typicalReport()));
  });

  it("replaces an older report", async () => {
    await writeFile(join(folder, "report.json"), "old");
    const { terminal } = fakeTerminal({ cwd: folder });
    await emit(aReport(), [{ format: "json", path: "report.json" }], terminal);
    assert.deepEqual(scanReportSchema.parse(JSON.parse(await readFile(join(folder, "report.json"), "utf8"))), aReport());
  });

  describe("given a file that cannot be written", () => {
    const obstacles: Readonly<Record<string, readonly [string, () => Promise<unknown>, string]>> = {
      "because its folder is a file": ["file/report.json", () => writeFile(join(folder, "file"), "mine"), "file"],
      "because it is a folder": ["report.json", () => mkdir(join(folder, "report.json")), "report.json"],
      "because its name is too long": [`${"x".repeat(300)}.json`, () => Promise.resolve(), ""],
    };
    for (const [why, [path, put, left]] of Object.entries(obstacles)) {
      it(`${why}, says so in one line, writes the others, and leaves nothing half done`, async () => {
        await put();
        const { terminal, stdout, stderr } = fakeTerminal({ cwd: folder });
        const complete = await emit(typicalReport(), [{ format: "json", path }, { format: "terminal" }, { format: "markdown", path: "drift.md" }], terminal);
        assert.equal(complete, false);
        assert.match(stderr(), /^whodrift: the json report could not be written to .*: [A-Z]+: .*\n$/);
        assert.equal(stdout(), formats["terminal"]?.render(typicalReport()));
        assert.deepEqual(await readdir(folder), ["drift.md", ...(left === "" ? [] : [left])]);
      });
    }
  });

  it("lets a format that fails to draw stop no other", async () => {
    const { terminal, stdout, stderr } = fakeTerminal({ cwd: folder });
    assert.equal(await emit(aReport(), [{ format: "nonesuch" }, { format: "json" }], terminal), false);
    assert.match(stderr(), /nonesuch report could not be written to stdout/);
    assert.deepEqual(JSON.parse(stdout()), aReport());
  });
});
