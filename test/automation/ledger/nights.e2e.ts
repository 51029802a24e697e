import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { GetQueueUrlCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import * as aws from "@pulumi/aws";
import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import { storySchema, type Story } from "../../../automation/story";
import { counts, scanReportSchema, standingSchema, type ResolvedChange, type ScanReport } from "../../../policypack/model";
import { startSandbox, type Sandbox } from "../../sandbox";
import { clientsOf, type PersonName } from "../../sandbox/estate/clients";
import { run } from "../../sandbox/run";
import { checkout } from "../../sandbox/toolchain/checkout";

const STACK = "organization/mail/prod";

/** What the program says; people take values over by changing it. */
const seconds = { fixed: 30, kept: 30, undone: 30 };
type Queue = keyof typeof seconds;

describe("three nights", function () {
  this.timeout(180_000);
  let sandbox: Sandbox;
  let folder: string;
  let stack: Stack;

  before(async () => {
    sandbox = await startSandbox();
    folder = path.join(sandbox.dir, "nightly");
    const workDir = path.join(sandbox.dir, "programs", "mail");
    for (const made of [folder, workDir]) await mkdir(made, { recursive: true });
    await writeFile(path.join(folder, "whodrift.yaml"), "audit:\n  deployPrincipals: [\"arn:aws:iam::*:role/pulumi-deploy\"]\n");
    const program = () => {
      for (const [name, visibilityTimeoutSeconds] of Object.entries(seconds)) new aws.sqs.Queue(name, { name, visibilityTimeoutSeconds });
      return Promise.resolve();
    };
    stack = await LocalWorkspace.createOrSelectStack({ stackName: "prod", projectName: "mail", program }, { workDir, pulumiCommand: sandbox.pulumi, envVars: sandbox.env("deploy") });
    await stack.up();
  });

  after(() => sandbox.stop());

  const whodrift = (...args: readonly string[]) => run(process.execPath, [path.join(checkout, "bin", "whodrift.js"), ...args], { cwd: folder, env: sandbox.env("deploy") });

  async function scanned(status: 0 | 2): Promise<ScanReport> {
    const ended = await whodrift("scan", "--all", "--format", "json", "--format", "terminal=report.txt");
    assert.equal(ended.status, status, ended.stdout + ended.stderr);
    return scanReportSchema.parse(JSON.parse(ended.stdout));
  }

  async function setSeconds(who: PersonName, queue: Queue, value: number): Promise<void> {
    const { sqs } = clientsOf(sandbox.aws, who);
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queue }));
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: String(value) } }));
  }

  function told({ stacks }: ScanReport): readonly string[] {
    return stacks.flatMap(({ drifts }) => drifts.flatMap(({ resource, changes }) => changes.filter(counts).map(({ history }) => `${resource.name} ${history?.state ?? "?"} ${history?.scans ?? 0}`))).toSorted();
  }

  const report = () => readFile(path.join(folder, "report.txt"), "utf8");
  const urnOf = (queue: Queue) => `urn:pulumi:prod::mail::aws:sqs/queue:Queue::${queue}`;
  const arnOf = (queue: Queue) => `arn:aws:sqs:${sandbox.aws.region}:${sandbox.aws.accountId}:${queue}`;

  it("the first: what people changed is new", async () => {
    await setSeconds("bob", "fixed", 120);
    await setSeconds("alice", "kept", 45);
    await setSeconds("bob", "undone", 90);
    assert.deepEqual(told(await scanned(2)), ["fixed new 1", "kept new 1", "undone new 1"]);
    assert.match(await report(), /3 changes \(3 new\)/);
  });

  it("the second: it is ongoing, and what was changed further is worse", async () => {
    await setSeconds("bob", "undone", 100);
    assert.deepEqual(told(await scanned(2)), ["fixed ongoing 2", "kept ongoing 2", "undone worse 2"]);
    assert.match(await report(), /1 worse, 2 ongoing/);
  });

  it("the third: it is resolved, by the person who set it back, by the program that has it, and by the update that undid it", async () => {
    await setSeconds("alice", "fixed", 30);
    seconds.kept = 45;
    await stack.up({ refresh: true });
    const [found] = (await scanned(0)).stacks;
    const ended = new Map((found?.resolved ?? []).map((one) => [one.urn.split("::").at(-1), one]));
    const summary = ({ how, actor, event, update }: ResolvedChange) => [how, actor?.name, event?.operation, update === undefined];
    assert.deepEqual(Object.fromEntries([...ended].map(([name, one]) => [name, summary(one)])), {
      fixed: ["reverted", "alice@example.com", "SetQueueAttributes", true],
      kept: ["adopted", undefined, undefined, false],
      undone: ["reverted", undefined, undefined, false],
    });
    assert.match(await report(), /3 resolved after/);
  });

  it("leave nothing open, and a standing that says so", async () => {
    const standing = standingSchema.parse(JSON.parse(await readFile(path.join(folder, ".whodrift", "standing", ...`${STACK}.json`.split("/")), "utf8")));
    assert.deepEqual([standing.number, standing.open, standing.flaps], [3, [], {}]);
  });

  async function storyOf(asked: string): Promise<Story> {
    const ended = await whodrift("history", asked, "--format", "json");
    assert.equal(ended.status, 0, ended.stderr);
    return storySchema.parse(JSON.parse(ended.stdout));
  }

  it("are told by history, by ARN and by URN, each resource's own", async () => {
    const [fixed, undone] = [await storyOf(arnOf("fixed")), await storyOf(urnOf("undone"))];
    assert.deepEqual(fixed.chapters.map(({ kind, entry }) => `${kind} ${entry}`), ["seen 1", "resolved 3"]);
    assert.deepEqual(fixed.actors.map(({ name, times }) => [name, times]), [["bob", 1]]);
    assert.deepEqual(undone.chapters.map(({ kind, entry }) => `${kind} ${entry}`), ["seen 1", "worse 2", "resolved 3"]);
    assert.ok(fixed.meanDrifted !== undefined && fixed.meanDrifted > 0);
    const text = (await whodrift("history", urnOf("fixed"))).stdout;
    assert.match(text, /first seen: visibilityTimeoutSeconds 30 → 120.*bob/s);
    assert.match(text, /reverted at .* by alice@example\.com/s);
  });

  it("are proven by a file of their own, and by none that was touched", async () => {
    assert.equal((await whodrift("history", arnOf("fixed"), "--evidence", "proof.json")).status, 0);
    const verified = await whodrift("history", "--verify", "proof.json");
    assert.equal(verified.status, 0, verified.stdout + verified.stderr);
    assert.match(verified.stdout, /2 of 3 entries are there whole.*holds/s);
    const proof = await readFile(path.join(folder, "proof.json"), "utf8");
    await writeFile(path.join(folder, "touched.json"), proof.replaceAll("bob", "eve"));
    const touched = await whodrift("history", "--verify", "touched.json");
    assert.equal(touched.status, 1);
    assert.match(touched.stdout, /does not hold: entry 1 is not what its digest says/);
  });
});
