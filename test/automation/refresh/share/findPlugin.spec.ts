import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { findPlugin } from "../../../../automation/refresh/share/findPlugin";

describe("the plugin that the engine would start", () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), "whodrift-plugins-"));
  });
  afterEach(async () => {
    await rm(dir, { recursive: true });
  });

  async function install(...folder: readonly string[]): Promise<string> {
    const program = path.join(dir, ...folder, "pulumi-resource-aws");
    await mkdir(path.dirname(program), { recursive: true });
    await writeFile(program, "");
    await chmod(program, 0o755);
    return program;
  }
  const find = (version?: string) =>
    findPlugin({ command: "pulumi" }, { inputs: "{}", env: { PATH: path.join(dir, "bin"), PULUMI_HOME: dir }, ...(version !== undefined && { version }) });

  it("given one on PATH and one in the cache, then that on PATH", async () => {
    await install("plugins", "resource-aws-v7.48.0");
    const ambient = await install("bin");
    assert.equal(await find("7.48.0"), ambient);
  });

  it("given only the cache, then the version of the state, and no other", async () => {
    const cached = await install("plugins", "resource-aws-v7.48.0");
    assert.deepEqual([await find("7.48.0"), await find("7.47.0"), await find()], [cached, undefined, undefined]);
  });

  it("given one that is still being installed, then none", async () => {
    await install("plugins", "resource-aws-v7.48.0");
    await writeFile(path.join(dir, "plugins", "resource-aws-v7.48.0.partial"), "");
    assert.equal(await find("7.48.0"), undefined);
  });
});
