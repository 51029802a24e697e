import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { folderLedgerStore } from "../../../automation/ledger/folderLedgerStore";
import { openDriftKey, writeOpenDrift } from "../../../automation/ledger/writeOpenDrift";
import type { OpenDrift } from "../../../policypack/model";
import { findOpenDrift } from "../../../policypack/openDrift/readOpenDrift";
import { entryWith, openDriftWith } from "../../policypack/drifts";

describe("writeOpenDrift", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "whodrift-ledger-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function write(openDrift: OpenDrift): Promise<string> {
    await writeOpenDrift({ store: folderLedgerStore(folder) }, openDrift);
    return join(folder, openDriftKey(openDrift.stack));
  }

  for (const stack of ["acme/orders/prod", "../../../../etc/cron.d/x", "acme/../../..", "acme/orders/CON", "a\0b/c\nd/e f", "//"]) {
    it(`given the stack ${JSON.stringify(stack)}, writes inside its folder, where the pack finds it`, async () => {
      const openDrift = openDriftWith([entryWith()], { stack });
      const file = await write(openDrift);
      assert.match(relative(folder, file), /^open-drift[\\/][^\\/]+[\\/][^\\/]+[\\/][^\\/]+\.json$/);
      const [organization = "", project = "", ...rest] = stack.split("/");
      const found = findOpenDrift(join(folder, "open-drift"), { organization, project, stack: rest.join("/") });
      assert.deepEqual(found, { outcome: "read", file, openDrift, verdict: "unsigned" });
    });
  }

  it("given a write that fails, leaves the old file whole and no temporary one", async () => {
    const old = openDriftWith([], { stack: "acme/orders/prod" });
    const file = await write( old);
    const circular = openDriftWith([], { stack: "acme/orders/prod" });
    Object.assign(circular, { entries: [circular] });
    await assert.rejects(write( circular));
    assert.deepEqual(JSON.parse(await readFile(file, "utf8")), old);
    assert.deepEqual(await readdir(dirname(file)), ["prod.json"]);
  });

  it("given something in the way, fails without leaving anything behind", async () => {
    const file = join(folder, openDriftKey("acme/orders/prod"));
    await mkdir(file, { recursive: true });
    await assert.rejects(write( openDriftWith([])));
    assert.deepEqual(await readdir(dirname(file)), ["prod.json"]);
  });

  it("given many writers and a reader, the reader never sees half a file", async () => {
    await write( openDriftWith([]));
    const writers = Array.from({ length: 20 }, (_, index) => write( openDriftWith(Array.from({ length: index * 10 }, () => entryWith()))));
    const at = { organization: "acme", project: "orders", stack: "prod" };
    const readers = Array.from({ length: 20 }, async (_, index) => {
      await writers[index];
      return findOpenDrift(join(folder, "open-drift"), at).outcome;
    });
    assert.deepEqual(new Set(await Promise.all(readers)), new Set(["read"]));
    await Promise.all(writers);
  });
});
