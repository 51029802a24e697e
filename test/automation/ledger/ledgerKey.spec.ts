import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ledgerKey, LedgerKeyError } from "../../../automation/ledger";
import { folderLedgerStore } from "../../../automation/ledger/folderLedgerStore";

describe("ledgerKey", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "whodrift-key-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("given none, makes one of 32 bytes that only its owner can read, and then keeps it", async () => {
    const key = await ledgerKey(folderLedgerStore(join(folder, "ledger")));
    assert.equal(key.length, 32);
    assert.deepEqual(Buffer.from(await ledgerKey(folderLedgerStore(join(folder, "ledger")))), Buffer.from(key));
    assert.equal((await stat(join(folder, "ledger", "key"))).mode & 0o777, 0o600);
  });

  it("given scans that start together, gives all the same key and leaves nothing else behind", async () => {
    const keys = await Promise.all(Array.from({ length: 20 }, () => ledgerKey(folderLedgerStore(folder))));
    assert.equal(new Set(keys.map((key) => Buffer.from(key).toString("hex"))).size, 1);
    assert.deepEqual(await readdir(folder), ["key"]);
  });

  it("given a file that is no key, says so and leaves it alone", async () => {
    await writeFile(join(folder, "key"), "short");
    await assert.rejects(ledgerKey(folderLedgerStore(folder)), LedgerKeyError);
    assert.equal(await readFile(join(folder, "key"), "utf8"), "short");
  });
});
