import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { WHODRIFT_VERSION } from "../../automation/version";

describe("WHODRIFT_VERSION", () => {
  it("is that of package.json", () => {
    const manifest: unknown = JSON.parse(readFileSync(join(__dirname, "..", "..", "package.json"), "utf8"));
    assert.ok(typeof manifest === "object" && manifest !== null && "version" in manifest);
    assert.equal(WHODRIFT_VERSION, manifest.version);
  });
});
