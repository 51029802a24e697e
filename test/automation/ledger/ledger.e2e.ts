import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { LedgerError, ledgerKey, makeSigningKey, openLedger, openLedgerStore, verifyLedger, type LedgerStore, type Verification } from "../../../automation/ledger";
import { readPublicKey } from "../../../policypack/signature/verify";
import { credentialsOf, environmentOf, startAws, type Person, type SandboxAws } from "../../sandbox/aws";
import { run, type Finished } from "../../sandbox/run";
import { checkout } from "../../sandbox/toolchain/checkout";
import { ensureEmulator } from "../../sandbox/toolchain/emulator";
import { collected, idsOf, scanOf } from "./entries";

const APPEND_MANY = path.join(checkout, "dist", "test", "automation", "ledger", "appendMany.js");
// A process of Node has begun by then, on a busy machine too.
const START_MS = 3_000;
const { privateKey, publicKey } = makeSigningKey();
const env = { PATH: process.env["PATH"] ?? "", WHODRIFT_SIGNING_KEY: privateKey };

function verify(store: LedgerStore): Promise<Verification> {
  return verifyLedger(openLedger(store).stored(), { trusted: [readPublicKey(publicKey)] });
}

async function assertBothComplete(store: LedgerStore, both: readonly Finished[], count: number): Promise<void> {
  assert.deepEqual(both.map(({ status, stderr }) => [status, stderr]), [[0, ""], [0, ""]]);
  const { findings, signed } = await verify(store);
  assert.deepEqual([findings, signed], [[], 2 * count]);
  const ids = idsOf(await collected(openLedger(store).entries()));
  assert.deepEqual(ids.toSorted(), ["one", "other"].flatMap((name) => Array.from({ length: count }, (_, index) => `${name} ${index}`)).toSorted());
  const turns = ids.filter((id, index) => index > 0 && id.split(" ")[0] !== ids[index - 1]?.split(" ")[0]).length;
  assert.ok(turns > 1, "both wrote at the same time");
}

