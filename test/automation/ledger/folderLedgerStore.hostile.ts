import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LedgerError } from "../../../automation/ledger";
import { folderLedgerStore } from "../../../automation/ledger/folderLedgerStore";
import { mistakeIn, openLedgerStore } from "../../../automation/ledger/openLedgerStore";

describe("a ledger in a folder", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "whodrift-store-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("given many that create one file at once, lets one of them, and keeps what that one wrote", async () => {
    const store = folderLedgerStore(folder);
    const created = await Promise.all(Array.from({ length: 20 }, async (_, index) => ({ index, isMine: await store.create("entries/1", Buffer.from(String(index))) })));
    const [winner, ...others] = created.filter(({ isMine }) => isMine);
    assert.deepEqual(others, []);
    assert.equal(Buffer.from((await store.read("entries/1")) ?? []).toString(), String(winner?.index));
    assert.deepEqual(await readdir(join(folder, "entries")), ["1"]);
  });

  it("keeps the masking key from other users, and entries for whoever may read the folder", async () => {
    const store = folderLedgerStore(folder);
    await store.create("key", Buffer.alloc(32));
    await store.create("entries/0000000001.json", Buffer.from("{}"));
    assert.equal((await stat(join(folder, "key"))).mode & 0o777, 0o600);
    assert.equal((await stat(join(folder, "entries", "0000000001.json"))).mode & 0o600, 0o600);
  });

  it("lists what is below a folder, behind a key, and never what a killed process left half done", async () => {
    const store = folderLedgerStore(folder);
    for (const key of ["entries/2", "entries/10", "entries/1", "standing/a/b/c.json"]) await store.create(key, Buffer.from("{}"));
    await writeFile(join(folder, "entries", "3.0b1c.tmp"), "{");
    assert.deepEqual(await store.list("entries/"), ["entries/1", "entries/10", "entries/2"]);
    assert.deepEqual(await store.list("entries/", "entries/10"), ["entries/2"]);
    assert.deepEqual(await store.list("standing/"), ["standing/a/b/c.json"]);
    assert.deepEqual(await store.list("open-drift/"), []);
  });

  it("given something in the way, says in a line what cannot be done, and what to do", async () => {
    await mkdir(join(folder, "key"));
    const store = folderLedgerStore(folder);
    await assert.rejects(store.read("key"), (error) => error instanceof LedgerError && error.message.endsWith("cannot be read (EISDIR)") && error.fix.includes(folder));
    await writeFile(join(folder, "entries"), "");
    await assert.rejects(store.create("entries/0000000001.json", Buffer.from("{}")), (error) => error instanceof LedgerError && /cannot be written \(\w+\)$/.test(error.message));
  });
});

describe("ledger.location", () => {
  for (const [location, where] of [
    [".whodrift", "/config/.whodrift"],
    ["/var/lib/whodrift", "/var/lib/whodrift"],
    ["s3://acme-whodrift", "s3://acme-whodrift/"],
    ["s3://acme-whodrift/ledger?region=eu-central-1&profile=audit", "s3://acme-whodrift/ledger/"],
  ] as const) {
    it(`${location} is ${where}`, () => {
      assert.equal(mistakeIn(location), undefined);
      assert.equal(openLedgerStore(location, { folder: "/config", env: {} }).location, where);
    });
  }

  for (const location of ["https://example.com/ledger", "s3://", "s3://bucket/x?role=arn", "s3://bucket/x?kmskeyid=alias/a", "gs://bucket", "S3://bucket"]) {
    it(`${location} is none, and nothing is written for it`, () => {
      assert.match(mistakeIn(location) ?? "", /write|set the bucket/);
      assert.throws(() => openLedgerStore(location, { folder: "/config", env: {} }), LedgerError);
    });
  }
});
