import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { sizeStacks } from "../../../automation/estate/sizeStacks";

const ref = (stack: string, resources?: number) => ({ name: `organization/shop/${stack}`, project: "shop", stack, ...(resources !== undefined && { resources }) });
const checkpoint = (latest?: object) => JSON.stringify({ version: 3, checkpoint: { latest } });

describe("the size of stacks", () => {
  let folder = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "whodrift-sizes-"));
    const stacks = join(folder, ".pulumi", "stacks", "shop");
    await mkdir(stacks, { recursive: true });
    await writeFile(join(stacks, "three.json"), checkpoint({ resources: [{}, {}, {}] }));
    await writeFile(join(stacks, "packed.json.gz"), gzipSync(checkpoint({ resources: [{}, {}] })));
    await writeFile(join(stacks, "new.json"), checkpoint());
    await writeFile(join(stacks, "bare.json"), checkpoint({}));
    await writeFile(join(stacks, "torn.json"), '{"version":3,');
    await writeFile(join(stacks, "odd.json"), checkpoint({ resources: "many" }));
  });
  after(() => rm(folder, { recursive: true }));

  const sizes = async (...names: readonly string[]) => {
    const sized = await sizeStacks(names.map((name) => ref(name)), { kind: "files", folder });
    return Object.fromEntries(sized.map(({ ref: { stack }, resources }) => [stack, resources]));
  };

  it("is the number of resources in the state, however it is stored", async () => {
    assert.deepEqual(await sizes("three", "packed"), { three: 3, packed: 2 });
  });

  it("is nothing where nothing was ever deployed", async () => {
    assert.deepEqual(await sizes("new", "bare"), { new: 0, bare: 0 });
  });

  it("is nothing where the state cannot be read, and stops no other", async () => {
    assert.deepEqual(await sizes("torn", "odd", "gone", "three"), { torn: 0, odd: 0, gone: 0, three: 3 });
  });

  it("shows each state that it reads to whoever wants something of it", async () => {
    const shown: unknown[] = [];
    await sizeStacks([ref("three"), ref("torn"), ref("packed", 2)], { kind: "files", folder }, (stack, resources) => shown.push([stack, resources.length]));
    assert.deepEqual(shown, [["organization/shop/three", 3]]);
  });

  it("is what the listing of a remote backend says", async () => {
    const sized = await sizeStacks([ref("dev", 17), ref("new")], { kind: "remote", url: "gs://states" });
    assert.deepEqual(sized.map(({ resources }) => resources), [17, 0]);
  });
});
