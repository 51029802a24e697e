import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { BackendError } from "../../../automation/estate/backendError";
import { openFolder } from "../../../automation/estate/folderStore";
import { lookAgain, readStack } from "../../../automation/estate/readStack";
import { listStacks } from "../../../automation/estate/selfManaged";
import type { StackAtRest, UnreadableStack } from "../../../automation/estate/stack";

const ref = { name: "organization/shop/dev", project: "shop", stack: "dev" };
const resource = { urn: "urn:pulumi:dev::shop::a:b:C::x", type: "a:b:C", custom: true, id: "x" };
const checkpoint = (latest: object | undefined, version = 3) => JSON.stringify({ version, checkpoint: { stack: ref.name, latest } });
const entry = (update: object) => JSON.stringify({ kind: "update", startTime: 1_790_000_000, endTime: 1_790_000_060, result: "succeeded", ...update });

describe("reading a stack from a backend in a folder", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "whodrift-backend-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const write = (path: string, content: string | Uint8Array, seconds = 1_790_000_000) => {
    const file = join(folder, ".pulumi", path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    utimesSync(file, seconds, seconds);
  };
  const read = async (): Promise<StackAtRest | UnreadableStack> => {
    // Files are read without the CLI: any call of it would fail.
    return readStack(ref, { pulumi: { command: "/nowhere/pulumi" }, cwd: folder, env: {}, backend: { kind: "files", folder } });
  };
  const resourcesOf = (stack: StackAtRest | UnreadableStack) => ("deployment" in stack ? stack.deployment.resources.map(({ id }) => id) : stack.problem);
  const updatesOf = (stack: StackAtRest | UnreadableStack) => ("updates" in stack ? stack.updates : stack.problem);

  it("lists each stack once, in whatever form it is stored, and no backups or attributes", async () => {
    for (const file of ["shop/dev.json", "shop/dev.json.gz", "shop/dev.json.bak", "shop/dev.json.attrs", "shop/prod.json.zst", "net/eu.west.json"]) write(`stacks/${file}`, "");
    assert.deepEqual((await listStacks(openFolder(folder))).map(({ name }) => name).toSorted(), ["organization/net/eu.west", "organization/shop/dev", "organization/shop/prod"]);
  });

  it("finds no stack in a new backend, refuses a folder that is not there and the layout of old", async () => {
    assert.deepEqual(await listStacks(openFolder(folder)), []);
    await assert.rejects(listStacks(openFolder(join(folder, "elsewhere"))), BackendError);
    write("stacks/dev.json", "{}");
    await assert.rejects(listStacks(openFolder(folder)), /pulumi state upgrade/);
  });

  it("reads plain, gzip and zstd checkpoints, the one written last", async () => {
    write("stacks/shop/dev.json", checkpoint({ resources: [{ ...resource, id: "plain" }] }), 1);
    assert.deepEqual(resourcesOf(await read()), ["plain"]);
    write("stacks/shop/dev.json.gz", gzipSync(checkpoint({ resources: [{ ...resource, id: "gzip" }] }, 4)), 2);
    assert.deepEqual(resourcesOf(await read()), ["gzip"]);
    write("stacks/shop/dev.json.zst", zstdCompressSync(checkpoint({ resources: [{ ...resource, id: "zstd" }] })), 3);
    assert.deepEqual(resourcesOf(await read()), ["zstd"]);
  });

  it("reads a stack that was never updated as empty", async () => {
    for (const latest of [undefined, { manifest: { time: "2026-11-24T18:31:16.6Z", magic: "x", version: "v3.274.1" }, metadata: {} }]) {
      write("stacks/shop/dev.json", checkpoint(latest));
      const stack = await read();
      assert.deepEqual([resourcesOf(stack), updatesOf(stack)], [[], []]);
    }
  });

  it("tells by another version that the state was written again, and by the lock who is at it", async () => {
    write("stacks/shop/dev.json", checkpoint({}));
    const options = { pulumi: { command: "/nowhere/pulumi" }, cwd: folder, env: {}, backend: { kind: "files", folder } } as const;
    const stack = await readStack(ref, options);
    assert.ok("activity" in stack);
    assert.deepEqual(await lookAgain(ref, options), stack.activity);
    write("stacks/shop/dev.json", checkpoint({ resources: [resource] }));
    write("locks/organization/shop/dev/6f0d.json", JSON.stringify({ pid: 7, username: "ann", hostname: "build-7", timestamp: "2026-07-31T06:58:00+02:00" }));
    const { version, updating } = await lookAgain(ref, options);
    assert.notEqual(version, stack.activity.version);
    assert.deepEqual(updating, { by: "ann@build-7", since: "2026-07-31T04:58:00.000Z" });
    write("locks/organization/shop/dev/6f0d.json", "{");
    assert.deepEqual((await lookAgain(ref, options)).updating, {});
    rmSync(join(folder, ".pulumi/stacks/shop/dev.json"));
    await assert.rejects(lookAgain(ref, options), BackendError);
  });

  it("keeps what it does not know, for the copy", async () => {
    write("stacks/shop/dev.json", checkpoint({ metadata: { integrity: 1 }, resources: [{ ...resource, refreshBeforeUpdate: true }] }));
    const stack = await read();
    assert.ok("deployment" in stack);
    assert.deepEqual(stack.deployment["metadata"], { integrity: 1 });
    assert.equal(stack.deployment.resources[0]?.["refreshBeforeUpdate"], true);
  });

  it("gives the latest five updates, newest first, by the time in their names", async () => {
    write("stacks/shop/dev.json", checkpoint({}));
    for (let hour = 1; hour <= 7; hour++) write(`history/shop/dev/dev-${hour}000000000.history.json`, entry({ startTime: hour * 3600, endTime: hour * 3600 + 60 }), 8 - hour);
    write("history/shop/dev/dev-10000000000.history.json.gz", gzipSync(entry({ kind: "refresh", startTime: 36000, result: "in-progress", endTime: undefined })));
    write("history/shop/dev/dev-10000000000.checkpoint.json", "{}");
    const updates = updatesOf(await read());
    assert.ok(Array.isArray(updates));
    assert.deepEqual(updates[0], { kind: "refresh", from: "1970-01-01T10:00:00.000Z", to: "1970-01-01T10:00:00.000Z", result: "in-progress" });
    assert.deepEqual(updates[1], { kind: "update", from: "1970-01-01T07:00:00.000Z", to: "1970-01-01T07:01:00.000Z", result: "succeeded" });
    assert.equal(updates.length, 5);
  });

  it("notes which updates were limited to some of the resources", async () => {
    write("stacks/shop/dev.json", checkpoint({ resources: [] }));
    const flags = [{}, { "pulumi.flag.refresh": "set" }, { "pulumi.flag.target": "set" }, { "pulumi.flag.exclude": "set" }];
    flags.forEach((environment, index) => {
      write(`history/shop/dev/dev-${9 - index}.history.json`, entry({ environment }));
    });
    const updates = updatesOf(await read());
    assert.deepEqual(Array.isArray(updates) && updates.map(({ partial }: { readonly partial?: true }) => partial), [undefined, undefined, true, true]);
  });
});
