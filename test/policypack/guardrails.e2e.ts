import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { GetPublicAccessBlockCommand } from "@aws-sdk/client-s3";
import * as aws from "@pulumi/aws";
import { jsonStringify } from "@pulumi/pulumi";
import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import { startSandbox, type Sandbox } from "../sandbox";
import { clientsOf } from "../sandbox/estate/clients";
import { run } from "../sandbox/run";
import { publishedPack } from "./publishedPack";
import { underPack } from "./runPack";

const CLOSED = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true };

/** Its block lets public policies through, and whoever knows the queue's name may write into it. */
function program(): Promise<void> {
  const assets = new aws.s3.Bucket("assets", { bucket: "acme-guarded-assets" });
  new aws.s3.BucketPublicAccessBlock("assets", { bucket: assets.id, blockPublicAcls: true, ignorePublicAcls: true, restrictPublicBuckets: true });
  new aws.sqs.Queue("jobs", {
    name: "guarded-jobs",
    // By the bucket's ARN, which no preview knows before there is a bucket.
    policy: jsonStringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: assets.arn.apply(() => "*") }] }),
  });
  return Promise.resolve();
}

describe("the guardrails of the published pack, in real runs by the Automation API", function () {
  this.timeout(120_000);
  let sandbox: Sandbox;
  let stack: Stack;
  let pack = "";

  before(async () => {
    sandbox = await startSandbox();
    pack = await publishedPack(path.join(sandbox.dir, "published"));
    const workDir = path.join(sandbox.dir, "programs", "guarded");
    await mkdir(workDir, { recursive: true });
    stack = await LocalWorkspace.createOrSelectStack({ stackName: "prod", projectName: "guarded", program }, { workDir, pulumiCommand: sandbox.pulumi, envVars: sandbox.env("deploy") });
  });

  after(() => sandbox.stop());

  async function under(command: "preview" | "up", levels: Readonly<Record<string, string>> = {}) {
    const config = path.join(sandbox.dir, "levels.json");
    await writeFile(config, JSON.stringify({ "drift-ledger-stale": "disabled", ...levels }));
    return underPack((onEvent) => stack[command]({ policyPacks: [pack], policyPackConfigs: [config], onEvent }));
  }

  const BLOCK = /^blockPublicPolicy is off/m;
  const POLICY = /^policy lets everybody in/m;

  it("say in the first preview what they know, and what only the update will know", async () => {
    const { refused, mandatory, advisory } = await under("preview");
    assert.deepEqual([refused, mandatory, advisory.length], [false, [], 2], advisory.join("\n"));
    assert.ok(advisory.some((message) => message.includes("\nblockPublicPolicy is off")));
    assert.ok(advisory.some((message) => /can't run policy 'aws-any-policy-wildcard-principal'.*policy can't be known during preview/.test(message)), advisory.join("\n"));
  });

  it("refuse what a configuration makes mandatory, before it exists", async () => {
    const { refused, mandatory } = await under("preview", { "aws-s3-bucket-public": "mandatory" });
    assert.deepEqual([refused, mandatory.length], [true, 1]);
    assert.match(mandatory[0] ?? "", BLOCK);
  });

  it("one reports, one remediates: the cloud gets what the program should have said", async () => {
    const { refused, mandatory, advisory } = await under("up", { "aws-s3-bucket-public": "remediate" });
    assert.deepEqual([refused, mandatory, advisory.length], [false, [], 1], advisory.join("\n"));
    assert.match(advisory[0] ?? "", POLICY);
    const { PublicAccessBlockConfiguration } = await clientsOf(sandbox.aws, "deploy").s3.send(new GetPublicAccessBlockCommand({ Bucket: "acme-guarded-assets" }));
    assert.deepEqual(PublicAccessBlockConfiguration, CLOSED);
  });

  it("leave nothing to do for the next run, as long as they stay", async () => {
    const config = path.join(sandbox.dir, "levels.json");
    const { changeSummary } = await stack.preview({ policyPacks: [pack], policyPackConfigs: [config] });
    assert.deepEqual(Object.keys(changeSummary), ["same"]);
  });

  it("start without the AWS SDKs, of Pulumi and of Amazon", async () => {
    const script = "require('./bin/policies'); console.log(JSON.stringify(Object.keys(require.cache)))";
    const { stdout, stderr } = await run(process.execPath, ["-e", script], { cwd: pack, env: {} });
    assert.doesNotMatch(stdout, /@pulumi\/aws|@aws-sdk|@smithy/, stderr);
    assert.match(stdout, /bin\/policies\/index\.js|bin\\\\policies\\\\index\.js/);
  });
});
