import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import { CloudTrailClient, LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { AuthorizeSecurityGroupIngressCommand, CreateSecurityGroupCommand, CreateTagsCommand, DescribeSecurityGroupsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { GetRoleCommand, IAMClient, TagRoleCommand, UpdateAssumeRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand, GetBucketPolicyCommand, PutBucketPolicyCommand, PutBucketVersioningCommand, PutObjectCommand, PutPublicAccessBlockCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateQueueCommand, SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { ensureEmulator } from "../toolchain/emulator";
import { isJsonArray, type JsonObject } from "../../../policypack/model/json";
import { objectAt, parseJson, textAt, toJson } from "./json";
import { credentialsOf, environmentOf, startAws, type CloudTrailRecord, type Person, type SandboxAws, through } from ".";

describe("sandbox AWS", function () {
  this.timeout(120_000);
  let aws: SandboxAws;
  let dir: string;

  before(async () => {
    dir = await mkdtemp(path.join(tmpdir(), "sandbox-aws-"));
    aws = await startAws({ ...(await ensureEmulator()), dir });
  });
  after(async () => {
    await aws.stop();
    await rm(dir, { recursive: true, force: true });
  });

  const as = (person: Person) => ({ endpoint: aws.endpoint, region: aws.region, credentials: credentialsOf(person) });

  /** Has a role trust one more principal. */
  async function letIn(RoleName: string, principal: string, ...actions: readonly string[]): Promise<void> {
    const iam = new IAMClient(as(aws.people.alice));
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    const policy = objectOf(parseJson(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")));
    const statements = policy["Statement"];
    assert.ok(isJsonArray(statements));
    const trust = { Effect: "Allow", Principal: { AWS: principal }, Action: ["sts:AssumeRole", ...actions] };
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: JSON.stringify({ ...policy, Statement: [...statements, trust] }) }));
  }

  /** The only record that a call leaves. */
  async function recordOf(call: () => Promise<unknown>): Promise<CloudTrailRecord> {
    const before = aws.records().length;
    await call();
    const [record, ...others] = aws.records().slice(before);
    assert.ok(record);
    assert.deepEqual(others, []);
    return record;
  }

  describe("given a call by somebody, then the record names them", () => {
    it("alice as the person of an Identity Center session, with the sign-in that began it", async () => {
      const record = await recordOf(() => new STSClient(as(aws.people.alice)).send(new GetCallerIdentityCommand({})));
      assert.equal(record.userIdentity.type, "AssumedRole");
      assert.match(record.userIdentity.principalId, /^AROA\w+:alice@example\.com$/);
      assert.match(textAt(objectOf(record.userIdentity), "sessionContext", "sessionIssuer", "userName") ?? "", /^AWSReservedSSO_AdministratorAccess_[0-9a-f]{16}$/);
      const signIn = aws.records().find(({ eventName }) => eventName === "AssumeRoleWithSAML");
      assert.ok(signIn);
      assert.equal(signIn.userIdentity.type, "SAMLUser");
      assert.equal(textAt(signIn.responseElements, "credentials", "accessKeyId"), aws.people.alice.accessKeyId);
      assert.equal(textAt(signIn.requestParameters, "roleSessionName"), "alice@example.com");
      assert.ok(!JSON.stringify(signIn).includes(aws.people.alice.secretAccessKey));
    });

    it("bob as an IAM user with his key", async () => {
      const record = await recordOf(() => new STSClient(as(aws.people.bob)).send(new GetCallerIdentityCommand({})));
      assert.partialDeepStrictEqual(record.userIdentity, { type: "IAMUser", userName: "bob", accessKeyId: aws.people.bob.accessKeyId });
      assert.equal(record.readOnly, true);
      assert.equal(record.requestParameters, null);
      assert.equal(record.responseElements, null);
    });

    it("ci as a role's session whose sign-in is a GitHub workflow's", async () => {
      const signIn = aws.records().find(({ eventName }) => eventName === "AssumeRoleWithWebIdentity");
      assert.ok(signIn);
      assert.partialDeepStrictEqual(signIn.userIdentity, { type: "WebIdentityUser", userName: "repo:acme/platform:ref:refs/heads/main" });
      assert.equal(textAt(signIn.responseElements, "credentials", "accessKeyId"), aws.people.ci.accessKeyId);
      const record = await recordOf(() => new STSClient(as(aws.people.ci)).send(new GetCallerIdentityCommand({})));
      assert.match(textAt(objectOf(record.userIdentity), "sessionContext", "webIdFederationData", "federatedProvider") ?? "", /oidc-provider\/token\.actions\.githubusercontent\.com$/);
    });

    it("a chained session by its source identity, and mallory by a hostile name, unchanged", async () => {
      await letIn("pulumi-deploy", aws.people.deployer.arn, "sts:SetSourceIdentity");
      const chained = await aws.openSession(aws.people.deployer, { role: "pulumi-deploy", sessionName: "on-call", sourceIdentity: "dora@example.com" });
      await letIn("support", "arn:aws:iam::111122223333:role/pulumi-deploy", "sts:SetSourceIdentity");
      const again = await aws.openSession(chained, { role: "support", sessionName: "again" });
      const record = await recordOf(() => new STSClient(as(again)).send(new GetCallerIdentityCommand({})));
      assert.equal(textAt(objectOf(record.userIdentity), "sessionContext", "sourceIdentity"), "dora@example.com");
      const hostile = await recordOf(() => new STSClient(as(aws.people.mallory)).send(new GetCallerIdentityCommand({})));
      assert.match("principalId" in hostile.userIdentity ? hostile.userIdentity.principalId : "", /:=cmd,@channel/);
    });

    it("seen from the address and the console that the sandbox was told", async () => {
      const sts = new STSClient(as(aws.people.alice));
      sts.middlewareStack.use(through({ via: "console", sourceIp: "203.0.113.77" }));
      const record = await recordOf(() => sts.send(new GetCallerIdentityCommand({})));
      assert.equal(record.sourceIPAddress, "203.0.113.77");
      assert.equal(record.sessionCredentialFromConsole, "true");
    });
  });

  describe("given a change by an SDK, then the record has it in CloudTrail's shape", () => {
    it("of an S3 bucket's settings", async () => {
      const s3 = new S3Client(as(aws.people.alice));
      const Bucket = "acme-assets";
      const created = await recordOf(() => s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: "eu-central-1" } })));
      assert.equal(created.eventName, "CreateBucket");
      const versioned = await recordOf(() => s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Suspended" } })));
      assert.deepEqual(versioned.requestParameters, {
        bucketName: Bucket, Host: "s3.eu-central-1.amazonaws.com", versioning: "",
        VersioningConfiguration: { Status: "Suspended", xmlns: "http://s3.amazonaws.com/doc/2006-03-01/" },
      });
      assert.equal(versioned.responseElements, null);
      assert.equal(versioned.eventSource, "s3.amazonaws.com");
      assert.match(versioned.userAgent, /^\[.*\]$/);
      assert.deepEqual(versioned.resources, [{ accountId: aws.accountId, type: "AWS::S3::Bucket", ARN: `arn:aws:s3:::${Bucket}` }]);
      const opened = await recordOf(() => s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: { BlockPublicAcls: false, BlockPublicPolicy: false } })));
      assert.equal(opened.eventName, "PutBucketPublicAccessBlock");
      assert.equal(objectAt(opened.requestParameters, "PublicAccessBlockConfiguration")?.["BlockPublicAcls"], false);
      const Statement = [{ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `arn:aws:s3:::${Bucket}/*` }];
      const policy = await recordOf(() => s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: "2012-10-17", Statement }) })));
      assert.deepEqual(objectAt(policy.requestParameters, "bucketPolicy"), { Version: "2012-10-17", Statement });
    });

    it("of an EC2 security group's rules and tags", async () => {
      const ec2 = new EC2Client(as(aws.people.bob));
      const created = await recordOf(() => ec2.send(new CreateSecurityGroupCommand({ GroupName: "web", Description: "web" })));
      assert.deepEqual(created.requestParameters, { groupName: "web", groupDescription: "web" });
      const groupId = textAt(created.responseElements, "groupId") ?? "";
      assert.match(groupId, /^sg-/);
      const IpPermissions = [{ IpProtocol: "tcp", FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: "0.0.0.0/0" }] }];
      const opened = await recordOf(() => ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: groupId, IpPermissions })));
      assert.deepEqual(opened.requestParameters, {
        groupId,
        ipPermissions: { items: [{ ipProtocol: "tcp", fromPort: 22, toPort: 22, groups: {}, ipRanges: { items: [{ cidrIp: "0.0.0.0/0" }] }, ipv6Ranges: {}, prefixListIds: {} }] },
      });
      assert.equal(opened.responseElements?.["_return"], true);
      const tagged = await recordOf(() => ec2.send(new CreateTagsCommand({ Resources: [groupId], Tags: [{ Key: "team", Value: "web" }] })));
      assert.deepEqual(tagged.requestParameters, {
        resourcesSet: { items: [{ resourceId: groupId }] }, tagSet: { items: [{ key: "team", value: "web" }] },
      });
      const read = await recordOf(() => ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [groupId] })));
      assert.deepEqual(read.requestParameters, { filterSet: {}, securityGroupIdSet: { items: [{ groupId }] }, securityGroupSet: {} });
      assert.equal(read.responseElements, null);
    });

    it("of an IAM role, in us-east-1", async () => {
      const record = await recordOf(() => new IAMClient(as(aws.people.bob)).send(new TagRoleCommand({ RoleName: "support", Tags: [{ Key: "a", Value: "b" }] })));
      assert.equal(record.awsRegion, "us-east-1");
      assert.deepEqual(record.requestParameters, { roleName: "support", tags: [{ key: "a", value: "b" }] });
      assert.equal(record.responseElements, null);
    });

    it("of an SQS queue", async () => {
      const sqs = new SQSClient(as(aws.people.ci));
      const created = await recordOf(() => sqs.send(new CreateQueueCommand({ QueueName: "jobs" })));
      const queueUrl = textAt(created.responseElements, "queueUrl") ?? "";
      assert.ok(queueUrl.startsWith(aws.endpoint), queueUrl);
      const changed = await recordOf(() => sqs.send(new SetQueueAttributesCommand({ QueueUrl: queueUrl, Attributes: { VisibilityTimeout: "60" } })));
      assert.deepEqual(changed.requestParameters, { queueUrl, attributes: { VisibilityTimeout: "60" } });
    });

    it("of an SSM parameter, without its value", async () => {
      const record = await recordOf(() => new SSMClient(as(aws.people.bob)).send(new PutParameterCommand({ Name: "/db/password", Value: "canary-7f3a", Type: "SecureString" })));
      assert.deepEqual(record.requestParameters, { name: "/db/password", value: "HIDDEN_DUE_TO_SECURITY_REASONS", type: "SecureString" });
      assert.ok(!JSON.stringify(aws.records()).includes("canary-7f3a"));
    });
  });

  describe("given a call that fails, then the record has its error", () => {
    it("a missing bucket policy", async () => {
      const s3 = new S3Client(as(aws.people.bob));
      const record = await recordOf(() => assert.rejects(s3.send(new GetBucketPolicyCommand({ Bucket: "no-such-bucket" }))));
      assert.equal(record.errorCode, "NoSuchBucket");
    });

    it("an unknown security group, a client's fault", async () => {
      const ec2 = new EC2Client(as(aws.people.bob));
      const record = await recordOf(() => assert.rejects(ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: "sg-00000000000000000", CidrIp: "0.0.0.0/0", IpProtocol: "tcp", FromPort: 1, ToPort: 1 }))));
      assert.equal(record.errorCode, "Client.InvalidGroup.NotFound");
      assert.equal(record.responseElements, null);
    });

    it("a dry run, which changes nothing", async () => {
      const ec2 = new EC2Client(as(aws.people.bob));
      const record = await recordOf(() => assert.rejects(ec2.send(new CreateSecurityGroupCommand({ GroupName: "dry", Description: "dry", DryRun: true })), { name: "DryRunOperation" }));
      assert.equal(record.errorCode, "Client.DryRunOperation");
      const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({ Filters: [{ Name: "group-name", Values: ["dry"] }] }));
      assert.deepEqual(SecurityGroups, []);
    });

    it("an IAM error by the name of its exception", async () => {
      const iam = new IAMClient(as(aws.people.bob));
      const record = await recordOf(() => assert.rejects(iam.send(new GetRoleCommand({ RoleName: "nobody" }))));
      assert.equal(record.errorCode, "NoSuchEntityException");
    });
  });

  describe("given what people did so far", () => {
    it("given calls on objects inside a bucket, then they leave no record", async () => {
      const before = aws.records().length;
      await new S3Client(as(aws.people.bob)).send(new PutObjectCommand({ Bucket: "acme-assets", Key: "a/b.txt", Body: "hello" }));
      assert.equal(aws.records().length, before);
      assert.deepEqual(aws.unrecognized(), []);
    });

    if (spawnSync("aws", ["--version"]).status === 0) it("given the AWS command line, then its calls are recorded as well", async () => {
      const env = { ...process.env, ...environmentOf(aws, aws.people.bob) };
      const cli = (...args: string[]) => promisify(execFile)("aws", args, { env });
      const tagging = "TagSet=[{Key=team,Value=web}]";
      const record = await recordOf(() => cli("s3api", "put-bucket-tagging", "--bucket", "acme-assets", "--tagging", tagging));
      assert.equal(record.eventName, "PutBucketTagging");
      assert.match(record.userAgent, /aws-cli/);
      assert.deepEqual(objectAt(record.requestParameters, "Tagging", "TagSet"), { Tag: { Key: "team", Value: "web" } });
      const described = await recordOf(() => cli("ec2", "describe-security-groups", "--filters", "Name=group-name,Values=web"));
      assert.deepEqual(objectAt(described.requestParameters, "filterSet"), { items: [{ name: "group-name", valueSet: { items: [{ value: "web" }] } }] });
    });

    it("given a lookup, then events come newest first, by one attribute, and are throttled", async () => {
      const cloudtrail = new CloudTrailClient({ ...as(aws.people.bob), maxAttempts: 1 });
      const { Events = [] } = await cloudtrail.send(new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: "ResourceName", AttributeValue: "acme-assets" }] }));
      assert.ok(Events.length > 0);
      const newest = parseJson(Events[0]?.CloudTrailEvent ?? "");
      assert.equal(textAt(newest, "requestParameters", "bucketName"), "acme-assets");
      assert.ok(Events[0]?.EventTime instanceof Date);
      const burst = await Promise.allSettled(Array.from({ length: 4 }, () => cloudtrail.send(new LookupEventsCommand({}))));
      const refused = burst.flatMap((result) => (result.status === "rejected" && result.reason instanceof Error ? [result.reason.name] : []));
      assert.ok(refused.length >= 2);
      assert.deepEqual([...new Set(refused)], ["ThrottlingException"]);
    });

    it("given a delivery, then the files hold every record once, under CloudTrail's keys", async () => {
      const files = await aws.flushTrail();
      assert.ok(files.length >= 3);
      const kept = (await readdir(aws.trailDir, { recursive: true })).filter((file) => file.endsWith(".json.gz"));
      assert.equal(kept.length, files.length);
      const ids = (await Promise.all(files.map(async (file) => readIds(await readFile(file))))).flat();
      assert.deepEqual(ids.sort(), aws.records().map(({ eventID }) => eventID).sort());
      for (const file of files) {
        assert.match(path.relative(aws.trailDir, file), /^AWSLogs\/(111122223333|444455556666)\/CloudTrail\/([a-z0-9-]+)\/\d{4}\/\d\d\/\d\d\/\1_CloudTrail_\2_\d{8}T\d{4}Z_[A-Za-z0-9]{16}\.json\.gz$/);
      }
      assert.deepEqual(await aws.flushTrail(), []);
    });
  });
});

function objectOf(value: unknown): JsonObject {
  return objectAt(toJson(value)) ?? {};
}

function readIds(bytes: Buffer): readonly string[] {
  const records = objectOf(parseJson(gunzipSync(bytes).toString("utf8")))["Records"];
  assert.ok(Array.isArray(records));
  return records.map((record) => textAt(objectOf(record), "eventID") ?? "");
}
