import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CloudTrailClient, LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { CreateSecurityGroupCommand, DescribeInstancesCommand, EC2Client } from "@aws-sdk/client-ec2";
import { CreateAccessKeyCommand, CreateUserCommand, GetRoleCommand, IAMClient, PutUserPolicyCommand, UpdateAccessKeyCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand, ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { ensureEmulator } from "../toolchain/emulator";
import { rootKeyOf } from "./rootKeys";
import { credentialsOf, startAws, type CloudTrailRecord, type Person, type SandboxAws, through } from ".";

describe("the sandbox's IAM", function () {
  this.timeout(120_000);
  let aws: SandboxAws;
  let dir: string;

  before(async () => {
    dir = await mkdtemp(path.join(tmpdir(), "sandbox-iam-"));
    aws = await startAws({ ...(await ensureEmulator()), dir });
  });
  after(async () => {
    await aws.stop();
    await rm(dir, { recursive: true, force: true });
  });

  const as = (person: Person) => ({ endpoint: aws.endpoint, region: aws.region, credentials: credentialsOf(person), maxAttempts: 1 });

  async function refused(call: Promise<unknown>): Promise<{ readonly error: Error; readonly records: readonly CloudTrailRecord[] }> {
    const before = aws.records().length;
    const error = await call.then(() => assert.fail("was not refused"), (reason: unknown) => reason);
    assert.ok(error instanceof Error);
    return { error, records: aws.records().slice(before) };
  }

  describe("given a call that the caller's policies do not allow, then it is refused and recorded", () => {
    it("by a service of the query protocol", async () => {
      const { mallory } = aws.people;
      const { error, records } = await refused(new IAMClient(as(mallory)).send(new CreateUserCommand({ UserName: "eve" })));
      assert.equal(error.name, "AccessDenied");
      const message = `User: ${mallory.arn} is not authorized to perform: iam:CreateUser on resource: arn:aws:iam::${aws.accountId}:user/eve because no identity-based policy allows the iam:CreateUser action`;
      assert.equal(error.message, message);
      assert.equal(records.length, 1);
      assert.partialDeepStrictEqual(records[0], {
        eventName: "CreateUser", errorCode: "AccessDenied", errorMessage: message, requestParameters: { userName: "eve" }, responseElements: null,
        userIdentity: { arn: mallory.arn },
      });
      await assert.rejects(new IAMClient(as(aws.people.alice)).send(new GetRoleCommand({ RoleName: "eve" })), { name: "NoSuchEntityException" });
    });

    it("by EC2, also where it only asks if it may", async () => {
      const ec2 = new EC2Client(as(aws.people.mallory));
      const { error, records } = await refused(ec2.send(new DescribeInstancesCommand({})));
      assert.equal(error.name, "UnauthorizedOperation");
      assert.equal(records[0]?.errorCode, "Client.UnauthorizedOperation");
      assert.match(records[0].errorMessage ?? "", /^You are not authorized to perform this operation\. User: arn:aws:sts::\S+ is not authorized to perform: ec2:DescribeInstances on resource: \S+ because no identity-based policy allows the ec2:DescribeInstances action\. Encoded authorization failure message: [\w-]{100,}$/);
      const dry = await refused(ec2.send(new CreateSecurityGroupCommand({ GroupName: "x", Description: "x", DryRun: true })));
      assert.equal(dry.error.name, "UnauthorizedOperation");
    });

    it("by S3, SQS, Systems Manager and CloudTrail", async () => {
      const { ci, mallory } = aws.people;
      const calls: readonly (readonly [string, () => Promise<unknown>, RegExp])[] = [
        ["CreateBucket", () => new S3Client(as(ci)).send(new CreateBucketCommand({ Bucket: "not-for-ci" })), /s3:CreateBucket on resource: "arn:aws:s3:::not-for-ci" because/],
        ["CreateQueue", () => new SQSClient(as(mallory)).send(new CreateQueueCommand({ QueueName: "q" })), /sqs:createqueue on resource: arn:aws:sqs:eu-central-1:111122223333:q because/],
        ["GetParameter", () => new SSMClient(as(ci)).send(new GetParameterCommand({ Name: "/a" })), /ssm:GetParameter on resource: arn:aws:ssm:eu-central-1:111122223333:parameter\/a because/],
        ["LookupEvents", () => new CloudTrailClient(as(ci)).send(new LookupEventsCommand({})), /cloudtrail:LookupEvents on resource: \S+ because/],
      ];
      for (const [eventName, call, message] of calls) {
        const { error, records } = await refused(call());
        assert.match(error.message, message);
        assert.partialDeepStrictEqual(records, [{ eventName, errorCode: "AccessDenied", errorMessage: error.message }]);
      }
    });

    it("by STS, for a role that does not trust the caller, one that is not there, and the root user", async () => {
      const { deployer } = aws.people;
      for (const role of ["support", "not-there"]) {
        const RoleArn = `arn:aws:iam::${aws.accountId}:role/${role}`;
        const { error, records } = await refused(new STSClient(as(aws.people.bob)).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "bob" })));
        assert.equal(error.message, `User: ${aws.people.bob.arn} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`);
        assert.partialDeepStrictEqual(records, [{ eventName: "AssumeRole", errorCode: "AccessDenied" }]);
      }
      const root: Person = { ...deployer, accessKeyId: rootKeyOf(aws.accountId) };
      const { error } = await refused(new STSClient(as(root)).send(new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${aws.accountId}:role/support`, RoleSessionName: "root" })));
      assert.equal(error.message, "Roles may not be assumed by root accounts.");
    });
  });

  describe("given credentials that are none, then the answer is AWS's", () => {
    const identity = (person: Person) => new STSClient(as(person)).send(new GetCallerIdentityCommand({}));

    for (const accessKeyId of ["AKIANEVERSEENBEFORE0", "test", "111122223333", "AKIAROOT999999999999"]) {
      it(`the key ${accessKeyId}: it belongs to no account, so that no trail has its call`, async () => {
        const { error, records } = await refused(identity({ ...aws.people.bob, accessKeyId }));
        assert.equal(error.name, "InvalidClientTokenId");
        assert.deepEqual(records, []);
      });
    }

    it("a secret that does not fit the key", async () => {
      const { error } = await refused(identity({ ...aws.people.bob, secretAccessKey: "guessed" }));
      assert.equal(error.name, "SignatureDoesNotMatch");
    });

    it("a session without its token, and one with another's", async () => {
      const { alice, mallory } = aws.people;
      const { name, accountId, accessKeyId, secretAccessKey, arn } = alice;
      const bare: Person = { name, accountId, accessKeyId, secretAccessKey, arn };
      assert.equal((await refused(identity(bare))).error.name, "InvalidClientTokenId");
      assert.equal((await refused(identity({ ...alice, ...(mallory.sessionToken === undefined ? {} : { sessionToken: mallory.sessionToken }) }))).error.name, "InvalidClientTokenId");
    });

    it("a key that was made inactive", async () => {
      const iam = new IAMClient(as(aws.people.bob));
      await iam.send(new CreateUserCommand({ UserName: "leaver" }));
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "leaver" }));
      const leaver: Person = { name: "leaver", accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "", arn: "", accountId: aws.accountId };
      await identity(leaver);
      await iam.send(new UpdateAccessKeyCommand({ UserName: "leaver", AccessKeyId: leaver.accessKeyId, Status: "Inactive" }));
      const { error, records } = await refused(identity(leaver));
      assert.equal(error.name, "InvalidClientTokenId");
      assert.partialDeepStrictEqual(records, [{ errorCode: "InvalidClientTokenId", userIdentity: { userName: "leaver" } }]);
    });
  });

  it("given a condition on the caller's address or on TLS, then it holds as in AWS", async () => {
    const iam = new IAMClient(as(aws.people.alice));
    await iam.send(new CreateUserCommand({ UserName: "homeworker" }));
    const Statement = [{ Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*", Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" }, Bool: { "aws:SecureTransport": "true" } } }];
    await iam.send(new PutUserPolicyCommand({ UserName: "homeworker", PolicyName: "home", PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement }) }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "homeworker" }));
    const homeworker: Person = { name: "homeworker", accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "", arn: "", accountId: aws.accountId };
    const from = (address: string) => {
      const s3 = new S3Client(as(homeworker));
      s3.middlewareStack.use(through({ via: "sdk", sourceIp: address }));
      return s3.send(new ListBucketsCommand({}));
    };
    await from("203.0.113.4");
    assert.equal((await refused(from("198.51.100.4"))).error.name, "AccessDenied");
  });
});
