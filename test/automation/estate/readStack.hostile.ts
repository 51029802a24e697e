import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readStack } from "../../../automation/estate/readStack";

const ref = { name: "organization/shop/dev", project: "shop", stack: "dev" };
const deployment = (latest: unknown) => JSON.stringify({ version: 3, checkpoint: { latest } });

describe("a broken checkpoint", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "whodrift-backend-"));
    mkdirSync(join(folder, ".pulumi/stacks/shop"), { recursive: true });
    mkdirSync(join(folder, ".pulumi/history/shop/dev"), { recursive: true });
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const read = () => readStack(ref, { pulumi: { command: "/nowhere/pulumi" }, cwd: folder, env: {}, backend: { kind: "files", folder } });

  for (const [title, name, content] of [
    ["that is empty", "dev.json", ""],
    ["that is cut off inside a secret", "dev.json", '{"version":3,"checkpoint":{"latest":{"resources":[{"inputs":{"password":"canary'],
    ["of another format", "dev.json", '{"version":99,"checkpoint":{"latest":{"x":"canary"}}}'],
    ["whose resources are no list", "dev.json", deployment({ resources: "canary" })],
    ["whose resource has no type", "dev.json", deployment({ resources: [{ urn: "canary" }] })],
    ["that only claims to be compressed", "dev.json.gz", "canary"],
    ["that only claims to be zstd", "dev.json.zst", "canary"],
    ["that is a list", "dev.json", "[]"],
  ] as const) {
    it(`${title} makes the stack unreadable, in one line that quotes nothing of it`, async () => {
      writeFileSync(join(folder, ".pulumi/stacks/shop", name), content);
      const stack = await read();
      assert.ok("problem" in stack);
      assert.equal(stack.problem.code, "state-unreadable");
      assert.match(stack.problem.message, /^its checkpoint (is|cannot)/);
      assert.doesNotMatch(stack.problem.message, /canary|\p{Cc}/u);
    });
  }

  it("that is missing is said to be missing", async () => {
    const stack = await read();
    assert.ok("problem" in stack);
    assert.equal(stack.problem.code, "state-missing");
  });

  it("is not made of broken history: such entries are left out", async () => {
    writeFileSync(join(folder, ".pulumi/stacks/shop/dev.json"), deployment({}));
    const history = join(folder, ".pulumi/history/shop/dev");
    writeFileSync(join(history, "dev-3.history.json"), "{");
    writeFileSync(join(history, "dev-2.history.json.gz"), "{");
    writeFileSync(join(history, "dev-1.history.json"), '{"kind":"update","startTime":1,"endTime":2,"result":"succeeded"}');
    const stack = await read();
    assert.ok("updates" in stack);
    assert.deepEqual(stack.updates.map(({ to }) => to), ["1970-01-01T00:00:02.000Z"]);
  });
});
