import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cp, mkdir, symlink } from "node:fs/promises";
import path from "node:path";
import { text } from "node:stream/consumers";
import { DeleteRolePolicyCommand, GetRolePolicyCommand, IAMClient, ListAttachedRolePoliciesCommand } from "@aws-sdk/client-iam";
import { DeleteQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import { scanReportSchema, type ScanReport } from "../../../policypack/model";
import { startSandbox, type Sandbox } from "../../sandbox";
import { credentialsOf, type CloudTrailRecord, type Person } from "../../sandbox/aws";
import { clientsOf } from "../../sandbox/estate/clients";
import { deployEstate } from "../../sandbox/estate/deploy";
import { night } from "../../sandbox/estate/story";
import { checkout } from "../../sandbox/toolchain/checkout";
import { scannerRights } from "../../../automation/deploy/scannerRights";
import { actionOf } from "./actionOf";
import { allowedActions, statementsOf } from "./allowedActions";

const PATIENCE_MS = 120_000;

/** No permission is needed for it: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
const FREE = "sts:GetCallerIdentity";

/** The exit status of a scan that worked and found something. */
const DRIFTED = 2;

/** What the estate is made of; the other rows are checked with a stack of every type. */
const ESTATE = /^the audit trail$|securityGroup:|iam\/role:|s3\/bucket:|sqs|ssm/;

/** Rights that leave no call in the sandbox's trail, and why the role has them. */
const unseen: Readonly<Record<string, string>> = {
  "s3:ListBucket": "HeadBucket is a data event, which no trail has unless it is told to",
  "s3:ListTagsForResource": "the AWS provider asks S3 Control for tags, the sandbox's stand-in asks S3",
};

describe("the deployed scanner's role", function () {
  this.timeout(PATIENCE_MS);
  let sandbox: Sandbox;
  let stack: Stack;
  before(async () => {
    sandbox = await startSandbox();
    stack = await openRootProject(sandbox);
  });
  after(() => sandbox.stop());

  it("is not deployed before somebody is trusted: `pulumi up` says what to type", async () => {
    await assert.rejects(stack.up(), (error) => {
      assert.ok(error instanceof Error);
      assert.match(error.message, /pulumi config set --path 'whodrift:trustedPrincipals\[0\]' arn:aws:iam::/);
      assert.doesNotMatch(error.message, /\n\s+at /, "a user's mistake needs no stack");
      return true;
    });
  });

  describe("when a trusted session has scanned with it after a night of changes", () => {
    let report: ScanReport;
    let calls: readonly CloudTrailRecord[];
    let allowed: readonly string[];
    let scanner: Person;

    before(async () => {
      await stack.setConfig("whodrift:trustedPrincipals[0]", { value: "arn:aws:iam::111122223333:role/github-actions" }, true);
      const [{ outputs }] = await Promise.all([stack.up(), deployEstate(sandbox)]);
      for (const happening of night) await happening.run(clientsOf(sandbox.aws, happening.who), sandbox.aws);

      scanner = await sandbox.aws.openSession(sandbox.aws.people.ci, { role: String(outputs["scannerRoleArn"]?.value), sessionName: "nightly" });
      report = await scan(sandbox, scanner);
      calls = sandbox.aws.records().filter(({ userIdentity }) => "accessKeyId" in userIdentity && userIdentity.accessKeyId === scanner.accessKeyId);
      allowed = await deployedActions(sandbox);
    });

    it("has checked every resource of the estate, and found who did what", () => {
      assert.deepEqual(report.stacks.map(({ stack: name }) => name).toSorted(), [
        "organization/platform/prod",
        "organization/shop/prod",
        "organization/shop/staging",
        "organization/whodrift/prod",
      ]);
      assert.deepEqual(report.stacks.flatMap(({ resources }) => resources.unchecked), []);
      const attributions = report.stacks.flatMap(({ drifts }) => drifts.flatMap(({ changes }) => changes.map(({ attribution }) => attribution)));
      assert.ok(attributions.some(({ confidence }) => confidence === "proven"));
      assert.deepEqual(attributions.filter((found) => found.confidence === "none" && found.reason !== "provider-noise"), []);
    });

    it("has only made calls that read", () => {
      assert.notEqual(calls.length, 0);
      assert.deepEqual(calls.filter(({ readOnly }) => !readOnly), []);
    });

    it("has been allowed every call, each by a right of its policy", () => {
      const used = new Set(calls.map(actionOf));
      assert.ok(used.has("cloudtrail:LookupEvents"));
      assert.deepEqual([...used].filter((action) => action !== FREE && !allowed.includes(action)), []);
    });

    it("is refused every call that changes something, and the trail has the refusals", async () => {
      const { endpoint, region, accountId } = sandbox.aws;
      const settings = { endpoint, region, credentials: credentialsOf(scanner), maxAttempts: 1 };
      const QueueUrl = `${endpoint}/${accountId}/shop-prod-orders`;
      await assert.rejects(new SQSClient(settings).send(new DeleteQueueCommand({ QueueUrl })), { name: "AccessDenied" });
      await assert.rejects(new IAMClient(settings).send(new DeleteRolePolicyCommand({ RoleName: "whodrift-scan", PolicyName: "read-only" })), { name: "AccessDenied" });
      const refusals = sandbox.aws.records().slice(-2);
      assert.deepEqual(refusals.map(({ eventName, errorCode }) => [eventName, errorCode]), [["DeleteQueue", "AccessDenied"], ["DeleteRolePolicy", "AccessDenied"]]);
      for (const { userIdentity, errorMessage } of refusals) {
        assert.ok("arn" in userIdentity && userIdentity.arn === scanner.arn);
        assert.match(errorMessage ?? "", /^User: \S+assumed-role\/whodrift-scan\/nightly is not authorized to perform: \S+ on resource: \S+ because no identity-based policy allows/);
      }
    });

    it("has no right that a scan does not need: what was not used is known, with its reason", () => {
      const used = new Set(calls.map(actionOf));
      const needed = Object.entries(scannerRights).flatMap(([row, actions]) => (ESTATE.test(row) ? actions : []));
      assert.deepEqual(needed.filter((action) => !allowed.includes(action)), []);
      assert.deepEqual(needed.filter((action) => !used.has(action)).toSorted(), Object.keys(unseen));
    });

    it("is left the same by a second `pulumi up`", async () => {
      const { summary } = await stack.up();
      assert.deepEqual(summary.resourceChanges, { same: 3 });
    });

    it("gets the trail's bucket, other accounts' roles and AWS's SecurityAudit where they are configured, and no deployment from a mistake", async () => {
      const settings = { trail: { bucket: "log-archive" }, assumeRoles: ["arn:aws:iam::*:role/whodrift-scan"], securityAudit: true };
      await stack.setConfig("whodrift:scanner", { value: JSON.stringify(settings) });
      const { summary } = await stack.up();
      assert.deepEqual(summary.resourceChanges, { same: 2, update: 1, create: 1 });
      assert.deepEqual((await deployedStatements(sandbox)).map(({ Sid }) => Sid), ["ReadConfigurationAndTrail", "ListTrailFiles", "ReadTrailFiles", "VerifyTrailFiles", "ReadOtherAccounts"]);
      const { AttachedPolicies } = await clientsOf(sandbox.aws, "deploy").iam.send(new ListAttachedRolePoliciesCommand({ RoleName: "whodrift-scan" }));
      assert.deepEqual(AttachedPolicies?.map(({ PolicyArn }) => PolicyArn), ["arn:aws:iam::aws:policy/SecurityAudit"]);

      await stack.setConfig("whodrift:scanner", { value: JSON.stringify({ assumeRoles: ["*"] }) });
      await assert.rejects(stack.up(), /whodrift:scanner\.assumeRoles\.0: expected a role's ARN/);
    });
  });
});

/** The project at the root of the checkout, from a copy: nothing is written into the sources. */
async function openRootProject(sandbox: Sandbox): Promise<Stack> {
  const workDir = path.join(sandbox.dir, "whodrift");
  await mkdir(workDir);
  for (const part of ["Pulumi.yaml", "package.json", path.join("automation", "deploy")]) {
    await cp(path.join(checkout, part), path.join(workDir, part), { recursive: true });
  }
  await symlink(path.join(checkout, "node_modules"), path.join(workDir, "node_modules"), "junction");
  return LocalWorkspace.createOrSelectStack({ stackName: "prod", workDir }, { pulumiCommand: sandbox.pulumi, envVars: sandbox.env("deploy") });
}

async function scan(sandbox: Sandbox, by: Person): Promise<ScanReport> {
  const cwd = path.join(sandbox.dir, "scan");
  await mkdir(cwd);
  const whodrift = spawn(process.execPath, [path.join(checkout, "bin", "whodrift.js"), "scan", "--all", "--format", "json"], {
    cwd,
    env: sandbox.env(by),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise((resolve) => whodrift.on("close", resolve));
  const [stdout, stderr, status] = await Promise.all([text(whodrift.stdout), text(whodrift.stderr), ended]);
  assert.notEqual(stdout, "", stderr);
  const report = scanReportSchema.parse(JSON.parse(stdout));
  const problems = [...report.problems, ...report.stacks.flatMap(({ problem }) => problem ?? [])];
  assert.deepEqual({ status, problems }, { status: DRIFTED, problems: [] });
  return report;
}

/** What AWS has, not what the program says. */
async function deployedActions(sandbox: Sandbox): Promise<readonly string[]> {
  return allowedActions(await deployedPolicy(sandbox));
}

async function deployedStatements(sandbox: Sandbox) {
  return statementsOf(await deployedPolicy(sandbox));
}

async function deployedPolicy({ aws }: Sandbox): Promise<string> {
  const { iam } = clientsOf(aws, "deploy");
  const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName: "whodrift-scan", PolicyName: "read-only" }));
  return decodeURIComponent(PolicyDocument ?? "");
}
