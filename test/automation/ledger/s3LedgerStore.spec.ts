import assert from "node:assert/strict";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { mockClient, type AwsClientStub } from "aws-sdk-client-mock";
import { LedgerError, ledgerKey, openLedger, readSightings, recordOpenDrift, writeStanding } from "../../../automation/ledger";
import { s3LedgerStore } from "../../../automation/ledger/s3LedgerStore";
import { aReport, aStack } from "../../fixtures/report";
import { AT, collected, idsOf, scanOf } from "./entries";
import { memoryS3, serviceError } from "./memoryS3";

const env = { AWS_REGION: "eu-west-1", AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "x" };
const openStore = () => s3LedgerStore({ bucket: "acme", prefix: "ledger/", pathStyle: false }, { env });
const open = () => openLedger(openStore(), { pause: () => Promise.resolve() });

describe("a ledger in S3", () => {
  let sdk: AwsClientStub<S3Client>;
  let objects: ReadonlyMap<string, Buffer>;
  // Not sooner: every S3 client of this process is stubbed as long as it lasts.
  beforeEach(() => {
    sdk = mockClient(S3Client);
    objects = memoryS3(sdk);
  });
  afterEach(() => {
    sdk.restore();
  });

  it("given two writers at once, takes in what both have, below its prefix, and writes nothing over", async () => {
    const [one, other] = [open(), open()];
    await Promise.all(Array.from({ length: 10 }, (_, index) => [one.append(scanOf(`one ${index}`), AT), other.append(scanOf(`other ${index}`), AT)]).flat());
    assert.equal(new Set(idsOf(await collected(open().entries()))).size, 20);
    assert.deepEqual([...objects.keys()].toSorted(), Array.from({ length: 20 }, (_, index) => `ledger/entries/${String(index + 1).padStart(10, "0")}.json`));
    assert.ok(sdk.commandCalls(PutObjectCommand).every(({ args: [{ input }] }) => input.IfNoneMatch === "*"));
  });

  it("given an answer that was lost, and the request repeated, knows its own work", async () => {
    const ledger = open();
    await ledger.append(scanOf("a"), AT);
    const bytes = objects.get("ledger/entries/0000000001.json") ?? assert.fail();
    assert.equal(await openStore().create("entries/0000000001.json", bytes), true);
    assert.equal(await openStore().create("entries/0000000001.json", Buffer.from("{}")), false);
  });

  it("given a conflict with a request that is on its way, asks again", async () => {
    sdk.on(PutObjectCommand).rejectsOnce(serviceError("ConditionalRequestConflict")).resolves({});
    assert.equal(await openStore().create("entries/0000000001.json", Buffer.from("{}")), true);
  });

  it("given a store that never comes to an end with it, says so", async () => {
    sdk.on(PutObjectCommand).rejects(serviceError("ConditionalRequestConflict", "conflict"));
    await assert.rejects(openStore().create("entries/0000000001.json", Buffer.from("{}")), /cannot be used: conflict/);
  });

  for (const [right, use] of [
    ["s3:GetObject", () => openStore().read("key")],
    ["s3:PutObject", () => openStore().replace("open-drift/a", Buffer.from("{}"))],
    ["s3:PutObject", () => openStore().create("key", Buffer.alloc(32))],
    ["s3:ListBucket", () => openStore().list("entries/")],
  ] as const) {
    it(`given that ${right} is denied, names it, and where it is needed`, async () => {
      sdk.onAnyCommand().rejects(serviceError("AccessDenied"));
      await assert.rejects(use, (error) => error instanceof LedgerError && error.message.includes(right) && error.fix.startsWith(`allow ${right} on arn:aws:s3:::acme`));
    });
  }

  it("given a store that knows no conditions, refuses to write", async () => {
    sdk.on(PutObjectCommand).rejects(serviceError("NotImplemented", "A header you provided implies functionality that is not implemented"));
    await assert.rejects(open().append(scanOf("a"), AT), /no conditional writes/);
  });

  it("given a bucket that denies, a scan says so of its stacks, once, and throws nothing", async () => {
    sdk.on(GetObjectCommand).rejects(serviceError("AccessDenied"));
    const ledger = open();
    assert.equal((await readSightings(ledger.store, "acme/orders/prod")).openDrift, undefined);
    const problems = await recordOpenDrift(ledger, aReport({ stacks: [aStack("acme/orders/dev"), aStack("acme/orders/prod")] }), new Map(), AT);
    assert.deepEqual(problems.map(({ code, stacks }) => [code, stacks]), [["ledger-not-written", ["acme/orders/dev", "acme/orders/prod"]]]);
    assert.match(problems[0]?.fix ?? "", /allow s3:GetObject on arn:aws:s3:::acme\/ledger\/\*/);
  });

  it("costs a scan of N stacks 5 N + 6 requests, however many entries there are", async () => {
    const before = open();
    for (let index = 0; index < 30; index++) await before.append(scanOf(`night ${index}`), AT);
    await ledgerKey(before.store);
    const stacks = Array.from({ length: 7 }, (_, index) => `acme/orders/s${index}`);
    for (const stack of stacks) await writeStanding(before.store, { ...(await before.standing(stack)), number: 30 });
    sdk.resetHistory();

    const ledger = open();
    await ledgerKey(ledger.store);
    await Promise.all(stacks.map((stack) => readSightings(ledger.store, stack)));
    const standings = await Promise.all(stacks.map((stack) => ledger.standing(stack)));
    const { number } = await ledger.append(scanOf("tonight"), AT);
    for (const standing of standings) await writeStanding(ledger.store, { ...standing, number });
    assert.deepEqual(await recordOpenDrift(ledger, aReport({ stacks: stacks.map((stack) => aStack(stack)) }), new Map(), AT), []);
    assert.deepEqual(await collected(ledger.entries(number)), []);
    assert.equal(sdk.calls().length, 5 * stacks.length + 6);
  });

  it("reads for a stack that is new no more than the last hundred entries", async () => {
    const before = open();
    for (let index = 0; index < 130; index++) await before.append(scanOf(`night ${index}`), AT);
    sdk.resetHistory();
    assert.equal((await open().standing("acme/orders/new")).number, 130);
    assert.equal(sdk.commandCalls(GetObjectCommand).length, 2 + 100);
  });
});
