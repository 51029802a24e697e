import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import { counts, scanReportSchema, type Change, type StackReport } from "../../../policypack/model";
import { startSandbox, type Sandbox } from "../../sandbox";
import { credentialsOf } from "../../sandbox/aws";
import { liveOf, recordedIn } from "../../sandbox/provider/cases/recorded";
import { run } from "../../sandbox/run";
import { openServices, type Services } from "../../sandbox/services";
import { checkout } from "../../sandbox/toolchain/checkout";
import type { Live } from "../../sandbox/provider/cases/case";
import { places, recased, reordered, rewritten, type Policy } from "./documents";
import { declareEstate } from "./estate";
import { putAgain, respellDocuments, retag, splitRules, turnRules } from "./rewrites";

describe("whodrift scan, on an estate where nothing changed but how it is written", function () {
  this.timeout(300_000);
  let sandbox: Sandbox;
  let stack: Stack;
  let bob: Services;
  let live: (name: string) => Live;
  let noiseBefore: readonly string[] = [];

  before(async () => {
    sandbox = await startSandbox();
    const { endpoint, region, people } = sandbox.aws;
    bob = openServices((service) =>
      Promise.resolve({ endpoint, region, credentials: credentialsOf(people.bob), maxAttempts: 1, ...(service === "s3" ? { forcePathStyle: true } : {}) }));
    await (await bob.iam()).createUser({ UserName: "calm-reader" });
    stack = await LocalWorkspace.createOrSelectStack(
      { stackName: "prod", projectName: "calm", program: () => { declareEstate(); return Promise.resolve(); } },
      { pulumiCommand: sandbox.pulumi, envVars: sandbox.env("deploy") });
    await stack.setConfig("aws:s3UsePathStyle", { value: "true" });
    await stack.up();
    const resources = await recordedIn(stack);
    live = (name) => liveOf(resources, name);
    await mkdir(path.join(sandbox.dir, "nightly"));
  });
  after(() => sandbox.stop());

  async function scan(): Promise<StackReport> {
    const command = [path.join(checkout, "bin", "whodrift.js"), "scan", "--all", "--format", "json"];
    const { stdout, stderr } = await run(process.execPath, command, { cwd: path.join(sandbox.dir, "nightly"), env: sandbox.env("deploy") });
    const [report] = scanReportSchema.parse(JSON.parse(stdout)).stacks;
    return report ?? assert.fail(stderr);
  }

  /** Nothing counts, everything was read, and what looks different stands under noise. Gives the noise that the last scan did not have. */
  async function assertCalm(): Promise<readonly string[]> {
    const { status, drifts, resources, problem } = await scan();
    const changes = drifts.flatMap(({ resource, changes }) => changes.map((change) => ({ name: resource.name, change })));
    assert.deepEqual(changes.filter(({ change }) => counts(change)).map(({ name, change }) => `${name} ${describeChange(change)}`), []);
    assert.deepEqual([status, problem, resources.unchecked, resources.checked], ["in-sync", undefined, [], resources.total]);
    const noise = changes.map(({ name, change: { path: at, noise } }) => `${name} ${at}: ${noise?.rule ?? ""}`).toSorted();
    const found = noise.filter((one) => !noiseBefore.includes(one));
    noiseBefore = noise;
    return found;
  }

  async function rewritePolicies(respell: (policy: Policy) => string): Promise<void> {
    for (const { resource, policy, put } of places) await put(bob, live(resource), respell(policy));
  }

  it("right after the deployment", async () => {
    await assertCalm();
  });

  it("after a second refresh", async () => {
    await stack.refresh();
    await stack.refresh();
    assert.deepEqual(await assertCalm(), []);
  });

  it("after the statements and values of every policy were put in another order", async () => {
    await rewritePolicies(reordered);
    assert.deepEqual(await assertCalm(), []);
  });

  it("after a console wrote every policy in its own way", async () => {
    await rewritePolicies(rewritten);
    assert.deepEqual(await assertCalm(), []);
  });

  it("after somebody typed the actions of every policy in lower case, which the provider takes for a difference", async () => {
    await rewritePolicies(recased);
    const noise = await assertCalm();
    assert.ok(noise.every((one) => /: policy-(action-case|order)$/.test(one)), noise.join());
    assert.deepEqual(places.filter(({ resource }) => !noise.some((one) => one.startsWith(`${resource} `))), []);
    await rewritePolicies((policy) => JSON.stringify(policy));
    assert.deepEqual(await assertCalm(), []);
  });

  it("after documents that are no policies were written with other spaces and another order of keys", async () => {
    await respellDocuments(bob, live);
    assert.deepEqual(await assertCalm(), []);
  });

  it("after every tag was taken off and put on again in another order", async () => {
    await retag(bob, live);
    assert.deepEqual(await assertCalm(), []);
  });

  it("after the same settings were written once more, which moves only what moves with every write", async () => {
    await putAgain(bob, live);
    assert.deepEqual(await assertCalm(), ["function lastModified: volatile-output", "parameter version: volatile-output"]);
  });

  it("after a security group's rules were made anew in another order, which is the order of a set", async () => {
    await turnRules(bob, live);
    assert.deepEqual(await assertCalm(), ["group ingress: set-order"]);
  });

  it("after a security group's rules were made anew, each source by a call of its own", async () => {
    await splitRules(bob, live);
    assert.deepEqual((await assertCalm()).filter((one) => one !== "group ingress: set-order"), []);
  });

  // The sandbox's provider tries a call three times, as the SDK does by itself; the real one far more often.
  it("while AWS throttles and fails, as long as the provider's retries get through", async () => {
    const { faults } = sandbox.aws;
    for (const service of ["sqs", "iam", "s3", "kms", "ec2", "lambda", "dynamodb"]) {
      faults.add({ service, operation: "*", answer: { kind: "throttle" }, times: 1 });
      faults.add({ service, operation: "*", answer: { kind: "500" }, times: 1 });
    }
    await assertCalm();
    faults.clear();
  });
});

function describeChange({ path: at, tier, expected, actual }: Change): string {
  return `${at} (${tier}): ${JSON.stringify(expected)} -> ${JSON.stringify(actual)}`;
}
