import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EC2 } from "@aws-sdk/client-ec2";
import { IAM } from "@aws-sdk/client-iam";
import { S3 } from "@aws-sdk/client-s3";
import { SQS } from "@aws-sdk/client-sqs";
import { SSM } from "@aws-sdk/client-ssm";
import { z } from "zod";
import { startAws } from "../aws";
import type { Person, SandboxAws } from "../aws";
import { checkout } from "../toolchain/checkout";
import { ensureEmulator } from "../toolchain/emulator";
import { lookAt, openWorkbench } from "../workbench";
import type { Workbench } from "../workbench";

const CANARY = "canary-8d1f";
const LEAK = "canary-77b2";
const idsOf = z.record(z.string(), z.string());

describe("the sandbox's AWS provider, driven by the real engine", function () {
  this.timeout(120_000);
  let dir: string;
  let aws: SandboxAws;
  let bench: Workbench;
  let ids: Readonly<Record<string, string>>;

  const settings = () => ({ endpoint: aws.endpoint, region: aws.region, credentials: aws.people.bob });
  const idOf = (name: string) => ids[name] ?? assert.fail(`no ${name}`);
  const groupId = async () => {
    const { SecurityGroups: groups = [] } = await new EC2(settings()).describeSecurityGroups({ Filters: [{ Name: "tag:team", Values: ["core"] }] });
    return groups[0]?.GroupId ?? assert.fail("no group");
  };

  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "whodrift-provider-"));
    aws = await startAws({ ...(await ensureEmulator()), dir });
    const environment = { AWS_ENDPOINT_URL: aws.endpoint, AWS_REGION: aws.region, ...credentialsOf(aws.people.deploy) };
    bench = await openWorkbench(join(checkout, "test/sandbox/provider/fixture"), environment);
    await bench.stack.setAllConfig({ "aws:s3UsePathStyle": { value: "true" }, password: { value: "hunter2", secret: true }, note: { value: "hush", secret: true } });
    const { outputs } = await bench.stack.up();
    ids = idsOf.parse(outputs["ids"]?.value);
  });

  after(async () => {
    await bench.dispose();
    await aws.stop();
    await rm(dir, { recursive: true });
  });

  it("has nothing to do when the same program is deployed again", async () => {
    const { summary } = await bench.stack.up();
    assert.deepEqual(summary.resourceChanges, { same: 11 });
  });

  for (const time of ["the first", "the second"]) {
    it(`sees no drift where nobody changed anything, ${time} time`, async () => {
      const { seen, events } = await lookAt(bench.stack);
      assert.equal(Object.keys(seen).length, 12);
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
    const outputsOf = (name: string) => events.map(({ resOutputsEvent }) => resOutputsEvent?.metadata).find((metadata) => metadata?.urn.endsWith(`::${name}`))?.new?.outputs;
    assert.deepEqual(outputsOf("bucket")?.["versioning"], { enabled: true, mfaDelete: false });
    assert.equal(z.array(z.object({ name: z.string() })).parse(outputsOf("role")?.["inlinePolicies"]).length, 1);
  });

  it("names exactly the properties that somebody changed, and only outputs where the program says nothing", async () => {
    await changeEverything();
    const { seen, events } = await lookAt(bench.stack);
    const drifted = Object.fromEntries(Object.entries(seen).filter(([, { op }]) => op !== "same").map(([name, { paths }]) => [name, paths]));
    assert.deepEqual(drifted, {
      bucket: { "tags.owner": "add", "tagsAll.owner": "add" },
      versioning: { "versioningConfiguration.status": "update" },
      bucketPolicy: { policy: "update" },
      group: { "ingress[3]": "add" },
      role: { description: "update", "managedPolicyArns[1]": "add" },
      rolePolicy: { policy: "update" },
      queue: { visibilityTimeoutSeconds: "update", delaySeconds: "update" },
      password: { value: "update" },
      note: { description: "update" },
    });
    const ignoring = events.map(({ resOutputsEvent }) => resOutputsEvent?.metadata).find((metadata) => metadata?.urn.endsWith("::ignoring"));
    assert.deepEqual([ignoring?.old?.outputs["delaySeconds"], ignoring?.new?.outputs["delaySeconds"]], [5, 7]);
  });

  it("keeps a drifted SecureString secret, but not a value that only the program calls secret", async () => {
    const { events } = await lookAt(bench.stack);
    const told = JSON.stringify(events);
    assert.ok(!told.includes(CANARY));
    assert.ok(told.includes(LEAK));
  });

  it("reverts everything with a refreshing update", async () => {
    await bench.stack.up({ refresh: true });
    const { seen } = await lookAt(bench.stack);
    assert.deepEqual(Object.entries(seen).filter(([, { op }]) => op !== "same"), []);
    const { Attributes: attributes } = await new SQS(settings()).getQueueAttributes({ QueueUrl: idOf("queue"), AttributeNames: ["All"] });
    assert.equal(attributes?.VisibilityTimeout, "45");
  });

  it("says that reverting replaces the resource, where a property cannot be changed in place", async () => {
    const iam = new IAM(settings());
    const { Role: live } = await iam.getRole({ RoleName: idOf("role") });
    await deleteRole(iam);
    await iam.createRole({ RoleName: idOf("role"), Path: "/moved/", Description: "of the test", AssumeRolePolicyDocument: decodeURIComponent(live?.AssumeRolePolicyDocument ?? ""), Tags: live?.Tags });
    const { seen } = await lookAt(bench.stack);
    assert.equal(seen["role"]?.paths["path"], "update-replace");
  });

  it("reports what was deleted as deleted, and creates it again", async () => {
    await deleteEverything();
    const { seen } = await lookAt(bench.stack);
    const gone = Object.entries(seen).filter(([, { op }]) => op === "delete").map(([name]) => name);
    assert.deepEqual(gone.sort(), ["bucket", "bucketPolicy", "group", "ignoring", "note", "password", "queue", "role", "rolePolicy", "versioning"]);
    await bench.stack.up({ refresh: true });
    const after = await lookAt(bench.stack);
    assert.deepEqual(Object.entries(after.seen).filter(([, { op }]) => op !== "same"), []);
  });

  it("honours the settings that stand in the state, with nothing in the environment", async () => {
    const exported = await bench.stack.exportStack();
    const deployment = z.looseObject({ resources: z.array(z.looseObject({ type: z.string() })) }).parse(exported.deployment);
    const endpoints = JSON.stringify([Object.fromEntries(["ec2", "iam", "s3", "sqs", "ssm", "sts"].map((service) => [service, aws.endpoint]))]);
    const inputs = {
      region: aws.region,
      endpoints,
      accessKey: aws.people.deployer.accessKeyId,
      secretKey: aws.people.deployer.secretAccessKey,
      assumeRoles: JSON.stringify([{ roleArn: `arn:aws:iam::${aws.accountId}:role/pulumi-deploy`, sessionName: "nightly" }]),
      s3UsePathStyle: "true",
      version: "7.48.0",
    };
    const resources = deployment.resources.map((resource) => (resource.type === "pulumi:providers:aws" ? { ...resource, inputs, outputs: inputs } : resource));
    await bench.stack.importStack({ ...exported, deployment: { ...deployment, resources } });
    const bare = Object.fromEntries(Object.entries(bench.stack.workspace.envVars).filter(([name]) => !name.startsWith("AWS_")));
    await withEnvironment(bare, async () => {
      const { seen } = await lookAt(bench.stack);
      assert.deepEqual(Object.entries(seen).filter(([, { op }]) => op !== "same"), []);
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
      assert.rejects(lookAt(bench.stack), /ECONNREFUSED/),
    );
  });

  it("destroys what it created", async () => {
    await bench.stack.destroy();
    const { Buckets: buckets = [] } = await new S3({ ...settings(), forcePathStyle: true }).listBuckets();
    assert.deepEqual(buckets, []);
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

  function credentialsOf({ accessKeyId, secretAccessKey, sessionToken = "" }: Person): Readonly<Record<string, string>> {
    return { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken };
  }

  async function changeEverything(): Promise<void> {
    const s3 = new S3({ ...settings(), forcePathStyle: true });
    const sqs = new SQS(settings());
    const iam = new IAM(settings());
    const Bucket = idOf("bucket");
    const { TagSet: tags = [] } = await s3.getBucketTagging({ Bucket });
    await s3.putBucketTagging({ Bucket, Tagging: { TagSet: [...tags, { Key: "owner", Value: "mallory" }] } });
    await s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: "Suspended" } });
    const open = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `arn:aws:s3:::${Bucket}/*` }] };
    await s3.putBucketPolicy({ Bucket, Policy: JSON.stringify(open) });
    const ssh = { IpProtocol: "tcp", FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: "0.0.0.0/0" }] };
    await new EC2(settings()).authorizeSecurityGroupIngress({ GroupId: await groupId(), IpPermissions: [ssh] });
    await iam.updateRole({ RoleName: idOf("role"), Description: "changed" });
    await iam.attachRolePolicy({ RoleName: idOf("role"), PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess" });
    const { PolicyNames: [inline] = [] } = await iam.listRolePolicies({ RoleName: idOf("role") });
    const wide = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
    await iam.putRolePolicy({ RoleName: idOf("role"), PolicyName: inline, PolicyDocument: JSON.stringify(wide) });
    await sqs.setQueueAttributes({ QueueUrl: idOf("queue"), Attributes: { VisibilityTimeout: "600", DelaySeconds: "9" } });
    await sqs.setQueueAttributes({ QueueUrl: idOf("ignoring"), Attributes: { DelaySeconds: "7" } });
    await new SSM(settings()).putParameter({ Name: idOf("password"), Type: "SecureString", Value: CANARY, Overwrite: true });
    await new SSM(settings()).putParameter({ Name: idOf("note"), Type: "String", Value: "public", Description: LEAK, Overwrite: true });
  }

  async function deleteEverything(): Promise<void> {
    const sqs = new SQS(settings());
    const ec2 = new EC2(settings());
    await deleteRole(new IAM(settings()));
    await new S3({ ...settings(), forcePathStyle: true }).deleteBucket({ Bucket: idOf("bucket") });
    await ec2.deleteSecurityGroup({ GroupId: await groupId() });
    await sqs.deleteQueue({ QueueUrl: idOf("queue") });
    await sqs.deleteQueue({ QueueUrl: idOf("ignoring") });
    await new SSM(settings()).deleteParameters({ Names: [idOf("password"), idOf("note")] });
  }

  async function deleteRole(iam: IAM): Promise<void> {
    const RoleName = idOf("role");
    const [{ PolicyNames: inline = [] }, { AttachedPolicies: attached = [] }] = await Promise.all([iam.listRolePolicies({ RoleName }), iam.listAttachedRolePolicies({ RoleName })]);
    for (const PolicyName of inline) await iam.deleteRolePolicy({ RoleName, PolicyName });
    for (const { PolicyArn } of attached) await iam.detachRolePolicy({ RoleName, PolicyArn });
    await iam.deleteRole({ RoleName });
  }
});
