import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { StreamSpecification } from "@aws-sdk/client-dynamodb";
import { IAM } from "@aws-sdk/client-iam";
import { STS, type AssumeRoleCommandInput } from "@aws-sdk/client-sts";
import { credentialsOf, startAws, type Person, type SandboxAws } from "..";
import { openServices, type Services } from "../../services";
import { ensureEmulator } from "../../toolchain/emulator";

describe("the sandbox's AWS, where the emulator answered otherwise", function () {
  this.timeout(60_000);
  let aws: SandboxAws;
  let dir: string;
  let bob: Services;

  before(async () => {
    dir = await mkdtemp(path.join(tmpdir(), "sandbox-splices-"));
    aws = await startAws({ ...(await ensureEmulator()), dir, sessionSeconds: 43_200 });
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

  describe("a role", () => {
    const Version = "2012-10-17";
    let user: Person;

    before(async () => {
      const iam = await bob.iam();
      const { User } = await iam.createUser({ UserName: "temp" });
      const { AccessKey: key } = await iam.createAccessKey({ UserName: "temp" });
      user = { name: "temp", accountId: aws.accountId, accessKeyId: key?.AccessKeyId ?? "", secretAccessKey: key?.SecretAccessKey ?? "", arn: User?.Arn ?? "" };
    });

    /** @param more of the only statement of its trust policy */
    async function newRole(RoleName: string, principal: string, more: object = {}): Promise<string> {
      const Statement = { Effect: "Allow", Principal: { AWS: principal }, Action: "sts:AssumeRole", ...more };
      const made = await (await bob.iam()).createRole({ RoleName, AssumeRolePolicyDocument: JSON.stringify({ Version, Statement }), MaxSessionDuration: 7200 });
      return made.Role?.Arn ?? "";
    }
    function assume(person: Person, RoleArn: string, more: Partial<AssumeRoleCommandInput> = {}) {
      const { endpoint, region } = aws;
      const sts = new STS({ endpoint, region, credentials: credentialsOf(person), maxAttempts: 1 });
      return sts.assumeRole({ RoleArn, RoleSessionName: "x1", ...more }).finally(() => { sts.destroy(); });
    }
    const denied = (action: string, arn: string) => ({ name: "AccessDenied", message: new RegExp(`not authorized to perform: sts:${action} on resource: ${arn}`) });

    it("needs no policy of whoever it trusts by name, but one of whoever it trusts as part of an account, and none that denies", async () => {
      await assume(user, await newRole("named", user.arn));
      const ofAccount = await newRole("of-account", aws.accountId);
      await assert.rejects(assume(user, ofAccount), denied("AssumeRole", ofAccount));
      await assume(aws.people.bob, ofAccount);
      const external = await newRole("external", user.arn, { Condition: { StringEquals: { "sts:ExternalId": "42" } } });
      await assume(user, external, { ExternalId: "42" });
      await assert.rejects(assume(user, external, { ExternalId: "43" }), denied("AssumeRole", external));
      const put = (Effect: string, Resource: string) => bob.iam().then((iam) =>
        iam.putUserPolicy({ UserName: "temp", PolicyName: "p", PolicyDocument: JSON.stringify({ Version, Statement: { Effect, Action: "sts:AssumeRole", Resource } }) }));
      await put("Deny", external);
      await assert.rejects(assume(user, external, { ExternalId: "42" }), denied("AssumeRole", external));
      await put("Allow", ofAccount);
      await assume(user, ofAccount);
    });

    it("of another account needs both", async () => {
      const [, other] = aws.accounts;
      const { endpoint, region } = aws;
      const iam = new IAM({ endpoint, region, credentials: credentialsOf(other?.administrator ?? aws.people.bob) });
      const Statement = { Effect: "Allow", Principal: { AWS: [user.arn, aws.people.bob.arn] }, Action: "sts:AssumeRole" };
      const { Role } = await iam.createRole({ RoleName: "there", AssumeRolePolicyDocument: JSON.stringify({ Version, Statement }) });
      const arn = Role?.Arn ?? "";
      await assert.rejects(assume(user, arn), denied("AssumeRole", arn));
      await assume(aws.people.bob, arn);
    });

    it("takes a source identity or tags only where it says so, and keeps the identity in the next session", async () => {
      const bare = await newRole("bare", user.arn);
      await assert.rejects(assume(user, bare, { SourceIdentity: "dora" }), denied("SetSourceIdentity", bare));
      await assert.rejects(assume(user, bare, { Tags: [{ Key: "a", Value: "b" }] }), denied("TagSession", bare));
      const condition = { Condition: { StringLike: { "sts:SourceIdentity": "do*" } } };
      const first = await newRole("first", user.arn, { Action: ["sts:AssumeRole", "sts:SetSourceIdentity"], ...condition });
      await assert.rejects(assume(user, first, { SourceIdentity: "mallory" }), { name: "AccessDenied" });
      const { Credentials: session } = await assume(user, first, { SourceIdentity: "dora" });
      const dora: Person = { ...user, accessKeyId: session?.AccessKeyId ?? "", secretAccessKey: session?.SecretAccessKey ?? "", sessionToken: session?.SessionToken ?? "" };
      const [second, third] = await Promise.all([newRole("second", first), newRole("third", first, { Action: ["sts:AssumeRole", "sts:SetSourceIdentity"] })]);
      await assert.rejects(assume(dora, second), denied("SetSourceIdentity", second));
      await assume(dora, third);
    });

    it("given to people for longer than an hour, then their sign-ins say for how long", () => {
      const signIns = aws.records().filter(({ eventName }) => eventName.startsWith("AssumeRole")).slice(0, 4);
      assert.deepEqual(signIns.map(({ requestParameters }) => requestParameters?.["durationSeconds"]), [43_200, 43_200, 43_200, 43_200]);
      assert.deepEqual(signIns.map(({ eventName }) => eventName).sort(), ["AssumeRole", "AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"]);
    });

    it("lasts from 15 minutes to what it allows, and an hour at most for a session", async () => {
      const RoleArn = await newRole("lasting", aws.accountId);
      const within = (person: Person, DurationSeconds: number) => assume(person, RoleArn, { DurationSeconds });
      await within(aws.people.bob, 7200);
      for (const seconds of [899, 7201, 43_201]) await assert.rejects(within(aws.people.bob, seconds), { name: "ValidationError" });
      await within(aws.people.alice, 3600);
      await assert.rejects(within(aws.people.alice, 3601), { name: "ValidationError", message: /role chaining/ });
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
});
