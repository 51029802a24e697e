import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSightings } from "../../../automation/ledger";
import { folderLedgerStore } from "../../../automation/ledger/folderLedgerStore";
import { openDriftKey, writeOpenDrift } from "../../../automation/ledger/writeOpenDrift";
import { entryWith, openDriftWith } from "../../policypack/drifts";

const STACK = "acme/orders/prod";

describe("readSightings", () => {
  let folder: string;
  const store = () => folderLedgerStore(folder);
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "whodrift-sightings-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("tells when the last scan saw a change with the same value, and nothing of a new or a worse one", async () => {
    const openDrift = openDriftWith([entryWith({ fingerprint: "f", valueDigest: "v" })]);
    await writeOpenDrift({ store: store() }, openDrift);
    const { seenBefore: seen } = await readSightings(store(), STACK);
    assert.equal(seen({ fingerprint: "f", valueDigest: "v" }), openDrift.generatedAt);
    assert.equal(seen({ fingerprint: "f", valueDigest: "worse" }), undefined);
    assert.equal(seen({ fingerprint: "new", valueDigest: "v" }), undefined);
  });

  it("tells whom the last scan gave it to, and how sure it was", async () => {
    await writeOpenDrift({ store: store() }, openDriftWith([entryWith({ fingerprint: "f", valueDigest: "v", confidence: "proven" })]));
    const { blamedBefore } = await readSightings(store(), STACK);
    const { actor, event } = entryWith();
    const blamed = blamedBefore({ fingerprint: "f", valueDigest: "v" });
    assert.deepEqual([blamed?.confidence, blamed?.actor, blamed?.event], ["proven", actor, event]);
    assert.match(blamed?.why.join() ?? "", /found by an earlier scan/);
    assert.equal(blamedBefore({ fingerprint: "f", valueDigest: "worse" }), undefined);
  });

  it("knows nothing where there was no scan, or its file is no use", async () => {
    assert.equal((await readSightings(store(), STACK)).seenBefore({ fingerprint: "f", valueDigest: "v" }), undefined);
    await writeOpenDrift({ store: store() }, openDriftWith([entryWith({ fingerprint: "f", valueDigest: "v" })]));
    await writeFile(join(folder, openDriftKey(STACK)), "{");
    assert.equal((await readSightings(store(), STACK)).seenBefore({ fingerprint: "f", valueDigest: "v" }), undefined);
  });
});
