import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { zipOf } from "./zip";

/** That others can read the zip is proven where Lambda takes it as code. */
describe("an archive of the program's", () => {
  it("becomes the same zip file for the same files", async () => {
    const zip = await zipOf({ assets: { "lib/b.js": { text: "b" }, "a.js": { text: "a" } } });
    assert.deepEqual(zip, await zipOf({ assets: { "a.js": { text: "a" }, "lib/b.js": { text: "b" } } }));
    assert.notDeepEqual(zip, await zipOf({ assets: { "a.js": { text: "a" }, "lib/b.js": { text: "c" } } }));
  });

  it("is sent as it is where it is a zip file already, and refused where it is a folder or an address", async () => {
    const dir = await mkdtemp(path.join(tmpdir(), "zip-"));
    try {
      const file = path.join(dir, "code.zip");
      await writeFile(file, "zipped");
      assert.equal((await zipOf({ path: file })).toString(), "zipped");
      await assert.rejects(zipOf({ path: dir }));
      await assert.rejects(zipOf({ uri: "https://example.com/code.zip" }));
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });
});
