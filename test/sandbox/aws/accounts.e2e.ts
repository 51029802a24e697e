import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CloudTrailClient, LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { CreateRoleCommand, IAMClient, ListUsersCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateQueueCommand, ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { ensureEmulator } from "../toolchain/emulator";
import { textAt } from "./json";
import { credentialsOf, startAws, type CloudTrailRecord, type Person, type SandboxAws } from ".";

const OTHER = "444455556666";

describe("several accounts and regions of the sandbox's AWS", function () {
  this.timeout(120_000);
  let aws: SandboxAws;
  let dir: string;
  let admin: Person;

  before(async () => {
    dir = await mkdtemp(path.join(tmpdir(), "sandbox-accounts-"));
    aws = await startAws({ ...(await ensureEmulator()), dir });
    admin = aws.accounts[1]?.administrator ?? assert.fail("there is no second account");
  });
  after(async () => {
    await aws.stop();
    await rm(dir, { recursive: true, force: true });
  });

  const as = (person: Person, region = aws.region) => ({ endpoint: aws.endpoint, region, credentials: credentialsOf(person), maxAttempts: 1 });

  async function recordsOf(call: () => Promise<unknown>): Promise<readonly CloudTrailRecord[]> {
    const before = aws.records().length;
    await call();
    return aws.records().slice(before);
  }

  it("given two accounts, then each has people and resources of its own, and a trail", async () => {
    assert.deepEqual(aws.accounts.map(({ accountId }) => accountId), [aws.accountId, OTHER]);
    const { Account, Arn } = await new STSClient(as(admin)).send(new GetCallerIdentityCommand({}));
    assert.deepEqual([Account, Arn, admin.accountId], [OTHER, `arn:aws:iam::${OTHER}:user/admin`, OTHER]);
    const { Users = [] } = await new IAMClient(as(admin)).send(new ListUsersCommand({}));
    assert.deepEqual(Users.map(({ UserName }) => UserName), ["admin"]);
    const [record] = await recordsOf(() => new SQSClient(as(admin)).send(new CreateQueueCommand({ QueueName: "there" })));
    assert.partialDeepStrictEqual(record, { recipientAccountId: OTHER, userIdentity: { accountId: OTHER, userName: "admin" } });
    assert.deepEqual((await new SQSClient(as(aws.people.bob)).send(new ListQueuesCommand({}))).QueueUrls ?? [], []);
    const { Events = [] } = await new CloudTrailClient(as(admin)).send(new LookupEventsCommand({}));
    assert.deepEqual(new Set(Events.map(({ Username }) => Username)), new Set(["admin"]));
  });

  it("given two regions, then resources are apart, and records carry the region that signed", async () => {
    const queues = async (region: string) => (await new SQSClient(as(admin, region)).send(new ListQueuesCommand({}))).QueueUrls ?? [];
    const [record] = await recordsOf(() => new SQSClient(as(admin, "us-west-2")).send(new CreateQueueCommand({ QueueName: "far" })));
    assert.equal(record?.awsRegion, "us-west-2");
    assert.deepEqual((await queues("us-west-2")).map((url) => url.slice(url.lastIndexOf("/") + 1)), ["far"]);
    assert.deepEqual((await queues(aws.region)).map((url) => url.slice(url.lastIndexOf("/") + 1)), ["there"]);
  });

  describe("given a role that trusts another account", () => {
    const role = `arn:aws:iam::${OTHER}:role/auditor`;

    before(async () => {
      const iam = new IAMClient(as(admin));
      const trust = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { AWS: `arn:aws:iam::${aws.accountId}:root` }, Action: "sts:AssumeRole" }] };
      await iam.send(new CreateRoleCommand({ RoleName: "auditor", AssumeRolePolicyDocument: JSON.stringify(trust) }));
      const rights = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "sqs:ListQueues", Resource: "*" }] };
      await iam.send(new PutRolePolicyCommand({ RoleName: "auditor", PolicyName: "look", PolicyDocument: JSON.stringify(rights) }));
    });

    it("when somebody of that account assumes it, then both accounts have a record of it, which share an id", async () => {
      const [here, there, ...more] = await recordsOf(() => aws.openSession(aws.people.bob, { role, sessionName: "bob" }));
      assert.deepEqual(more, []);
      assert.ok(here && there && "principalId" in here.userIdentity);
      assert.partialDeepStrictEqual(here, { eventName: "AssumeRole", recipientAccountId: aws.accountId, userIdentity: { type: "IAMUser", userName: "bob" } });
      assert.equal(there.recipientAccountId, OTHER);
      assert.deepEqual(there.userIdentity, { type: "AWSAccount", principalId: here.userIdentity.principalId, accountId: aws.accountId });
      assert.equal(here.sharedEventID, there.sharedEventID);
      assert.notEqual(here.eventID, there.eventID);
      assert.equal(textAt(here.responseElements, "credentials", "accessKeyId"), textAt(there.responseElements, "credentials", "accessKeyId"));
    });

    it("when its session calls, then it acts in the role's account, with the role's rights", async () => {
      const session = await aws.openSession(aws.people.bob, { role, sessionName: "bob" });
      assert.equal(session.accountId, OTHER);
      const sqs = new SQSClient(as(session));
      const [record] = await recordsOf(() => sqs.send(new ListQueuesCommand({})));
      assert.equal(record?.recipientAccountId, OTHER);
      await assert.rejects(sqs.send(new CreateQueueCommand({ QueueName: "q" })), { name: "AccessDenied" });
    });

    it("when it is assumed without leave of one's own account, or there is no such role or account, then AWS refuses, and tells only the caller's account", async () => {
      for (const [person, arn] of [[aws.people.ci, role], [aws.people.bob, role.replace("auditor", "nobody")], [aws.people.bob, role.replace(OTHER, "999999999999")]] as const) {
        const records = await recordsOf(() =>
          assert.rejects(aws.openSession(person, { role: arn, sessionName: "x" }), { name: "AccessDenied", message: new RegExp(`^User: ${person.arn} is not authorized to perform: sts:AssumeRole on resource: ${arn}`) }));
        assert.partialDeepStrictEqual(records, [{ recipientAccountId: aws.accountId, errorCode: "AccessDenied" }]);
        assert.equal(records.length, 1);
      }
    });

    it("when somebody switches into it in the console, then the sign-in is recorded there, after AWS assumed the role in their name", async () => {
      const { bob } = aws.people;
      let session: Person | undefined;
      const [here, there, switched] = await recordsOf(async () => { session = await aws.switchRole(bob, role); });
      assert.partialDeepStrictEqual(here, { eventName: "AssumeRole", sourceIPAddress: "AWS Internal", userAgent: "AWS Internal", userIdentity: { userName: "bob", invokedBy: "AWS Internal" } });
      assert.equal(there?.userIdentity.type, "AWSAccount");
      assert.ok(switched && session);
      assert.partialDeepStrictEqual(switched, {
        eventName: "SwitchRole", eventType: "AwsConsoleSignIn", recipientAccountId: OTHER, responseElements: { SwitchRole: "Success" },
        additionalEventData: { SwitchFrom: bob.arn }, userIdentity: { type: "AssumedRole", arn: session.arn },
      });
      assert.ok(!("accessKeyId" in switched.userIdentity));
    });
  });
});
