import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { AuthorizeSecurityGroupIngressCommand, DescribeSecurityGroupsCommand, RevokeSecurityGroupIngressCommand } from "@aws-sdk/client-ec2";
import { whoReportSchema } from "../../../automation/who/whoReport";
import { startSandbox, type Sandbox } from "../../sandbox";
import { clientsOf, type PersonName } from "../../sandbox/estate/clients";
import { deployEstate } from "../../sandbox/estate/deploy";
import { run, succeed } from "../../sandbox/run";
import { checkout } from "../../sandbox/toolchain/checkout";

const PROD = "organization/shop/prod";
const URN = "urn:pulumi:prod::shop::aws:ec2/securityGroup:SecurityGroup::web";
const whodrift = path.join(checkout, "bin", "whodrift.js");

describe("whodrift who, after somebody has opened a security group", function () {
  this.timeout(120_000);
  let sandbox: Sandbox;
  let folder: string;
  let group: string;

  before(async () => {
    sandbox = await startSandbox();
    await deployEstate(sandbox);
    folder = path.join(sandbox.dir, "on call");
    await mkdir(folder);
    const { ec2 } = clientsOf(sandbox.aws, "bob");
    const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({ Filters: [{ Name: "group-name", Values: ["shop-prod-web"] }] }));
    group = SecurityGroups?.[0]?.GroupId ?? "";
    await open("bob", 22);
    // It is open already: a try that fails.
    await assert.rejects(open("mallory", 22));
  });

  after(() => sandbox.stop());

  const rule = (port: number) => ({ GroupId: group, IpPermissions: [{ IpProtocol: "tcp", FromPort: port, ToPort: port, IpRanges: [{ CidrIp: "0.0.0.0/0" }] }] });
  const open = (who: PersonName, port: number) => clientsOf(sandbox.aws, who).ec2.send(new AuthorizeSecurityGroupIngressCommand(rule(port)));
  const who = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => run(process.execPath, [whodrift, "who", ...args], { cwd: folder, env: { ...sandbox.env("deploy"), ...env } });

  async function told(...args: readonly string[]) {
    const { status, stdout, stderr } = await who([...args, "--format", "json"]);
    assert.equal(status, 0, stdout + stderr);
    return whoReportSchema.parse(JSON.parse(stdout));
  }

  it("names him, his channel, the rule and the stack that owns it, within ten seconds", async () => {
    const started = Date.now();
    const { status, stdout, stderr } = await who([group, "--all"]);
    assert.ok(Date.now() - started < 10_000, `${Date.now() - started} ms`);
    assert.equal(status, 0, stdout + stderr);
    const lines = stdout.split("\n");
    assert.match(lines[0] ?? "", new RegExp(`^web · aws:ec2/securityGroup:SecurityGroup .*${group}`));
    assert.ok(lines.join(" ").replaceAll(/\s+/g, " ").includes(`owner ${PROD} · ${URN}`), stdout);
    const text = stdout.replaceAll(/\s+/g, " ");
    assert.match(text, /UTC \(just now\) bob \(human\) via cli [^:]*: AuthorizeSecurityGroupIngress: added ipProtocol=tcp, fromPort=22, toPort=22, cidrIp=0\.0\.0\.0\/0/);
    assert.match(text, /failed 1 failed try/);
    assert.match(text, /events may lag 15 minutes/);
    assert.equal(stderr, "");
  });

  it("finds the same by ARN, by URN without any choice of stacks, and by its name in a stack", async () => {
    const arn = `arn:aws:ec2:${sandbox.aws.region}:${sandbox.aws.accountId}:security-group/${group}`;
    for (const words of [[arn, "--all"], [URN], ["web", "--stack", "*/shop/prod"], ["shop-prod-web", "--all"]]) {
      const { owner, touches, failedTries } = await told(...words);
      assert.deepEqual([owner, touches[0]?.actor.name, touches[0]?.event.operation, failedTries], [{ stack: PROD, urn: URN }, "bob", "AuthorizeSecurityGroupIngress", 1], words.join(" "));
    }
  });

  it("looks in the selected stack of the project in whose folder it is called", async () => {
    const cwd = path.join(sandbox.dir, "programs", "shop");
    const env = sandbox.env("deploy");
    await succeed(sandbox.pulumi.command, ["stack", "select", PROD], { cwd, env });
    const { stdout } = await succeed(process.execPath, [whodrift, "who", "web", "--since", "1h", "--format", "json"], { cwd, env });
    assert.deepEqual(whoReportSchema.parse(JSON.parse(stdout)).owner, { stack: PROD, urn: URN });
  });

  it("asks which, where the name is that of several resources", async () => {
    const { status, stdout, stderr } = await who(["web", "--all"]);
    assert.deepEqual([status, stdout], [64, ""]);
    assert.match(stderr, /several resources fit[^]*organization\/shop\/prod[^]*organization\/shop\/staging/);
  });

  it("tells who touched it all the same, where no state is at hand", async () => {
    const { owner, touches } = await told(group);
    assert.deepEqual([owner, touches[0]?.actor.name], [{ unknown: "no state at hand" }, "bob"]);
  });

  it("is 1 where the trail cannot be read, and says why", async () => {
    const { status, stdout } = await who([group, "--all"], { AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE" });
    assert.equal(status, 1);
    assert.match(stdout, /gap +.*no usable AWS credentials/);
  });

  it("keeps looking with --watch, tells what is new, and ends with 0 on Ctrl-C", async () => {
    const child = spawn(process.execPath, [whodrift, "who", group, "--all", "--watch", "30s"], { cwd: folder, env: sandbox.env("deploy"), stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    // It is waiting from then on.
    child.stderr.once("data", () => void clientsOf(sandbox.aws, "alice").ec2.send(new RevokeSecurityGroupIngressCommand(rule(22))));
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      if (text.includes("RevokeSecurityGroupIngress")) child.kill("SIGINT");
    });
    await once(child, "close");
    assert.equal(child.exitCode, 0);
    const news = stdout.slice(stdout.indexOf("events may lag"));
    assert.match(news, /alice@example\.com [^]*RevokeSecurityGroupIngress/);
    assert.doesNotMatch(news, /AuthorizeSecurityGroupIngress/);
  });
});
