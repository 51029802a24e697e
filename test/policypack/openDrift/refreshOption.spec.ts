import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { refreshOption } from "../../../policypack/openDrift/refreshOption";
import { workingFolders } from "../../../policypack/openDrift/workingFolders";

describe("what a project says of refreshing", () => {
  let folder = "";
  before(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "whodrift-projects-")));
    for (const [name, content] of Object.entries({
      always: "name: shop\nruntime: nodejs\noptions:\n  refresh: always\n",
      silent: "name: shop\nruntime: nodejs\n",
      another: "name: till\nruntime: nodejs\noptions: { refresh: always }\n",
      broken: "name: [shop\n",
    })) {
      mkdirSync(join(folder, name, "src"), { recursive: true });
      writeFileSync(join(folder, name, "Pulumi.yaml"), content);
    }
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const at = (...names: string[]) => refreshOption("shop", names.map((name) => join(folder, name)));

  it("is read from the nearest Pulumi.yaml of that name", () => {
    assert.equal(at("always"), "always");
    assert.equal(at("always/src"), "always");
    assert.equal(at("silent/src"), "on-demand");
  });

  it("is taken from the first folder that knows the project", () => {
    assert.equal(at("another", "broken", "silent", "always"), "on-demand");
    assert.equal(at("nowhere", "always", "silent"), "always");
  });

  it("is unknown where only other projects, broken files or none are found", () => {
    assert.equal(at("another", "broken", "nowhere"), "unknown");
    assert.equal(at(), "unknown");
  });
});

describe("the folders of the processes that started a pack", () => {
  it("are those of the starter and of its own starter, on Linux", () => {
    const folders = workingFolders(process.pid);
    if (process.platform === "linux") assert.equal(folders.at(-1), realpathSync(process.cwd()));
    else assert.deepEqual(folders, []);
  });

  it("are none for a process that is not there", () => {
    assert.deepEqual(workingFolders(2 ** 30), []);
  });
});
