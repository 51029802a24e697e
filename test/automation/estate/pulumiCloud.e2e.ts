import assert from "node:assert/strict";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { scanReportSchema, type ScanReport } from "../../../policypack/model";
import { startSandbox, type Sandbox } from "../../sandbox";
import { cloudStack, startPulumiCloud, type PulumiCloud } from "../../sandbox/cloud";
import { clientsOf } from "../../sandbox/estate/clients";
import { run, succeed, type Finished } from "../../sandbox/run";
import { checkout } from "../../sandbox/toolchain/checkout";
import { deployQueueAndPassword } from "./fixtures/queueAndPassword";

const CANARY = "canary-4f1d";

describe("Pulumi Cloud, through the real CLI", function () {
  this.timeout(180_000);
  let sandbox: Sandbox;
  let cloud: PulumiCloud;
  let folder: string;

  before(async () => {
    [sandbox, cloud] = await Promise.all([startSandbox(), startPulumiCloud()]);
    folder = path.join(sandbox.dir, "nightly");
    await mkdir(folder);
    for (const [org, project, stack, env] of [["acme", "shop", "prod", "production"], ["acme", "shop", "dev", "development"], ["umbrella", "net", "prod", "production"]] as const) {
      const deployed = await deployQueueAndPassword(sandbox, project, stack, sandbox.env("deploy"));
      const { stdout } = await succeed(sandbox.pulumi.command, ["stack", "export", "--show-secrets", "--stack", stack], { cwd: deployed.workspace.workDir, env: sandbox.env("deploy") });
      const updates = [{ kind: "update", startTime: 1_790_000_000, endTime: 1_790_000_060, result: "succeeded" }];
      cloud.put(cloudStack(cloud.url, stdout, { org, project, stack, tags: { env, "gh:owner": org }, updates }));
    }
  });
  after(async () => {
    await Promise.all([cloud.close(), sandbox.stop()]);
  });
  // As on a machine of CI, that has never seen the Cloud.
  beforeEach(() => rm(path.join(sandbox.dir, "cloud-home"), { recursive: true, force: true }));

  const whodrift = (args: readonly string[], over: Readonly<Record<string, string>> = {}): Promise<Finished> =>
    run(process.execPath, [path.join(checkout, "bin", "whodrift.js"), "scan", ...args, "--no-audit", "--format", "json"], {
      cwd: folder,
      env: { ...sandbox.env("deploy"), PULUMI_HOME: path.join(sandbox.dir, "cloud-home"), PULUMI_CONFIG_PASSPHRASE: "", PULUMI_BACKEND_URL: cloud.url, PULUMI_ACCESS_TOKEN: cloud.token, ...over },
    });
  const reportOf = ({ stdout, stderr }: Finished): ScanReport => scanReportSchema.parse(JSON.parse(stdout === "" ? assert.fail(stderr) : stdout));
  const statuses = (report: ScanReport) => report.stacks.map(({ stack, status, problem }) => `${stack} ${status} ${problem?.message ?? ""}`.trim());

  it("is scanned, over all its organizations, secrets of the Cloud's own provider included", async () => {
    const { sqs } = clientsOf(sandbox.aws, "bob");
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl: `${sandbox.aws.endpoint}/111122223333/net-prod`, Attributes: { VisibilityTimeout: "77" } }));
    const scanned = await whodrift(["--all"]);
    const report = reportOf(scanned);
    assert.deepEqual(statuses(report), ["acme/shop/dev in-sync", "acme/shop/prod in-sync", "umbrella/net/prod drifted"]);
    assert.equal(scanned.status, 2, scanned.stderr);
    assert.ok(!`${scanned.stdout}${scanned.stderr}`.includes(CANARY));
    assert.ok(cloud.calls.some((call) => call.endsWith("decrypt")), "the copy's secrets were opened by the Cloud");
  });

  it("is never written to", () => {
    assert.deepEqual(cloud.calls.filter((call) => !call.startsWith("GET ") && !/^POST \S+\/(batch-)?decrypt$/.test(call)), []);
  });

  for (const [glob, names] of [["acme/*/*", ["acme/shop/dev", "acme/shop/prod"]], ["*/*/prod", ["acme/shop/prod", "umbrella/net/prod"]]] as const) {
    it(`is chosen from by a glob over org/project/stack: ${glob}`, async () => {
      assert.deepEqual(reportOf(await whodrift(["--stack", glob])).stacks.map(({ stack }) => stack), names);
    });
  }

  for (const [tags, names] of [[["env=production"], ["acme/shop/prod", "umbrella/net/prod"]], [["env=production", "gh:owner=acme"], ["acme/shop/prod"]]] as const) {
    it(`is chosen from by stack tags: ${tags.join(" and ")}`, async () => {
      assert.deepEqual(reportOf(await whodrift(tags.flatMap((tag) => ["--tag", tag]))).stacks.map(({ stack }) => stack), names);
    });
  }

  it("given a tag that no stack has, says so in one line, and what to type", async () => {
    const { status, stdout, stderr } = await whodrift(["--stack", "acme/*/*", "--tag", "env=producton"]);
    assert.deepEqual([status, stdout], [64, ""]);
    assert.match(stderr, /^[^\n]*none of the chosen stacks has --tag env=producton: `pulumi stack tag ls[^\n]*\n$/);
  });

  it("given an update that is running there, calls the stack unchecked", async () => {
    const dev = cloud.find("acme/shop/dev") ?? assert.fail();
    cloud.put({ ...dev, updates: [{ kind: "update", startTime: 1_790_003_600, endTime: 0, result: "in-progress" }, ...dev.updates] });
    const scanned = await whodrift(["--stack", "acme/shop/dev"]);
    cloud.put(dev);
    assert.equal(scanned.status, 1);
    const [stack] = reportOf(scanned).stacks;
    assert.deepEqual([stack?.status, stack?.problem?.code], ["unchecked", "being-updated"]);
    assert.match(stack?.problem?.message ?? "", /^an update is running since 2026-09-21T15:13:20\.000Z: /);
  });

  it("given a wrong token, says so in one line", async () => {
    const { status, stdout, stderr } = await whodrift(["--all"], { PULUMI_ACCESS_TOKEN: "pul-wrong" });
    assert.deepEqual([status, stdout], [1, ""]);
    assert.match(stderr, /^[^\n]*pulumi stack ls: [^\n]*(invalid|Unauthorized|401)[^\n]*\n$/);
    assert.ok(!stderr.includes("pul-wrong"));
  });
});
