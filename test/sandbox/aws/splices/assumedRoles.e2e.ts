import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { IAM } from "@aws-sdk/client-iam";
import { STS, type AssumeRoleCommandInput } from "@aws-sdk/client-sts";
import { credentialsOf, startAws, type Person, type SandboxAws } from "..";
import { openServices, type Services } from "../../services";
import { ensureEmulator } from "../../toolchain/emulator";

describe("a role of the sandbox's AWS", function () {
  this.timeout(60_000);
  let aws: SandboxAws;
  let dir: string;
  let bob: Services;

  before(async () => {
    dir = await mkdtemp(path.join(tmpdir(), "sandbox-roles-"));
    aws = await startAws({ ...(await ensureEmulator()), dir, sessionSeconds: 43_200 });
    const { endpoint, region, people } = aws;
    bob = openServices((service) =>
      Promise.resolve({ endpoint, region, credentials: credentialsOf(people.bob), maxAttempts: 1, ...(service === "s3" ? { forcePathStyle: true } : {}) }));
  });
  after(async () => {
    await aws.stop();
    await rm(dir, { recursive: true, force: true });
  });

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
