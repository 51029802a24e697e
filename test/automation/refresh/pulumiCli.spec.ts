import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findPulumi, NoPulumiCli } from "../../../automation/refresh/pulumiCli";

describe("finding the Pulumi CLI", () => {
  const path = process.env["PATH"];
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "whodrift-cli-"));
    process.env["PATH"] = join(folder, "path");
  });
  afterEach(() => {
    process.env["PATH"] = path;
    rmSync(folder, { recursive: true });
  });

  const install = (place: string, version: string) => {
    const file = join(folder, place, "pulumi");
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `#!/bin/sh\necho ${version}\n`, { mode: 0o755 });
  };
  const IN_CACHE = "whodrift/pulumi-3.274.1/bin";

  it("takes the one on PATH when it is new enough, whatever is in the cache", async () => {
    install("path", "v3.249.0");
    install(IN_CACHE, "v3.274.1");
    assert.equal((await findPulumi(folder)).version?.version, "3.249.0");
  });

  it("takes the cached one when PATH has none, or one that is too old", async () => {
    install(IN_CACHE, "v3.274.1");
    assert.equal((await findPulumi(folder)).command, join(folder, IN_CACHE, "pulumi"));
    install("path", "v3.248.9");
    assert.equal((await findPulumi(folder)).command, join(folder, IN_CACHE, "pulumi"));
  });

  it("says what there is and what to type when neither will do", async () => {
    await assert.rejects(findPulumi(folder), (error) => error instanceof NoPulumiCli && /no pulumi on PATH; 3\.249\.0 or newer.*npm run setup/.test(error.message));
    install("path", "v3.100.0");
    await assert.rejects(findPulumi(folder), /The pulumi on PATH is 3\.100\.0;/);
  });
});
