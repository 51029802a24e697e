import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import * as aws from "@pulumi/aws";
import { LocalWorkspace, type EngineEvent, type Stack } from "@pulumi/pulumi/automation";
import { startSandbox, type Sandbox } from "..";
import { credentialsOf } from "../aws";
import { openServices, type Services } from "../services";
import { lookAt } from "../workbench";
import { FAULTS_FILE, type FaultRules } from "./faults";

const BUCKET = "behaviour-bucket";
const OWN = { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/8"] };
const ADDED = { protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["10.0.0.0/8"] };
const ATTACHED = "arn:aws:iam::aws:policy/ReadOnlyAccess";

describe("what the real engine makes of the stand-in's more awkward behaviour", function () {
  this.timeout(180_000);
  let sandbox: Sandbox;
  let stack: Stack;
  let bob: Services;
  let ingress = [OWN];

  const allow = (action: string, resource: string, principals: readonly string[]) =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { AWS: principals }, Action: [action], Resource: [resource] }] });

  function program(): Promise<void> {
    const account = sandbox.aws.accountId;
    new aws.sqs.Queue("plain", { name: "plain" });
    new aws.sqs.Queue("ignoring", { name: "ignoring", delaySeconds: 5, tags: { a: "1", b: "1" } }, { ignoreChanges: ["tags.a", "delaySeconds"] });
    new aws.sqs.Queue("ignoringAll", { name: "ignoring-all", tags: { a: "1" } }, { ignoreChanges: ["tags[*]"] });
    const bucket = new aws.s3.Bucket("bucket", { bucket: BUCKET });
    new aws.s3.BucketPolicy("policy", {
      bucket: bucket.id,
      policy: allow("s3:GetObject", `arn:aws:s3:::${BUCKET}/*`, [account, `arn:aws:iam::${account}:user/reader`]),
    });
    const group = new aws.ec2.SecurityGroup("group", { name: "behaviour", ingress });
    new aws.ec2.SecurityGroupRule("sidecar", { type: "ingress", securityGroupId: group.id, protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8"] });
    const trust = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }] });
    const role = new aws.iam.Role("role", { name: "behaviour", assumeRolePolicy: trust, managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"] });
    new aws.iam.RolePolicyAttachment("attachment", { role: role.name, policyArn: ATTACHED });
    return Promise.resolve();
  }

  before(async () => {
    sandbox = await startSandbox();
    const { endpoint, region, people } = sandbox.aws;
    bob = openServices((service) =>
      Promise.resolve({ endpoint, region, credentials: credentialsOf(people.bob), maxAttempts: 1, ...(service === "s3" ? { forcePathStyle: true } : {}) }));
    await (await bob.iam()).createUser({ UserName: "reader" });
    stack = await LocalWorkspace.createOrSelectStack(
      { stackName: "dev", projectName: "behaviour", program }, { pulumiCommand: sandbox.pulumi, envVars: sandbox.env("deploy") });
    await stack.setAllConfig({
      "aws:s3UsePathStyle": { value: "true" },
      "aws:defaultTags": { value: '{"tags":{"env":"test"}}' },
      "aws:ignoreTags": { value: '{"keys":["scanner"],"keyPrefixes":["vendor:"]}' },
    });
    await stack.up();
  });
  after(() => sandbox.stop());

  it("lets inline and separate parts of one thing fight: who lists all takes back what the other added", async () => {
    const before = await drifted();
    assert.deepEqual(before, { group: { "ingress[1]": "add" }, role: { "managedPolicyArns[1]": "add" } });
    await stack.up({ refresh: true });
    // Read before its neighbour was reverted, the other owner learns of it only now.
    assert.deepEqual(await drifted(), { sidecar: "delete", attachment: "delete" });
    await stack.up({ refresh: true });
    assert.deepEqual(await drifted(), before);
  });

  it("takes a policy that AWS wrote in its own way for the same, until somebody in it is gone", async () => {
    assert.equal("policy" in (await drifted()), false);
    const iam = await bob.iam();
    await iam.deleteUser({ UserName: "reader" });
    assert.deepEqual((await drifted())["policy"], { policy: "update" });
    // AWS takes no policy with somebody who is not there: reverting fails until there is somebody of that name again.
    const { failed } = await upWith({}, { refresh: true, target: ["**::policy"] });
    assert.match(failed, /updating S3 Bucket Policy \(behaviour-bucket\): operation error S3: PutBucketPolicy, .*api error MalformedPolicy: Invalid principal in policy/);
    await iam.createUser({ UserName: "reader" });
    await stack.up({ refresh: true, target: ["**::policy"] });
    assert.equal("policy" in (await drifted()), false);
  });

  it("shows a tag on what has none, no tag that is to be ignored, and what ignoreChanges hides only in outputs", async () => {
    const sqs = await bob.sqs();
    const url = async (QueueName: string) => (await sqs.getQueueUrl({ QueueName })).QueueUrl;
    await sqs.tagQueue({ QueueUrl: await url("plain"), Tags: { owner: "bob", scanner: "seen", "vendor:id": "7" } });
    await sqs.tagQueue({ QueueUrl: await url("ignoring"), Tags: { a: "2", b: "2" } });
    await sqs.setQueueAttributes({ QueueUrl: await url("ignoring"), Attributes: { DelaySeconds: "7" } });
    await sqs.tagQueue({ QueueUrl: await url("ignoring-all"), Tags: { a: "2" } });
    const { seen, events } = await lookAt(stack);
    assert.deepEqual(seen["plain"]?.paths, { tags: "add", "tagsAll.owner": "add" });
    assert.deepEqual(seen["ignoring"]?.paths, { "tags.b": "update", "tagsAll.a": "update", "tagsAll.b": "update" });
    assert.deepEqual(seen["ignoringAll"]?.paths, { "tagsAll.a": "update" });
    const { old: recorded, new: live } = outputsOf(events, "ignoring");
    assert.deepEqual([recorded["delaySeconds"], live["delaySeconds"]], [5, 7]);
    await stack.up({ refresh: true });
  });

  it("fails to add inline a rule that somebody has added already", async () => {
    const { SecurityGroups: [group] = [] } = await (await bob.ec2()).describeSecurityGroups({ Filters: [{ Name: "group-name", Values: ["behaviour"] }] });
    const IpPermissions = [{ IpProtocol: "tcp", FromPort: 80, ToPort: 80, IpRanges: [{ CidrIp: "10.0.0.0/8", Description: "hotfix" }] }];
    await (await bob.ec2()).authorizeSecurityGroupIngress({ GroupId: group?.GroupId, IpPermissions });
    ingress = [OWN, ADDED];
    const { failed } = await upWith({}, { target: ["**::group"] });
    assert.match(failed, /api error InvalidPermission\.Duplicate: the specified rule "peer: 10\.0\.0\.0\/8, TCP, from port: 80, to port: 80, ALLOW" already exists/);
  });

  describe("given a provider that fails on demand, then a preview-only refresh", () => {
    it("reports the one resource that cannot be read, and judges the others", async () => {
      const { events, error } = await refreshWith([{ urn: "**::plain", method: "read", fault: { kind: "error", error: "denied" } }]);
      assert.match(error, /reading SQS Queue .*AccessDenied/);
      const about = events.flatMap(({ diagnosticEvent: one }) => (one?.severity === "error" ? [one.urn?.split("::").at(-1)] : []));
      assert.ok(about.includes("plain"));
      const judged = namesOf(events);
      assert.ok(judged.includes("bucket") && judged.includes("ignoring"), judged.join());
      assert.equal(judged.includes("plain"), false);
    });

    it("ends with an error where the provider crashes in the middle", async () => {
      const { error } = await refreshWith([{ type: "aws:sqs/queue:Queue", method: "read", fault: { kind: "crash" }, times: 1 }]);
      assert.match(error, /refresh|transport|connection|provider/i);
    });

    it("takes its time where the provider is slow", async () => {
      const from = performance.now();
      const { error, events } = await refreshWith([{ method: "read", fault: { kind: "slow", milliseconds: 1_500 } }]);
      assert.equal(error, "");
      assert.ok(performance.now() - from >= 1_500);
      assert.ok(namesOf(events).includes("plain"));
    });

    it("hangs with the provider, until it is aborted", async () => {
      const from = performance.now();
      const { error, events } = await refreshWith([{ urn: "**::plain", method: "read", fault: { kind: "hang" } }], AbortSignal.timeout(8_000));
      assert.ok(performance.now() - from >= 8_000);
      assert.notEqual(error, "");
      assert.equal(namesOf(events).includes("plain"), false);
    });
  });

  it("says of credentials that nobody has that they are invalid", async () => {
    const { error } = await withEnvironment({ AWS_ACCESS_KEY_ID: "AKIANOBODYNOBODYNOBO", AWS_SECRET_ACCESS_KEY: "x", AWS_SESSION_TOKEN: "" }, look);
    assert.match(error, /The configured AWS credentials are invalid or have expired\./);
  });

  it("says of AWS's own failures what they are", async () => {
    sandbox.aws.faults.add({ service: "sqs", operation: "GetQueueAttributes", answer: { kind: "denied" } });
    const { error, events } = await look();
    sandbox.aws.faults.clear();
    assert.match(error, /reading SQS Queue \(http.*\): operation error SQS: GetQueueAttributes, https response error StatusCode: 400, RequestID: [\w-]+, api error AccessDeniedException: User: arn:aws:sts::/);
    assert.ok(namesOf(events).includes("bucket"));
  });

  async function drifted(): Promise<Record<string, unknown>> {
    const { seen } = await lookAt(stack);
    return Object.fromEntries(Object.entries(seen).flatMap(([name, { op, paths }]) => (op === "same" ? [] : [[name, op === "update" ? paths : op]])));
  }

  interface Looked {
    readonly events: readonly EngineEvent[];
    /** Empty where it went well. */
    readonly error: string;
  }

  async function look(signal?: AbortSignal): Promise<Looked> {
    const events: EngineEvent[] = [];
    const error = await stack
      .previewRefresh({ onEvent: (event) => events.push(event), ...(signal === undefined ? {} : { signal }) })
      .then(() => "", (reason: unknown) => String(reason));
    return { events, error };
  }

  async function refreshWith(rules: FaultRules, signal?: AbortSignal): Promise<Looked> {
    const file = path.join(sandbox.dir, "faults.json");
    await writeFile(file, JSON.stringify(rules));
    return withEnvironment({ [FAULTS_FILE]: file }, () => look(signal));
  }

  async function withEnvironment<Result>(more: Readonly<Record<string, string>>, act: () => Promise<Result>): Promise<Result> {
    const before = stack.workspace.envVars;
    stack.workspace.envVars = { ...before, ...more };
    try {
      return await act();
    } finally {
      stack.workspace.envVars = before;
    }
  }

  async function upWith(more: Readonly<Record<string, string>>, options: Parameters<Stack["up"]>[0]): Promise<{ readonly failed: string }> {
    return withEnvironment(more, () => stack.up(options).then(() => ({ failed: "" }), (reason: unknown) => ({ failed: String(reason) })));
  }

  function namesOf(events: readonly EngineEvent[]): readonly string[] {
    return events.flatMap(({ resOutputsEvent: one }) => one?.metadata.urn.split("::").at(-1) ?? []);
  }

  function outputsOf(events: readonly EngineEvent[], name: string) {
    const step = events.flatMap(({ resOutputsEvent: one }) => one?.metadata ?? []).find(({ urn }) => urn.endsWith(`::${name}`));
    return { old: step?.old?.outputs ?? {}, new: step?.new?.outputs ?? {} };
  }
});
