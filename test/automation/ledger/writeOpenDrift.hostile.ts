import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { openDriftPath, writeOpenDrift } from "../../../automation/ledger/writeOpenDrift";
import { findOpenDrift } from "../../../policypack/openDrift/readOpenDrift";
import { entryWith, openDriftWith } from "../../policypack/drifts";

describe("writeOpenDrift", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "whodrift-ledger-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  for (const stack of ["acme/orders/prod", "../../../../etc/cron.d/x", "acme/../../..", "acme/orders/CON", "a\0b/c\nd/e f", "//"]) {
    it(`given the stack ${JSON.stringify(stack)}, writes inside its folder, where the pack finds it`, async () => {
      const openDrift = openDriftWith([entryWith()], { stack });
      const file = await writeOpenDrift(folder, openDrift);
      assert.match(relative(folder, file), /^open-drift[\\/][^\\/]+[\\/][^\\/]+[\\/][^\\/]+\.json$/);
      const [organization = "", project = "", ...rest] = stack.split("/");
      const found = findOpenDrift(join(folder, "open-drift"), { organization, project, stack: rest.join("/") });
      assert.deepEqual(found, { outcome: "read", openDrift, verdict: "unsigned" });
    });
  }

  it("given a write that fails, leaves the old file whole and no temporary one", async () => {
    const old = openDriftWith([], { stack: "acme/orders/prod" });
    const file = await writeOpenDrift(folder, old);
    const circular = openDriftWith([], { stack: "acme/orders/prod" });
    Object.assign(circular, { entries: [circular] });
    await assert.rejects(writeOpenDrift(folder, circular));
    assert.deepEqual(JSON.parse(await readFile(file, "utf8")), old);
    assert.deepEqual(await readdir(dirname(file)), ["prod.json"]);
  });

  it("given something in the way, fails without leaving anything behind", async () => {
    const file = openDriftPath(folder, "acme/orders/prod");
    await mkdir(file, { recursive: true });
    await assert.rejects(writeOpenDrift(folder, openDriftWith([])));
    assert.deepEqual(await readdir(dirname(file)), ["prod.json"]);
  });

  it("given many writers and a reader, the reader never sees half a file", async () => {
    await writeOpenDrift(folder, openDriftWith([]));
    const writers = Array.from({ length: 20 }, (_, index) => writeOpenDrift(folder, openDriftWith(Array.from({ length: index * 10 }, () => entryWith()))));
    const at = { organization: "acme", project: "orders", stack: "prod" };
    const readers = Array.from({ length: 20 }, async (_, index) => {
      await writers[index];
      return findOpenDrift(join(folder, "open-drift"), at).outcome;
    });
    assert.deepEqual(new Set(await Promise.all(readers)), new Set(["read"]));
    await Promise.all(writers);
  });
});
