import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { mockClient } from "aws-sdk-client-mock";
import { fetchFor, gateTrust } from "../../../automation/cli/gateOpenDrift";
import { ConfigError, loadConfig } from "../../../automation/config/loadConfig";
import { openLedgerStore, writeOpenDrift, type LedgerStore } from "../../../automation/ledger";
import { entryWith, openDriftWith } from "../../policypack/drifts";
import { makeSignatory } from "../../policypack/signing";
import { memoryS3 } from "../ledger/memoryS3";

const STACK = { name: "acme/orders/prod", project: "orders", stack: "prod" };
const ENV = { AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "example", AWS_REGION: "eu-central-1" };
const openDrift = openDriftWith([entryWith()]);

describe("where the gate finds what is held", () => {
  let folder = "";
  let s3: { readonly restore: () => void } | undefined;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "whodrift gate "));
  });
  afterEach(async () => {
    s3?.restore();
    s3 = undefined;
    await rm(folder, { recursive: true });
  });

  const at = (location: string): LedgerStore => openLedgerStore(location, { folder, env: ENV });
  const fetched = (store: LedgerStore, named?: string) => fetchFor(STACK, { named, store, trusted: [], terminal: { env: ENV, cwd: folder } });

  it("is the ledger, in a folder with a space in its path", async () => {
    const store = at("ledger");
    assert.deepEqual(await fetched(store), { outcome: "missing", looked: path.join(folder, "ledger", "open-drift", "acme", "orders", "prod.json") });
    await writeOpenDrift({ store }, openDrift);
    const found = await fetched(store);
    assert.deepEqual(found.outcome === "read" && [found.openDrift, found.verdict], [openDrift, "unsigned"]);
  });

  it("is the ledger in S3, which needs no --open-drift", async () => {
    const sdk = mockClient(S3Client);
    s3 = sdk;
    memoryS3(sdk);
    const store = at("s3://acme-whodrift/ledger?region=eu-west-1");
    assert.deepEqual(await fetched(store), { outcome: "missing", looked: "s3://acme-whodrift/ledger/open-drift/acme/orders/prod.json" });
    await writeOpenDrift({ store }, openDrift);
    assert.equal((await fetched(store)).outcome, "read");
  });

  it("does not take a bucket that denies for one that holds nothing", async () => {
    const sdk = mockClient(S3Client);
    s3 = sdk;
    sdk.rejects(Object.assign(new Error("no"), { name: "AccessDenied" }));
    const found = await fetched(at("s3://acme-whodrift/ledger"));
    assert.equal(found.outcome, "unreachable");
    assert.ok("reason" in found && found.reason.includes("s3:GetObject"));
  });

  it("is what --open-drift names: a path from here, or an address as it stands", async () => {
    await writeOpenDrift({ store: at("elsewhere") }, openDrift);
    assert.equal((await fetched(at("ledger"), path.join("elsewhere", "open-drift"))).outcome, "read");
    assert.deepEqual(await fetched(at("ledger"), "ftp://example.com/open-drift"), { outcome: "unusable", file: "ftp://example.com/open-drift", reason: "only a path, https:// and s3:// are read" });
  });

  it("believes the keys of ledger.trust and of WHODRIFT_TRUST, and refuses one that is none", async () => {
    await writeFile(path.join(folder, "a.pub"), makeSignatory().publicPem);
    await writeFile(path.join(folder, "whodrift.yaml"), "ledger: { trust: [a.pub] }");
    const loaded = await loadConfig(folder);
    assert.equal((await gateTrust(loaded, { env: { WHODRIFT_TRUST: makeSignatory().publicPem }, cwd: folder })).keys.length, 2);
    await assert.rejects(gateTrust(loaded, { env: { WHODRIFT_TRUST: "nowhere.pub" }, cwd: folder }), (error) => error instanceof ConfigError && error.message.includes("WHODRIFT_TRUST: nowhere.pub"));
    await rm(path.join(folder, "whodrift.yaml"));
    assert.deepEqual(await gateTrust(await loadConfig(folder), { env: {}, cwd: folder }), { keys: [], asked: false });
  });
});
