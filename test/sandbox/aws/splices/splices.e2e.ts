import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { StreamSpecification } from "@aws-sdk/client-dynamodb";
import { SQS } from "@aws-sdk/client-sqs";
import { STS } from "@aws-sdk/client-sts";
import { credentialsOf, startAws, type SandboxAws } from "..";
import { openServices, type Services } from "../../services";
import { ensureEmulator } from "../../toolchain/emulator";

describe("the sandbox's AWS, where the emulator answered otherwise", function () {
  this.timeout(60_000);
  let aws: SandboxAws;
  let dir: string;
  let bob: Services;

  before(async () => {
    dir = await mkdtemp(path.join(tmpdir(), "sandbox-splices-"));
    aws = await startAws({ ...(await ensureEmulator()), dir });
    const { endpoint, region, people } = aws;
    bob = openServices((service) =>
      Promise.resolve({ endpoint, region, credentials: credentialsOf(people.bob), maxAttempts: 1, ...(service === "s3" ? { forcePathStyle: true } : {}) }));
  });
  after(async () => {
    await aws.stop();
    await rm(dir, { recursive: true, force: true });
  });

  describe("a rule of a security group", () => {
    const https = { IpProtocol: "tcp", FromPort: 443, ToPort: 443 };
    const two = [{ ...https, IpRanges: [{ CidrIp: "10.0.0.0/8", Description: "office" }, { CidrIp: "192.168.0.0/16" }] }];

    async function newGroup(GroupName: string): Promise<string> {
      return (await (await bob.ec2()).createSecurityGroup({ GroupName, Description: "d" })).GroupId ?? "";
    }
    async function ingressOf(group: string) {
      const { SecurityGroupRules: rules = [] } = await (await bob.ec2()).describeSecurityGroupRules({ Filters: [{ Name: "group-id", Values: [group] }] });
      return rules.filter(({ IsEgress }) => IsEgress === false);
    }

    it("is one for each source, while the group shows those of the same ports together", async () => {
      const ec2 = await bob.ec2();
      const GroupId = await newGroup("each-source");
      const { SecurityGroupRules: made = [] } = await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: two });
      const live = await ingressOf(GroupId);
      assert.equal(new Set(live.map(({ SecurityGroupRuleId }) => SecurityGroupRuleId)).size, 2);
      assert.deepEqual(live, made);
      assert.deepEqual(live.map(({ CidrIpv4, Description }) => [CidrIpv4, Description]), [["10.0.0.0/8", "office"], ["192.168.0.0/16", undefined]]);
      const { SecurityGroups: [group] = [] } = await ec2.describeSecurityGroups({ GroupIds: [GroupId] });
      assert.partialDeepStrictEqual(group?.IpPermissions, two);
    });

    it("can be taken away by itself, by id or by what it is, and is another one when it comes back", async () => {
      const ec2 = await bob.ec2();
      const GroupId = await newGroup("another-one");
      const { SecurityGroupRules: [first, second] = [] } = await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: two });
      const gone = await ec2.revokeSecurityGroupIngress({ GroupId, IpPermissions: [{ ...https, IpRanges: [{ CidrIp: "10.0.0.0/8" }] }] });
      assert.deepEqual(gone.RevokedSecurityGroupRules?.map(({ SecurityGroupRuleId }) => SecurityGroupRuleId), [first?.SecurityGroupRuleId]);
      assert.deepEqual(await ingressOf(GroupId), [second]);
      await ec2.revokeSecurityGroupIngress({ GroupId, SecurityGroupRuleIds: [second?.SecurityGroupRuleId ?? ""] });
      const { SecurityGroupRules: again = [] } = await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: two });
      assert.equal(new Set([first, second, ...again].map((rule) => rule?.SecurityGroupRuleId)).size, 4);
      await assert.rejects(ec2.describeSecurityGroupRules({ SecurityGroupRuleIds: [first?.SecurityGroupRuleId ?? ""] }), { name: "InvalidSecurityGroupRuleId.NotFound" });
    });

    it("stays the same rule when it is modified, with a source of the same kind", async () => {
      const ec2 = await bob.ec2();
      const [GroupId, other, third] = await Promise.all([newGroup("modified"), newGroup("modified-2"), newGroup("modified-3")]);
      const from = (group: string) => ({ ...https, UserIdGroupPairs: [{ GroupId: group }] });
      const { SecurityGroupRules: [made, prefixed] = [] } = await ec2.authorizeSecurityGroupIngress({
        GroupId, IpPermissions: [from(other), { ...https, PrefixListIds: [{ PrefixListId: "pl-0123456789abcdef0", Description: "a list" }] }],
      });
      const { SecurityGroupRuleId = "" } = made ?? {};
      assert.partialDeepStrictEqual(prefixed, { PrefixListId: "pl-0123456789abcdef0", Description: "a list" });
      const modify = (rule: object, id = SecurityGroupRuleId) =>
        ec2.modifySecurityGroupRules({ GroupId, SecurityGroupRules: [{ SecurityGroupRuleId: id, SecurityGroupRule: { ...https, ...rule } }] });
      await modify({ ReferencedGroupId: third });
      await modify({ PrefixListId: "pl-0fedcba9876543210" }, prefixed?.SecurityGroupRuleId);
      const live = await ingressOf(GroupId);
      assert.deepEqual(live.map((rule) => [rule.SecurityGroupRuleId, rule.ReferencedGroupInfo?.GroupId ?? rule.PrefixListId]),
        [[SecurityGroupRuleId, third], [prefixed?.SecurityGroupRuleId, "pl-0fedcba9876543210"]]);
      await assert.rejects(modify({ CidrIpv4: "10.0.0.0/8" }), { name: "InvalidParameterValue" });
      await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: [from(other)] });
      await assert.rejects(modify({ ReferencedGroupId: other }), { name: "InvalidPermission.Duplicate" });
    });
  });

  it("sets an event rule back to what PutRule names, keeps its tags, and knows which rules there are", async () => {
    const events = await bob.eventBridge();
    const Name = "put-again";
    const { RuleArn: ResourceARN } = await events.putRule({
      Name, ScheduleExpression: "rate(1 day)", EventPattern: '{"source":["a"]}', Description: "d", State: "DISABLED",
      RoleArn: `arn:aws:iam::${aws.accountId}:role/events`, Tags: [{ Key: "a", Value: "b" }],
    });
    await events.putRule({ Name, ScheduleExpression: "rate(1 hour)", Tags: [{ Key: "c", Value: "d" }] });
    const { $metadata, ...live } = await events.describeRule({ Name });
    assert.ok($metadata);
    assert.deepEqual(live, { Arn: ResourceARN, Name, EventBusName: "default", ScheduleExpression: "rate(1 hour)", State: "ENABLED", CreatedBy: aws.accountId });
    assert.deepEqual((await events.listTagsForResource({ ResourceARN })).Tags, [{ Key: "a", Value: "b" }]);
    const missing = { name: "ResourceNotFoundException", message: "Rule none does not exist on EventBus default." };
    await assert.rejects(events.enableRule({ Name: "none" }), missing);
    await assert.rejects(events.disableRule({ Name: "none" }), missing);
    await events.deleteRule({ Name: "none" });
  });

  it("tells nothing of what is off in a DynamoDB table, and turns nothing on or off twice", async () => {
    const dynamoDb = await bob.dynamoDb();
    const TableName = "on-and-off";
    await dynamoDb.createTable({
      TableName, BillingMode: "PAY_PER_REQUEST", AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }], KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: "KEYS_ONLY" }, SSESpecification: { Enabled: true },
    });
    const expire = (Enabled: boolean, AttributeName = "at") => dynamoDb.updateTimeToLive({ TableName, TimeToLiveSpecification: { AttributeName, Enabled } });
    const stream = (StreamSpecification: StreamSpecification) => dynamoDb.updateTable({ TableName, StreamSpecification });
    const refused = (call: Promise<unknown>, message: RegExp) => assert.rejects(call, { name: "ValidationException", message });
    await refused(expire(false), /^TimeToLive is already disabled$/);
    await expire(true);
    await refused(expire(true), /^TimeToLive is already enabled$/);
    await refused(expire(true, "other"), /different AttributeName: current AttributeName is at$/);
    await expire(false);
    assert.deepEqual((await dynamoDb.describeTimeToLive({ TableName })).TimeToLiveDescription, { TimeToLiveStatus: "DISABLED" });
    await refused(stream({ StreamEnabled: true, StreamViewType: "NEW_IMAGE" }), /already has an enabled stream/);
    await stream({ StreamEnabled: false });
    await refused(stream({ StreamEnabled: false }), /stream/);
    await dynamoDb.updateTable({ TableName, SSESpecification: { Enabled: false } });
    const { Table: table } = await dynamoDb.describeTable({ TableName });
    assert.deepEqual([table?.StreamSpecification, table?.SSEDescription], [undefined, undefined]);
    assert.match(table?.LatestStreamArn ?? "", /on-and-off\/stream\//);
  });

  it("gives queues their defaults and one encryption, and topics no attributes that there are not", async () => {
    const [sqs, sns] = [await bob.sqs(), await bob.sns()];
    const attributesOf = async (QueueUrl: string | undefined) => (await sqs.getQueueAttributes({ QueueUrl, AttributeNames: ["All"] })).Attributes ?? {};
    const { QueueUrl: fifo } = await sqs.createQueue({ QueueName: "defaults.fifo", Attributes: { FifoQueue: "true" } });
    assert.partialDeepStrictEqual(await attributesOf(fifo), { SqsManagedSseEnabled: "true", DeduplicationScope: "queue", FifoThroughputLimit: "perQueue" });
    const { QueueUrl } = await sqs.createQueue({ QueueName: "encrypted", Attributes: { KmsMasterKeyId: "alias/aws/sqs" } });
    assert.equal((await attributesOf(QueueUrl)).SqsManagedSseEnabled, "false");
    await sqs.setQueueAttributes({ QueueUrl, Attributes: { SqsManagedSseEnabled: "true" } });
    assert.equal((await attributesOf(QueueUrl)).KmsMasterKeyId, undefined);
    await assert.rejects(sqs.setQueueAttributes({ QueueUrl, Attributes: { KmsMasterKeyId: "alias/a", SqsManagedSseEnabled: "true" } }), { name: "InvalidAttributeValue" });
    const { TopicArn } = await sns.createTopic({ Name: "settable" });
    const set = (AttributeName: string, AttributeValue: string) => sns.setTopicAttributes({ TopicArn, AttributeName, AttributeValue });
    await assert.rejects(set("Colour", "red"), { name: "InvalidParameterException" });
    await set("KmsMasterKeyId", "alias/aws/sns");
    await set("KmsMasterKeyId", "");
    assert.equal((await sns.getTopicAttributes({ TopicArn })).Attributes?.["KmsMasterKeyId"], undefined);
  });

  it("has no version of a secret without a value, and no second secret of a name before the first is gone", async () => {
    const secrets = await bob.secretsManager();
    const { ARN: SecretId, VersionId } = await secrets.createSecret({ Name: "empty" });
    assert.equal(VersionId, undefined);
    await assert.rejects(secrets.getSecretValue({ SecretId }), { name: "ResourceNotFoundException" });
    const { VersionId: first } = await secrets.putSecretValue({ SecretId, SecretString: "x" });
    assert.deepEqual((await secrets.describeSecret({ SecretId })).VersionIdsToStages, { [first ?? ""]: ["AWSCURRENT"] });
    await secrets.deleteSecret({ SecretId, RecoveryWindowInDays: 7 });
    await assert.rejects(secrets.createSecret({ Name: "empty" }), { name: "InvalidRequestException" });
  });

  it("renames and moves a user, who keeps keys and policies and is recorded under the new name", async () => {
    const [iam, { endpoint, region }] = [await bob.iam(), aws];
    await iam.createUser({ UserName: "before" });
    await iam.putUserPolicy({ UserName: "before", PolicyName: "p", PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Allow", Action: "sqs:ListQueues", Resource: "*" } }) });
    const { AccessKey: key } = await iam.createAccessKey({ UserName: "before" });
    await iam.updateUser({ UserName: "before", NewUserName: "after", NewPath: "/moved/" });
    const arn = `arn:aws:iam::${aws.accountId}:user/moved/after`;
    const credentials = { accessKeyId: key?.AccessKeyId ?? "", secretAccessKey: key?.SecretAccessKey ?? "" };
    assert.equal((await new STS({ endpoint, region, credentials }).getCallerIdentity({})).Arn, arn);
    await new SQS({ endpoint, region, credentials }).listQueues({});
    assert.partialDeepStrictEqual(aws.records().at(-1), { eventName: "ListQueues", userIdentity: { arn, userName: "after" } });
    await assert.rejects(iam.getUser({ UserName: "before" }), { name: "NoSuchEntityException" });
    await assert.rejects(iam.updateUser({ UserName: "after", NewUserName: "bob" }), { name: "EntityAlreadyExistsException" });
    await assert.rejects(iam.updateUser({ UserName: "before" }), { name: "NoSuchEntityException" });
  });
});
