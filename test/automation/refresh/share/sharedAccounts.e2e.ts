import assert from "node:assert/strict";
import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pLimit from "p-limit";
import * as aws from "@pulumi/aws";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import { deploymentSchema } from "../../../../automation/estate/deployment";
import type { StackAtRest } from "../../../../automation/estate/stack";
import { SharedProviders, type StackObservations } from "../../../../automation/refresh";
import { refreshStack } from "../../../../automation/refresh/refreshStack";
import { startProvider } from "../../../../automation/refresh/share/startProvider";
import { startSandbox, type Sandbox } from "../../../sandbox";
import { FAULTS_FILE } from "../../../sandbox/provider/faults";

const PATIENCE_MS = 120_000;

/** A stack and the environment that its account is read in. */
interface Placed {
  readonly state: StackAtRest;
  readonly env: Readonly<Record<string, string>>;
}

describe("stacks of two accounts and two regions that share providers", function () {
  this.timeout(PATIENCE_MS * 2);
  let sandbox: Sandbox;
  let bin: string;
  let here: Placed;
  let there: Placed;
  let far: Placed;

  before(async () => {
    sandbox = await startSandbox();
    bin = path.join(sandbox.dir, "noted");
    await writeNotingProvider();
    const other = sandbox.aws.accounts[1]?.administrator ?? assert.fail("there is no second account");
    [here, there, far] = await Promise.all([
      deploy("here", environment(sandbox.env("deploy"))),
      deploy("there", environment(sandbox.env(other))),
      deploy("far", environment({ ...sandbox.env("deploy"), AWS_REGION: "us-west-2" })),
    ]);
    // So that only its provider's inputs tell it from `here`.
    far = { ...far, env: here.env };
  });
  after(async () => {
    await sandbox.stop();
  });
  afterEach(async () => {
    await rm(path.join(bin, "log"), { force: true });
  });

  const environment = (env: Readonly<Record<string, string>>) => ({ ...env, PATH: [bin, env["PATH"] ?? ""].join(path.delimiter) });

  /** The sandbox's provider, which notes each of its processes, and whether it was started to be attached to. */
  async function writeNotingProvider(): Promise<void> {
    await mkdir(bin);
    const file = path.join(bin, "pulumi-resource-aws");
    const real = path.join(sandbox.dir, "bin", "pulumi-resource-aws");
    await writeFile(file, [
      "#!/bin/sh",
      `if [ $# -eq 0 ]; then echo "shared $$" >> '${bin}/log'; export ${FAULTS_FILE}="$FAULTS_WHEN_SHARED"; else echo "own $$" >> '${bin}/log'; fi`,
      `exec '${real}' "$@"`,
      "",
    ].join("\n"));
    await chmod(file, 0o755);
  }

  async function processes(): Promise<Readonly<Record<"shared" | "own", readonly number[]>>> {
    const log = await readFile(path.join(bin, "log"), "utf8").catch(() => "");
    const of = (kind: string) => log.split("\n").filter((line) => line.startsWith(`${kind} `)).map((line) => Number(line.split(" ")[1]));
    return { shared: of("shared"), own: of("own") };
  }

  async function deploy(project: string, env: Readonly<Record<string, string>>): Promise<Placed> {
    const workDir = path.join(sandbox.dir, "programs", project);
    await mkdir(workDir, { recursive: true });
    const program = () => {
      // Read by its name, which means another one in each account and region.
      for (const name of ["orders", "mail"]) new aws.ssm.Parameter(name, { type: "String", value: project });
      return Promise.resolve();
    };
    const stack = await LocalWorkspace.createOrSelectStack({ stackName: "dev", projectName: project, program }, { workDir, pulumiCommand: sandbox.pulumi, envVars: env });
    await stack.up();
    const exported = await stack.exportStack();
    const ref = { name: `organization/${project}/dev`, project, stack: "dev" };
    return { state: { ref, deployment: deploymentSchema.parse(exported.deployment), updates: [] }, env };
  }

  const refresh = ({ state, env }: Placed, sharedProviders?: SharedProviders, signal?: AbortSignal) =>
    refreshStack(state, { pulumi: sandbox.pulumi, env, scratch: sandbox.dir, timeoutMs: PATIENCE_MS, sharedProviders, ...(signal && { signal }) });

  async function assertNoneIsLeft(pids: readonly number[]): Promise<void> {
    for (const pid of pids) for (let tries = 0; isAlive(pid); tries++) {
      assert.ok(tries < 50, `process ${pid} is left behind`);
      await wait(100);
    }
  }

  it("would show it: attached to the other account's provider, every resource looks deleted", async () => {
    const provider = await startProvider(path.join(bin, "pulumi-resource-aws"), here.env, AbortSignal.timeout(PATIENCE_MS));
    try {
      const mixed = { ...there, env: { ...there.env, PULUMI_DEBUG_PROVIDERS: `aws:${provider.port}` } };
      assert.deepEqual(outcomes(await refresh(mixed)), ["delete", "delete"]);
    } finally {
      await provider.end();
    }
  });

  for (const concurrency of [1, 2]) {
    it(`given ${concurrency} at once, interleaved, then each is read in its own account and region, and no process is left`, async () => {
      const providers = new SharedProviders({ most: concurrency });
      const stacks = [here, there, here, here, far, there, there, here];
      const limit = pLimit(concurrency);
      const seen = await Promise.all(stacks.map((stack) => limit(() => refresh(stack, providers))));
      assert.deepEqual(seen.map(outcomes), stacks.map(() => ["same", "same"]));
      await providers.end();
      const { shared, own } = await processes();
      assert.deepEqual(own, []);
      assert.ok(shared.length < stacks.length, `${shared.length} processes for ${stacks.length} stacks`);
      await assertNoneIsLeft(shared);
    });
  }

  it("given a shared provider that crashes while it reads, then the stack is read by one of its own", async () => {
    const faults = path.join(sandbox.dir, "crash.json");
    await writeFile(faults, JSON.stringify([{ method: "read", urn: "**mail", fault: { kind: "crash" } }]));
    const providers = new SharedProviders({ most: 1 });
    const seen = await refresh({ ...here, env: { ...here.env, FAULTS_WHEN_SHARED: faults } }, providers);
    assert.deepEqual([outcomes(seen), seen.problem], [["same", "same"], undefined]);
    await providers.end();
    const { shared, own } = await processes();
    assert.equal(shared.length, 1);
    assert.ok(own.length > 0, "it was not read again");
    await assertNoneIsLeft([...shared, ...own]);
  });

  it("given a scan that is stopped while a shared provider hangs, then the process ends at once", async () => {
    const faults = path.join(sandbox.dir, "hang.json");
    await writeFile(faults, JSON.stringify([{ method: "read", fault: { kind: "slow", milliseconds: PATIENCE_MS } }]));
    const providers = new SharedProviders({ most: 1 });
    const stop = new AbortController();
    const stopped = refresh({ ...here, env: { ...here.env, FAULTS_WHEN_SHARED: faults } }, providers, stop.signal);
    for (let tries = 0; (await processes()).shared.length === 0; tries++) {
      assert.ok(tries < 300, "no provider was started");
      await wait(100);
    }
    await wait(2_000);
    stop.abort();
    assert.deepEqual(outcomes(await stopped), ["unchecked", "unchecked"]);
    const { shared, own } = await processes();
    assert.deepEqual([shared.length, own], [1, []]);
    await assertNoneIsLeft(shared);
  });
});

function outcomes({ observations }: StackObservations): readonly string[] {
  return observations.map((seen) => (seen.outcome === "unchecked" ? seen.outcome : seen.op));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