describe("a ledger that several processes write", function () {
  this.timeout(180_000);
  let folder: string;
  let store: LedgerStore;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "whodrift-ledger-"));
    store = openLedgerStore("ledger", { folder, env: {} });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("given two at once, has what both wrote, in one chain", async () => {
    const beginning = String(Date.now() + START_MS);
    const both = await Promise.all(["one", "other"].map((name) => run(process.execPath, [APPEND_MANY, store.location, name, "50", beginning], { cwd: folder, env })));
    await assertBothComplete(store, both, 50);
  });

  it("given that they are killed in the middle of writing, again and again, loses nothing that was written, and has no half entry", async () => {
    const told: number[] = [];
    for (let round = 0; round < 25; round++) {
      const child = spawn(process.execPath, [APPEND_MANY, store.location, `round ${round}`, "100000"], { cwd: folder, env, stdio: ["ignore", "pipe", "inherit"] });
      const lines = createInterface({ input: child.stdout }).on("line", (line) => {
        if (line !== "begins") told.push(Number(line));
      });
      await once(lines, "line");
      await wait(randomInt(0, 40));
      child.kill("SIGKILL");
      await once(child, "close");
    }
    const { findings, entries, head } = await verify(store);
    assert.deepEqual(findings, []);
    assert.ok(told.length > 25, `${told.length} were written`);
    assert.ok(entries >= told.length && head?.number === entries);
    // An entry may have been written without its having been told; none was told without its having been written.
    assert.ok(Math.max(...told) <= entries);
    await openLedger(store).append(scanOf("after"), new Date());
    assert.deepEqual((await readdir(path.join(store.location, "entries"))).filter((name) => name.endsWith(".json")).length, entries + 1);
  });

  it("given a full disk, says so, and the ledger is as it was", async () => {
    await openLedger(store).append(scanOf("before"), new Date());
    // Where no file may grow beyond a block of 512 bytes: the system refuses, as a full disk does, in the middle of a write.
    const { status, stderr } = await run("/bin/sh", ["-c", 'ulimit -f 0; exec "$@"', "sh", process.execPath, APPEND_MANY, store.location, "full", "1"], { cwd: folder, env });
    assert.equal(status, 1);
    assert.match(stderr, /^LedgerError: the ledger in .* cannot be written \(EFBIG\)\n$/);
    assert.deepEqual(idsOf(await collected(openLedger(store).entries())), ["before"]);
    assert.deepEqual(await readdir(path.join(store.location, "entries")), ["0000000001.json"]);
  });

  describe("in S3", () => {
    const BUCKET = "acme-ledger";
    let aws: SandboxAws;
    let dir: string;
    before(async () => {
      dir = await mkdtemp(path.join(tmpdir(), "sandbox-ledger-"));
      aws = await startAws({ ...(await ensureEmulator()), dir });
      await client().send(new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration: { LocationConstraint: "eu-central-1" } }));
    });
    after(async () => {
      await aws.stop();
      await rm(dir, { recursive: true, force: true });
    });

    const client = () => new S3Client({ endpoint: aws.endpoint, region: aws.region, credentials: credentialsOf(aws.people.alice), forcePathStyle: true });
    const envOf = (person: Person) => environmentOf(aws, person);
    const location = (prefix: string) => `s3://${BUCKET}/${prefix}?s3ForcePathStyle=true`;
    const open = (prefix: string, person: Person = aws.people.alice) => openLedgerStore(location(prefix), { folder, env: envOf(person) });

    it("given two at once, has what both wrote, in one chain", async () => {
      const beginning = String(Date.now() + START_MS);
      const both = await Promise.all(["one", "other"].map((name) => run(process.execPath, [APPEND_MANY, location("two"), name, "50", beginning], { cwd: folder, env: { ...env, ...envOf(aws.people.alice) } })));
      await assertBothComplete(open("two"), both, 50);
    });

    it("is verified by the command, and what somebody changed in the bucket is found", async () => {
      await run(process.execPath, [APPEND_MANY, location("changed"), "night", "3"], { cwd: folder, env: { ...env, ...envOf(aws.people.alice) } });
      await writeFile(path.join(folder, "trusted.pub"), publicKey);
      await writeFile(path.join(folder, "whodrift.yaml"), `ledger: { location: "${location("changed")}", trust: [trusted.pub] }\n`);
      const command = () => run(process.execPath, [path.join(checkout, "bin", "whodrift.js"), "ledger", "verify"], { cwd: folder, env: { ...env, ...envOf(aws.people.alice) } });
      const before = await command();
      assert.deepEqual([before.status, before.stderr], [0, ""]);
      const Key = "changed/entries/0000000002.json";
      const { Body: body } = await client().send(new GetObjectCommand({ Bucket: BUCKET, Key }));
      await client().send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: (await body?.transformToString())?.replace("in-sync", "drifted") ?? assert.fail() }));
      const after = await command();
      assert.equal(after.status, 1);
      assert.match(after.stdout, /^broken: entry 2 is not what was signed/);
    });

    describe("given somebody who may do just what is said to be needed", () => {
      async function hire(name: string, ...left: readonly string[]): Promise<Person> {
        const iam = new IAMClient({ endpoint: aws.endpoint, region: aws.region, credentials: credentialsOf(aws.people.alice) });
        const bucket = `arn:aws:s3:::${BUCKET}`;
        const rights = { "s3:ListBucket": bucket, "s3:GetObject": `${bucket}/least/*`, "s3:PutObject": `${bucket}/least/*` };
        const Statement = Object.entries(rights).filter(([right]) => !left.includes(right)).map(([Action, Resource]) => ({ Effect: "Allow", Action, Resource }));
        await iam.send(new CreateUserCommand({ UserName: name }));
        await iam.send(new PutUserPolicyCommand({ UserName: name, PolicyName: "ledger", PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement }) }));
        const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName: name }));
        return { name, accountId: aws.accountId, arn: "", accessKeyId: key?.AccessKeyId ?? "", secretAccessKey: key?.SecretAccessKey ?? "" };
      }

      it("writes and reads the ledger, and nothing beside it", async () => {
        const scanner = await hire("scanner");
        const ledger = openLedger(open("least", scanner));
        assert.equal((await ledgerKey(ledger.store)).length, 32);
        await ledger.append(scanOf("a"), new Date());
        assert.equal((await ledger.standing("acme/orders/prod")).number, 1);
        await assert.rejects(openLedger(open("elsewhere", scanner)).append(scanOf("b"), new Date()), LedgerError);
      });

      for (const right of ["s3:ListBucket", "s3:GetObject", "s3:PutObject"]) {
        it(`but not ${right}, says that this is needed`, async () => {
          const ledger = openLedger(open("least", await hire(`without-${right.slice(3)}`, right)));
          await assert.rejects(ledger.append(scanOf("c"), new Date()), (error) => error instanceof LedgerError && error.message.includes(`denied: ${right}`));
        });
      }
    });
  });
});
