import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSightings } from "../../../automation/ledger";
import { openDriftPath, writeOpenDrift } from "../../../automation/ledger/writeOpenDrift";
import { entryWith, openDriftWith } from "../../policypack/drifts";

const ref = { name: "acme/orders/prod", project: "orders", stack: "prod" };

describe("readSightings", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "whodrift-sightings-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("tells when the last scan saw a change with the same value, and nothing of a new or a worse one", async () => {
    const openDrift = openDriftWith([entryWith({ fingerprint: "f", valueDigest: "v" })]);
    await writeOpenDrift(folder, openDrift);
    const { seenBefore: seen } = readSightings(folder, ref);
    assert.equal(seen({ fingerprint: "f", valueDigest: "v" }), openDrift.generatedAt);
    assert.equal(seen({ fingerprint: "f", valueDigest: "worse" }), undefined);
    assert.equal(seen({ fingerprint: "new", valueDigest: "v" }), undefined);
  });

  it("tells whom the last scan gave it to, and how sure it was", async () => {
    await writeOpenDrift(folder, openDriftWith([entryWith({ fingerprint: "f", valueDigest: "v", confidence: "proven" })]));
    const { blamedBefore } = readSightings(folder, ref);
    const { actor, event } = entryWith();
    const blamed = blamedBefore({ fingerprint: "f", valueDigest: "v" });
    assert.deepEqual([blamed?.confidence, blamed?.actor, blamed?.event], ["proven", actor, event]);
    assert.match(blamed?.why.join() ?? "", /found by an earlier scan/);
    assert.equal(blamedBefore({ fingerprint: "f", valueDigest: "worse" }), undefined);
  });

  it("knows nothing where there was no scan, or its file is no use", async () => {
    assert.equal(readSightings(folder, ref).seenBefore({ fingerprint: "f", valueDigest: "v" }), undefined);
    await writeOpenDrift(folder, openDriftWith([entryWith({ fingerprint: "f", valueDigest: "v" })]));
    await writeFile(openDriftPath(folder, ref.name), "{");
    assert.equal(readSightings(folder, ref).seenBefore({ fingerprint: "f", valueDigest: "v" }), undefined);
  });
});
