import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLedger, writeStanding, type LedgerStore } from "../../../automation/ledger";
import { sha256Of } from "../../../automation/ledger/appendEntry";
import { folderLedgerStore } from "../../../automation/ledger/folderLedgerStore";
import { emptyStanding } from "../../../automation/ledger/foldEntry";
import { AT, collected, idsOf, scanOf, STACK } from "./entries";

describe("a ledger", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "whodrift-ledger-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const open = (store: LedgerStore = folderLedgerStore(folder)) => openLedger(store, { pause: () => Promise.resolve() });

  it("numbers its entries from 1 on, and chains each to the bytes of the one before", async () => {
    const ledger = open();
    for (const id of ["a", "b", "c"]) await ledger.append(scanOf(id), AT);
    const entries = await collected(ledger.entries());
    assert.deepEqual(entries.map(({ number }) => number), [1, 2, 3]);
    assert.deepEqual(idsOf(entries), ["a", "b", "c"]);
    const files = await Promise.all([1, 2].map((number) => readFile(join(folder, "entries", `000000000${number}.json`))));
    assert.deepEqual(entries.map(({ previous }) => previous), [undefined, ...files.map(sha256Of)]);
  });

  it("goes on where another run stopped, and is read from any entry on", async () => {
    await open().append(scanOf("a"), AT);
    await open().append(scanOf("b"), AT);
    assert.deepEqual(idsOf(await collected(open().entries(1))), ["b"]);
    assert.deepEqual(await collected(open().entries(2)), []);
  });

  it("given two writers at once, takes in what both have, one after the other", async () => {
    const [one, other] = [open(), open()];
    await Promise.all(Array.from({ length: 20 }, (_, index) => [one.append(scanOf(`one ${index}`), AT), other.append(scanOf(`other ${index}`), AT)]).flat());
    const entries = await collected(open().entries());
    assert.deepEqual(entries.map(({ number }) => number), Array.from({ length: 40 }, (_, index) => index + 1));
    assert.equal(new Set(idsOf(entries)).size, 40);
  });

  it("given a writer that is never first, gives up, and says so", async () => {
    const store: LedgerStore = { ...folderLedgerStore(folder), create: () => Promise.resolve(false) };
    await assert.rejects(open(store).append(scanOf("a"), AT), /the ledger is busy/);
  });

  it("given a clock that goes backwards, keeps the order in which entries came", async () => {
    await open().append(scanOf("late"), AT);
    await open().append(scanOf("early"), new Date(AT.getTime() - 3_600_000));
    assert.deepEqual(idsOf(await collected(open().entries())), ["late", "early"]);
  });

  describe("a stack's standing", () => {
    it("is that of its file and of the entries since", async () => {
      await open().append(scanOf("a"), AT);
      const ledger = open();
      await writeStanding(ledger.store, { ...emptyStanding(STACK), number: 1, flaps: { f: 3 } });
      assert.deepEqual(await ledger.standing(STACK), { ...emptyStanding(STACK), number: 1, flaps: { f: 3 } });
      await ledger.append(scanOf("b"), AT);
      assert.deepEqual(await ledger.standing(STACK), { ...emptyStanding(STACK), number: 2, flaps: { f: 3 } });
    });

    it("given a file that is no use, is made again from all entries, and that is said", async () => {
      const ledger = open();
      await ledger.append(scanOf("a"), AT);
      await ledger.store.replace("standing/acme/orders/prod.json", Buffer.from("{"));
      assert.equal((await ledger.standing(STACK)).number, 1);
      assert.deepEqual(ledger.problems().map(({ code, stacks }) => [code, stacks]), [["ledger-standing-unusable", [STACK]]]);
    });

    it("given a file that names an entry which is not there, is said when something is appended", async () => {
      const ledger = open();
      await ledger.append(scanOf("a"), AT);
      await writeStanding(ledger.store, { ...emptyStanding(STACK), number: 999_999_999 });
      const next = open();
      await next.standing(STACK);
      await next.standing("acme/orders/dev");
      assert.equal((await next.append(scanOf("b"), AT)).number, 2);
      assert.deepEqual(next.problems().map(({ code }) => code), ["ledger-truncated"]);
    });
  });
});
