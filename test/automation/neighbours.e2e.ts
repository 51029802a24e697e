import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { AuthorizeSecurityGroupIngressCommand, DescribeSecurityGroupsCommand, RevokeSecurityGroupIngressCommand } from "@aws-sdk/client-ec2";
import * as aws from "@pulumi/aws";
import { LocalWorkspace, type PulumiFn } from "@pulumi/pulumi/automation";
import { counts, isAttributed, scanReportSchema, type Change, type ScanReport } from "../../policypack/model";
import { startSandbox, type Sandbox } from "../sandbox";
import { clientsOf, REPORTED_AS, type PersonName } from "../sandbox/estate/clients";
import { run, succeed } from "../sandbox/run";
import { checkout } from "../sandbox/toolchain/checkout";

const NETWORK = "organization/network/prod";
const WEB = "organization/web/prod";

describe("a rule that one stack puts into another one's security group", function () {
  this.timeout(180_000);
  let sandbox: Sandbox;
  let folder: string;
  let group: string;

  before(async () => {
    sandbox = await startSandbox();
    folder = path.join(sandbox.dir, "nightly");
    await mkdir(folder);
    await writeFile(path.join(folder, "whodrift.yaml"), "rules:\n  - { name: undo-all, when: {}, then: revert }\n");
    await deploy("network", () => {
      new aws.ec2.SecurityGroup("shared", { name: "shared", ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/8"] }] });
      return Promise.resolve();
    });
    const { SecurityGroups } = await clientsOf(sandbox.aws, "deploy").ec2.send(new DescribeSecurityGroupsCommand({ Filters: [{ Name: "group-name", Values: ["shared"] }] }));
    group = SecurityGroups?.[0]?.GroupId ?? "";
    await deploy("web", () => {
      new aws.vpc.SecurityGroupIngressRule("from-web", { securityGroupId: group, ipProtocol: "tcp", fromPort: 8080, toPort: 8080, cidrIpv4: "10.1.0.0/16" });
      return Promise.resolve();
    });
  });

  after(() => sandbox.stop());

  async function deploy(projectName: string, program: PulumiFn): Promise<void> {
    const workDir = path.join(sandbox.dir, "programs", projectName);
    await mkdir(workDir, { recursive: true });
    const stack = await LocalWorkspace.createOrSelectStack({ stackName: "prod", projectName, program }, { workDir, pulumiCommand: sandbox.pulumi, envVars: sandbox.env("deploy") });
    await stack.up();
  }

  const whodrift = (...args: readonly string[]) => run(process.execPath, [path.join(checkout, "bin", "whodrift.js"), ...args], { cwd: folder, env: sandbox.env("deploy") });

  async function scanned(status: 0 | 2, ...args: readonly string[]): Promise<ScanReport> {
    const ended = await whodrift("scan", "--all", "--format", "json", ...args);
    assert.equal(ended.status, status, ended.stdout + ended.stderr);
    return scanReportSchema.parse(JSON.parse(ended.stdout));
  }

  function changesOf({ stacks }: ScanReport, name: string): readonly Change[] {
    return stacks.filter(({ stack }) => stack === name).flatMap(({ drifts }) => drifts.flatMap(({ changes }) => changes.filter(({ noise }) => noise === undefined)));
  }

  const rule = (port: number, cidr: string) => ({ GroupId: group, IpPermissions: [{ IpProtocol: "tcp", FromPort: port, ToPort: port, IpRanges: [{ CidrIp: cidr }] }] });
  const open = (who: PersonName, port: number) => clientsOf(sandbox.aws, who).ec2.send(new AuthorizeSecurityGroupIngressCommand(rule(port, "0.0.0.0/0")));

  it("is named with its stack, is no drift of the owner, and is never reverted", async () => {
    const report = await scanned(0);
    assert.deepEqual(report.stacks.map(({ stack, status }) => [stack, status]), [[NETWORK, "in-sync"], [WEB, "in-sync"]]);
    const [change, another] = changesOf(report, NETWORK);
    assert.ok(change && another === undefined, JSON.stringify(report.stacks));
    assert.deepEqual([change.path, change.managedBy?.stack, change.managedBy?.urn.split("::").at(-1)], ["ingress[1]", WEB, "from-web"]);
    assert.deepEqual([change.decision.action, change.decision.passedOver?.[0]?.rule], ["ignore", "undo-all"]);
  });

  it("is named by each shard alike, whichever has the other stack", async () => {
    for (const shard of ["1/2", "2/2"]) {
      const file = `shard-${shard.replace("/", "-")}.json`;
      await succeed(process.execPath, [path.join(checkout, "bin", "whodrift.js"), "scan", "--all", "--shard", shard, "--format", `json=${file}`], { cwd: folder, env: sandbox.env("deploy") });
    }
    const { stdout } = await whodrift("report", "shard-1-2.json", "shard-2-2.json", "--format", "json");
    assert.equal(changesOf(scanReportSchema.parse(JSON.parse(stdout)), NETWORK)[0]?.managedBy?.stack, WEB);
  });

  it("does not cover what somebody else added, who is found", async () => {
    await open("mallory", 22);
    const told = changesOf(await scanned(2), NETWORK).map((change) => [counts(change), actorOf(change)]);
    assert.deepEqual(told.filter(([counted]) => counted), [[true, REPORTED_AS.mallory]]);
    assert.equal(told.length, 2);
  });

  it("is drift of its own stack where somebody takes it away", async () => {
    await clientsOf(sandbox.aws, "bob").ec2.send(new RevokeSecurityGroupIngressCommand(rule(8080, "10.1.0.0/16")));
    const report = await scanned(2);
    assert.deepEqual(changesOf(report, WEB).map((change) => [change.path, actorOf(change)]), [["", "bob"]]);
    assert.ok(changesOf(report, NETWORK).every(({ managedBy }) => managedBy === undefined));
  });
});

function actorOf({ attribution }: Change): string {
  return isAttributed(attribution) ? attribution.actor.name : attribution.reason;
}
