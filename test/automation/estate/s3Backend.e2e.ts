import assert from "node:assert/strict";
import { createServer, connect, type Server, type Socket } from "node:net";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { DeleteObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { z } from "zod";
import { discoverStacks, findBackend, readStack, SelectionError, sizeStacks, type Backend, type StackTag } from "../../../automation/estate";
import { scanReportSchema, type ScanReport } from "../../../policypack/model";
import { startSandbox, type Sandbox } from "../../sandbox";
import { environmentOf } from "../../sandbox/aws";
import { clientsOf } from "../../sandbox/estate/clients";
import { run, succeed } from "../../sandbox/run";
import { checkout } from "../../sandbox/toolchain/checkout";
import { backendUrl, BUCKET, deployIntoBucket, keyOf, type BucketEstate } from "./fixtures/bucketEstate";

const NAMES = ["organization/net/prod", "organization/shop/dev", "organization/shop/prod"];
const listed = z.array(z.object({ name: z.string(), resourceCount: z.number() }));

describe("a backend in S3, as the real CLI left it", function () {
  this.timeout(180_000);
  let sandbox: Sandbox;
  let estate: BucketEstate;
  let folder: string;

  before(async () => {
    sandbox = await startSandbox();
    estate = await deployIntoBucket(sandbox);
    folder = path.join(sandbox.dir, "nightly");
    await mkdir(folder);
  });
  after(() => sandbox.stop());

  const cli = () => ({ pulumi: sandbox.pulumi, cwd: folder, env: estate.env() });
  const open = (): Promise<Backend> => findBackend(cli(), "/nowhere");
  const whodrift = async (over: Readonly<Record<string, string>> = {}, args: readonly string[] = ["--all"]) => {
    const { status, stdout, stderr } = await run(process.execPath, [path.join(checkout, "bin", "whodrift.js"), "scan", ...args, "--no-audit", "--format", "json"], { cwd: folder, env: estate.env(over) });
    return { status, stderr, stdout };
  };
  const reportOf = ({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }): ScanReport => scanReportSchema.parse(JSON.parse(stdout === "" ? assert.fail(stderr) : stdout));
  const problems = (report: ScanReport) => report.stacks.map(({ stack, status, problem }) => [stack, status, problem?.code]);

  it("is discovered and sized without the CLI, as the CLI says", async () => {
    const backend = await open();
    assert.equal(backend.kind, "s3");
    const stacks = await discoverStacks({ ...cli(), backend, selection: { all: true, stacks: [], exclude: [] } });
    const { stdout } = await succeed(sandbox.pulumi.command, ["stack", "ls", "--all", "--json", "--fully-qualify-stack-names"], cli());
    const said = listed.parse(JSON.parse(stdout)).map(({ name, resourceCount }) => [name, resourceCount]);
    assert.deepEqual((await sizeStacks(stacks, backend)).map(({ ref, resources }) => [ref.name, resources]), said.toSorted());
    assert.deepEqual(stacks.map(({ name }) => name), NAMES);
  });

  it("is read without the CLI, as the CLI says", async () => {
    const backend = await open();
    for (const name of NAMES) {
      const [, project = "", stack = ""] = name.split("/");
      const ref = { name, project, stack };
      const [direct, byCli] = await Promise.all([readStack(ref, { ...cli(), backend }), readStack(ref, { ...cli(), backend: { kind: "remote", url: backendUrl(sandbox.aws.endpoint) } })]);
      assert.ok("deployment" in direct && "deployment" in byCli);
      assert.deepEqual({ ...direct, activity: undefined }, { ...byCli, activity: undefined });
      assert.equal(direct.updates[0]?.result, "succeeded");
    }
  });

  it("gives, in a project and without a selection, the project's selected stack", async () => {
    const { workDir } = (estate.stacks["organization/shop/prod"] ?? assert.fail()).workspace;
    const discovered = await discoverStacks({ ...cli(), cwd: workDir, backend: await open(), selection: { all: false, stacks: [], exclude: [] } });
    assert.deepEqual(discovered.map(({ name }) => name), ["organization/shop/prod"]);
  });

  it("is chosen from by the stack tags that the CLI stored, as the CLI chooses", async () => {
    await succeed(sandbox.pulumi.command, ["stack", "tag", "set", "env", "production", "--stack", "organization/shop/prod"], cli());
    await succeed(sandbox.pulumi.command, ["stack", "tag", "set", "env", "development", "--stack", "organization/shop/dev"], cli());
    const choose = async (backend: Backend, ...tags: readonly StackTag[]) => (await discoverStacks({ ...cli(), backend, tags, selection: { all: false, stacks: [], exclude: [] } })).map(({ name }) => name);
    const byCli: Backend = { kind: "remote", url: backendUrl(sandbox.aws.endpoint) };
    for (const backend of [await open(), byCli]) {
      assert.deepEqual(await choose(backend, { name: "env" }), ["organization/shop/dev", "organization/shop/prod"]);
      assert.deepEqual(await choose(backend, { name: "env", value: "production" }), ["organization/shop/prod"]);
      await assert.rejects(choose(backend, { name: "env", value: "production" }, { name: "owner" }), SelectionError);
    }
  });

  it("is scanned, with few requests, and never written to", async () => {
    const before = await estate.listing();
    const { sqs } = clientsOf(sandbox.aws, "bob");
    const queue = (visibility: string) => sqs.send(new SetQueueAttributesCommand({ QueueUrl: `${sandbox.aws.endpoint}/111122223333/shop-prod`, Attributes: { VisibilityTimeout: visibility } }));
    await queue("77");
    const scanned = await whodrift();
    await queue("30");
    assert.equal(scanned.status, 2, scanned.stderr);
    const report = reportOf(scanned);
    assert.deepEqual(problems(report), [
      ["organization/net/prod", "in-sync", undefined],
      ["organization/shop/dev", "in-sync", undefined],
      ["organization/shop/prod", "drifted", undefined],
    ]);
    assert.ok(!scanned.stdout.includes("canary"));
    // One list for all; of each: its size (2), its state (2), its lock before and after (2), its history (2), and its version (1).
    assert.ok(report.scan.usage.s3Requests > 0 && report.scan.usage.s3Requests <= 1 + NAMES.length * 9, String(report.scan.usage.s3Requests));
    assert.deepEqual(await estate.listing(), before);
  });

  describe("says in one line, and writes no report as if nothing were wrong,", () => {
    const firstLine = /^[^\n]+\n$/;

    it("that access is denied, and what is needed", async () => {
      const { status, stderr, stdout } = await whodrift({ AWS_SESSION_TOKEN: "", ...environmentOf(sandbox.aws, sandbox.aws.people.deployer) });
      assert.deepEqual([status, stdout], [1, ""]);
      assert.match(stderr, firstLine);
      assert.match(stderr, /access to the backend's bucket acme-pulumi-states is denied: s3:ListBucket is needed/);
    });

    it("that there is no such bucket", async () => {
      const { status, stderr } = await whodrift({ PULUMI_BACKEND_URL: backendUrl(sandbox.aws.endpoint, "acme-other") });
      assert.equal(status, 1);
      assert.match(stderr, firstLine);
      assert.match(stderr, /the backend's bucket acme-other does not exist/);
    });

    it("that nobody answers", async () => {
      const { status, stderr } = await whodrift({ PULUMI_BACKEND_URL: backendUrl("http://127.0.0.1:1") });
      assert.equal(status, 1);
      assert.match(stderr, firstLine);
      assert.match(stderr, /the backend's bucket acme-pulumi-states cannot be read: .*ECONNREFUSED/);
    });
  });

  it("given that the backend is gone halfway, keeps what was complete, calls the others unchecked, and ends", async () => {
    const proxy = await forward(Number(new URL(sandbox.aws.endpoint).port));
    const command = [path.join(checkout, "bin", "whodrift.js"), "scan", "--all", "--no-audit", "--concurrency", "1", "--format", "json"];
    const finished = await run(process.execPath, command, {
      cwd: folder,
      env: estate.env({ PULUMI_BACKEND_URL: backendUrl(proxy.endpoint) }),
      show: (text) => {
        if (text.includes("[1/3]")) proxy.close();
      },
    });
    proxy.close();
    assert.equal(finished.status, 1, finished.stderr);
    const { stacks } = reportOf(finished);
    assert.equal(stacks.length, 3);
    assert.equal(stacks.filter(({ status }) => status === "in-sync").length, 1, finished.stderr);
    for (const { problem } of stacks.filter(({ status }) => status !== "in-sync")) {
      assert.equal(problem?.code, "state-unreadable");
      assert.match(problem.message, /^[^\n]*the backend's bucket acme-pulumi-states cannot be read: [^\n]+$/);
    }
  });

  it("given a lock that nobody takes away, calls that stack unchecked, says whose it is, and checks the others", async () => {
    const key = keyOf("locks/organization/shop/dev/6f0d.json");
    await estate.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: JSON.stringify({ pid: 7, username: "ann", hostname: "build-7", timestamp: "2026-07-31T06:58:00.5+02:00" }) }));
    const scanned = await whodrift();
    await estate.s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: key }));
    assert.equal(scanned.status, 1);
    const report = reportOf(scanned);
    assert.deepEqual(problems(report), [
      ["organization/net/prod", "in-sync", undefined],
      ["organization/shop/dev", "unchecked", "being-updated"],
      ["organization/shop/prod", "in-sync", undefined],
    ]);
    assert.match(report.stacks[1]?.problem?.message ?? "", /by ann@build-7 since 2026-07-31T04:58:00.500Z: .*`pulumi cancel --stack organization\/shop\/dev`/);
  });

  it("given a `pulumi up` that runs meanwhile, waits for it, and does not take its work for drift", async () => {
    const slow = path.join(folder, "slow.json");
    await writeFile(slow, JSON.stringify([{ type: "aws:sqs/*", method: "update", fault: { kind: "slow", milliseconds: 3_000 } }]));
    const stack = estate.stacks["organization/net/prod"];
    assert.ok(stack);
    stack.workspace.program = () => import("@pulumi/aws").then(({ sqs }) => { new sqs.Queue("jobs", { name: "net-prod", visibilityTimeoutSeconds: 45 }); });
    stack.workspace.envVars = estate.env({ SANDBOX_PROVIDER_FAULTS: slow });
    const updating = stack.up();
    await locked(estate);
    const scanned = await whodrift({}, ["--stack", "*/net/*"]);
    await updating;
    assert.equal(scanned.status, 0, `${scanned.stderr}${scanned.stdout}`);
    assert.deepEqual(problems(reportOf(scanned)), [["organization/net/prod", "in-sync", undefined]]);
  });
});

async function locked({ listing }: BucketEstate): Promise<void> {
  while (!(await listing()).some((object) => object.includes("/locks/"))) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** A way to the emulator that can be cut. */
async function forward(port: number): Promise<{ readonly endpoint: string; readonly close: () => void }> {
  const open = new Set<Socket>();
  const server: Server = createServer((client) => {
    const target = connect(port, "127.0.0.1");
    for (const socket of [client, target]) {
      open.add(socket);
      socket.on("error", () => undefined).on("close", () => open.delete(socket));
    }
    client.pipe(target).pipe(client);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    close: () => {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
