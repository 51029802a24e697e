import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { startAws } from "../aws";
import type { Person, SandboxAws } from "../aws";
import { checkout } from "../toolchain/checkout";
import { ensureEmulator } from "../toolchain/emulator";
import { openOutOfBand } from "./outOfBand";
import type { OutOfBand } from "./outOfBand";
import { lookAt, openWorkbench } from "../workbench";
import type { Look, Workbench } from "../workbench";

const CANARY = "canary-8d1f";
const LEAK = "canary-77b2";
const idsOf = z.record(z.string(), z.string());

describe("the sandbox's AWS provider, driven by the real engine", function () {
  this.timeout(120_000);
  let dir: string;
  let aws: SandboxAws;
  let bench: Workbench;
  let bob: OutOfBand;

  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "whodrift-provider-"));
    aws = await startAws({ ...(await ensureEmulator()), dir });
    const environment = { AWS_ENDPOINT_URL: aws.endpoint, AWS_REGION: aws.region, ...credentialsOf(aws.people.deploy) };
    bench = await openWorkbench(join(checkout, "test/sandbox/provider/fixture"), environment);
    await bench.stack.setAllConfig({
      "aws:s3UsePathStyle": { value: "true" },
      password: { value: "hunter2", secret: true },
      note: { value: "hush", secret: true },
    });
    const { outputs } = await bench.stack.up();
    bob = openOutOfBand(aws, aws.people.bob, idsOf.parse(outputs["ids"]?.value));
  });

  after(async () => {
    await bench.dispose();
    await aws.stop();
    await rm(dir, { recursive: true });
  });

  it("has nothing to do when the same program is deployed again", async () => {
    const { summary } = await bench.stack.up();
    assert.deepEqual(summary.resourceChanges, { same: 10 });
  });

  for (const time of ["the first", "the second"]) {
    it(`sees no drift where nobody changed anything, ${time} time`, async () => {
      const { seen, events } = await lookAt(bench.stack);
      assert.equal(Object.keys(seen).length, 11);
      for (const [name, { op, paths }] of Object.entries(seen)) assert.deepEqual([name, op, paths], [name, "same", {}]);
      for (const { metadata } of events.flatMap(({ resOutputsEvent }) => resOutputsEvent ?? [])) {
        if (/::(bucket|role|note)$/.test(metadata.urn)) continue;
        assert.deepEqual(metadata.new?.inputs, metadata.old?.inputs);
        assert.deepEqual(metadata.new?.outputs, metadata.old?.outputs);
      }
    });
  }

  it("shows what sidecar resources set as outputs of the resource they belong to, and as no drift", async () => {
    const { events } = await lookAt(bench.stack);
    assert.deepEqual(stepOf(events, "bucket").new?.outputs["versioning"], { enabled: true, mfaDelete: false });
    assert.equal(z.array(z.object({ name: z.string() })).parse(stepOf(events, "role").new?.outputs["inlinePolicies"]).length, 1);
  });

  it("keeps a drifted SecureString secret, but not a value that only the program calls secret", async () => {
    await bob.changeSecrets({ secret: CANARY, markedByProgram: LEAK });
    const { seen, events } = await lookAt(bench.stack);
    assert.deepEqual(Object.fromEntries(changed(seen).map(([name, { paths }]) => [name, paths])), { password: { value: "update" }, note: { description: "update" } });
    const told = JSON.stringify(events);
    assert.ok(!told.includes(CANARY));
    assert.ok(told.includes(LEAK));
  });

  it("says that reverting replaces the resource, where a property cannot be changed in place", async () => {
    await bob.moveRole("/moved/");
    const { seen } = await lookAt(bench.stack);
    assert.equal(seen["role"]?.paths["path"], "update-replace");
    await bench.stack.up({ refresh: true });
  });

  it("honours the settings that stand in the state, with nothing in the environment", async () => {
    const exported = await bench.stack.exportStack();
    const deployment = z.looseObject({ resources: z.array(z.looseObject({ type: z.string() })) }).parse(exported.deployment);
    const services = ["ec2", "iam", "s3", "sqs", "ssm", "sts"];
    const inputs = {
      region: aws.region,
      endpoints: JSON.stringify([Object.fromEntries(services.map((service) => [service, aws.endpoint]))]),
      accessKey: aws.people.deployer.accessKeyId,
      secretKey: aws.people.deployer.secretAccessKey,
      assumeRoles: JSON.stringify([{ roleArn: `arn:aws:iam::${aws.accountId}:role/pulumi-deploy`, sessionName: "nightly" }]),
      s3UsePathStyle: "true",
      version: "7.48.0",
    };
    const resources = deployment.resources.map((resource) =>
      resource.type === "pulumi:providers:aws" ? { ...resource, inputs, outputs: inputs } : resource,
    );
    await bench.stack.importStack({ ...exported, deployment: { ...deployment, resources } });
    const bare = Object.fromEntries(Object.entries(bench.stack.workspace.envVars).filter(([name]) => !name.startsWith("AWS_")));
    await withEnvironment(bare, async () => {
      const { seen } = await lookAt(bench.stack);
      assert.deepEqual(changed(seen), []);
    });
    await bench.stack.importStack(exported);
    const reads = aws.records().filter(({ userIdentity }) => JSON.stringify(userIdentity).includes("pulumi-deploy/nightly"));
    assert.ok(reads.some(({ eventName }) => eventName === "GetQueueAttributes"));
    for (const { readOnly, userAgent } of reads) {
      assert.equal(readOnly, true);
      assert.match(userAgent, /^\[?APN\/1\.0 Pulumi\/1\.0 \(\+https:\/\/www\.pulumi\.com\) Pulumi-Aws\/7\.48\.0/);
    }
  });

  it("fails, and calls nothing deleted, where AWS cannot be reached", async () => {
    await withEnvironment({ ...bench.stack.workspace.envVars, AWS_ENDPOINT_URL: "http://127.0.0.1:9", AWS_MAX_ATTEMPTS: "1" }, () =>
      assert.rejects(lookAt(bench.stack), /unable to validate AWS credentials\.\n.*dial tcp 127\.0\.0\.1:9: connect: connection refused/),
    );
  });

  it("destroys what it created", async () => {
    await bench.stack.destroy();
    assert.deepEqual(await bob.buckets(), []);
  });

  async function withEnvironment(envVars: Record<string, string>, act: () => Promise<void>): Promise<void> {
    const before = bench.stack.workspace.envVars;
    bench.stack.workspace.envVars = envVars;
    try {
      await act();
    } finally {
      bench.stack.workspace.envVars = before;
    }
  }

  function changed(seen: Look["seen"]): readonly (readonly [string, Look["seen"][string]])[] {
    return Object.entries(seen).filter(([, { op }]) => op !== "same");
  }

  function stepOf(events: Look["events"], name: string) {
    const steps = events.flatMap(({ resOutputsEvent }) => resOutputsEvent?.metadata ?? []);
    return steps.find(({ urn }) => urn.endsWith(`::${name}`)) ?? assert.fail(`no ${name}`);
  }

  function credentialsOf({ accessKeyId, secretAccessKey, sessionToken = "" }: Person): Readonly<Record<string, string>> {
    return { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken };
  }
});
