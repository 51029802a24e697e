import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CreateServiceCommand, ECSClient, RegisterTaskDefinitionCommand, CreateClusterCommand, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import { CreateOpenIDConnectProviderCommand, CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { GetBucketPolicyCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { GetCallerIdentityCommand, GetFederationTokenCommand, GetSessionTokenCommand, STSClient, type Credentials } from "@aws-sdk/client-sts";
import { ensureEmulator } from "../toolchain/emulator";
import { textAt, toJson } from "./json";
import { credentialsOf, startAws, through, type Channel, type CloudTrailRecord, type Person, type SandboxAws } from ".";

describe("the identities in the sandbox's trail", function () {
  this.timeout(120_000);
  let aws: SandboxAws;
  let dir: string;

  before(async () => {
    dir = await mkdtemp(path.join(tmpdir(), "sandbox-identities-"));
    aws = await startAws({ ...(await ensureEmulator()), dir });
  });
  after(async () => {
    await aws.stop();
    await rm(dir, { recursive: true, force: true });
  });

  const as = (person: Person) => ({ endpoint: aws.endpoint, region: aws.region, credentials: credentialsOf(person), maxAttempts: 1 });

  async function recordOf(call: () => Promise<unknown>): Promise<CloudTrailRecord> {
    const before = aws.records().length;
    await call();
    const [record, ...others] = aws.records().slice(before);
    assert.deepEqual(others, []);
    return record ?? assert.fail("nothing was recorded");
  }

  const greeting = (person: Person) => recordOf(() => new STSClient(as(person)).send(new GetCallerIdentityCommand({})));

  function holder(credentials: Credentials | undefined, arn: string): Person {
    const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = credentials ?? {};
    return { name: "session", accountId: aws.accountId, accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken, arn };
  }

  it("given the root user, then it has no name, but for the sign-in to the console", async () => {
    const [{ root }] = aws.accounts;
    const { userIdentity } = await greeting(root);
    assert.deepEqual(userIdentity, { type: "Root", principalId: aws.accountId, arn: `arn:aws:iam::${aws.accountId}:root`, accountId: aws.accountId, accessKeyId: root.accessKeyId });
    const signIn = aws.records().find(({ eventName, userIdentity: { type } }) => eventName === "ConsoleLogin" && type === "Root");
    assert.partialDeepStrictEqual(signIn, {
      eventSource: "signin.amazonaws.com", eventType: "AwsConsoleSignIn", awsRegion: "us-east-1", userIdentity: { accessKeyId: "" },
      responseElements: { ConsoleLogin: "Success" }, additionalEventData: { MFAUsed: "Yes", MobileVersion: "No" },
    });
  });

  it("given a person of Identity Center who comes by the console, then the sign-in is the session's, where the global endpoint is", () => {
    const signIn = aws.records().find(({ eventName, userIdentity: { type } }) => eventName === "ConsoleLogin" && type === "AssumedRole");
    assert.partialDeepStrictEqual(signIn, { awsRegion: "eu-north-1", userIdentity: { arn: aws.people.alice.arn, sessionContext: { attributes: { mfaAuthenticated: "false" } } } });
    assert.ok(signIn && !("accessKeyId" in signIn.userIdentity));
  });

  it("given a wrong password, then the failure has no ARN", async () => {
    const record = await recordOf(() => Promise.resolve(aws.signInToConsole(aws.people.bob, { failed: true })));
    assert.partialDeepStrictEqual(record, { errorMessage: "Failed authentication", responseElements: { ConsoleLogin: "Failure" }, userIdentity: { type: "IAMUser", userName: "bob", accessKeyId: "" } });
    assert.ok(!("arn" in record.userIdentity));
  });

  it("given an IAM user's session with a second factor, then it stays the user, and says so", async () => {
    const sts = new STSClient(as(aws.people.bob));
    const { Credentials } = await sts.send(new GetSessionTokenCommand({ SerialNumber: `arn:aws:iam::${aws.accountId}:mfa/bob`, TokenCode: "123456" }));
    const { userIdentity } = await greeting(holder(Credentials, aws.people.bob.arn));
    assert.partialDeepStrictEqual(userIdentity, { type: "IAMUser", userName: "bob", accessKeyId: Credentials?.AccessKeyId, sessionContext: { attributes: { mfaAuthenticated: "true" } } });
  });

  it("given a federated user, then the issuer is who asked for the token", async () => {
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "sqs:*", Resource: "*" }] });
    const { Credentials, FederatedUser } = await new STSClient(as(aws.people.bob)).send(new GetFederationTokenCommand({ Name: "guest", Policy: policy }));
    const { userIdentity } = await greeting(holder(Credentials, FederatedUser?.Arn ?? ""));
    assert.partialDeepStrictEqual(userIdentity, {
      type: "FederatedUser", principalId: `${aws.accountId}:guest`, arn: `arn:aws:sts::${aws.accountId}:federated-user/guest`,
      sessionContext: { sessionIssuer: { type: "IAMUser", userName: "bob" } },
    });
  });

  it("given a GitLab pipeline, then its sign-in names project and branch; and a pipeline of another project is refused", async () => {
    const iam = new IAMClient(as(aws.people.alice));
    await iam.send(new CreateOpenIDConnectProviderCommand({ Url: "https://gitlab.com", ClientIDList: ["https://gitlab.com"], ThumbprintList: ["0".repeat(40)] }));
    const provider = `arn:aws:iam::${aws.accountId}:oidc-provider/gitlab.com`;
    const trust = { Effect: "Allow", Principal: { Federated: provider }, Action: "sts:AssumeRoleWithWebIdentity", Condition: { StringLike: { "gitlab.com:sub": "project_path:acme/*" } } };
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName: "gitlab", AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }) }));
    const pipeline = { roleArn: Role?.Arn ?? "", sessionName: "pipeline", issuer: "gitlab.com", audience: "https://gitlab.com" };
    const subject = "project_path:acme/shop:ref_type:branch:ref:main";
    const record = await recordOf(() => aws.openWebSession({ ...pipeline, subject }));
    assert.deepEqual(record.userIdentity, { type: "WebIdentityUser", principalId: `${provider}:https://gitlab.com:${subject}`, userName: subject, identityProvider: provider });
    const refused = await recordOf(() => assert.rejects(aws.openWebSession({ ...pipeline, subject: "project_path:evil/shop:ref_type:branch:ref:main" }), { name: "AccessDenied" }));
    assert.equal(refused.errorCode, "AccessDenied");
  });

  it("given nobody, then the call is an unknown account's, and refused", async () => {
    const s3 = new S3Client({ ...as(aws.people.bob), signer: { sign: (request) => Promise.resolve(request) } });
    const record = await recordOf(() => assert.rejects(s3.send(new GetBucketPolicyCommand({ Bucket: "acme" }))));
    assert.partialDeepStrictEqual(record, { userIdentity: { type: "AWSAccount", accountId: "ANONYMOUS_PRINCIPAL" } });
    assert.notEqual(record.errorCode, undefined);
  });

  it("given a service that scales, then it assumes its own role, and its session has no key", async () => {
    const ecs = new ECSClient(as(aws.people.alice));
    await ecs.send(new CreateClusterCommand({ clusterName: "shop" }));
    await ecs.send(new RegisterTaskDefinitionCommand({ family: "web", containerDefinitions: [{ name: "web", image: "web", memory: 64 }] }));
    await ecs.send(new CreateServiceCommand({ cluster: "shop", serviceName: "web", taskDefinition: "web", desiredCount: 1 }));
    const service = "ecs.application-autoscaling.amazonaws.com";
    let scaler: Person | undefined;
    const opened = await recordOf(async () => { scaler = await aws.openServiceSession(service); });
    assert.partialDeepStrictEqual(opened, { eventName: "AssumeRole", sourceIPAddress: service, userAgent: service });
    assert.deepEqual(opened.userIdentity, { type: "AWSService", invokedBy: service });
    const scaled = await recordOf(() => new ECSClient(as(scaler ?? assert.fail())).send(new UpdateServiceCommand({ cluster: "shop", service: "web", desiredCount: 3 })));
    assert.partialDeepStrictEqual(scaled, { eventName: "UpdateService", sourceIPAddress: service, userAgent: service });
    assert.partialDeepStrictEqual(scaled.userIdentity, { type: "AssumedRole", invokedBy: service });
    assert.ok(!("accessKeyId" in scaled.userIdentity));
    assert.equal(textAt(toJson(scaled.userIdentity), "sessionContext", "sessionIssuer", "arn"), `arn:aws:iam::${aws.accountId}:role/aws-service-role/${service}/AWSServiceRoleForApplicationAutoScaling_ECSService`);
  });

  describe("given a call that comes by a channel, then the record shows it", () => {
    const SERVICE = /^cloudformation\.amazonaws\.com$/;
    const channels: readonly (readonly [Channel["via"], RegExp])[] = [
      ["console", /^Mozilla\/5\.0 /],
      ["cli", /^aws-cli\/2\..* md\/command#sqs\.create-queue$/],
      ["sdk", /^aws-sdk-js\//],
      ["terraform", /^APN\/1\.0 HashiCorp\/1\.0 Terraform\//],
      ["pulumi", /^APN\/1\.0 Pulumi\/1\.0 .*Pulumi-Aws\//],
      ["kubernetes", /^elbv2\.k8s\.aws\//],
      ["cloudformation", SERVICE],
    ];
    for (const [via, agent] of channels) {
      it(via, async () => {
        const sqs = new SQSClient(as(aws.people.alice));
        sqs.middlewareStack.use(through({ via, sourceIp: "203.0.113.5" }));
        const record = await recordOf(() => sqs.send(new CreateQueueCommand({ QueueName: `by-${via}` })));
        assert.match(record.userAgent, agent);
        assert.equal("arn" in record.userIdentity && record.userIdentity.arn, aws.people.alice.arn);
        assert.equal(record.sessionCredentialFromConsole, via === "console" ? "true" : undefined);
        const forwarded = agent === SERVICE;
        assert.equal(record.sourceIPAddress, forwarded ? "cloudformation.amazonaws.com" : "203.0.113.5");
        assert.equal("invokedBy" in record.userIdentity ? record.userIdentity.invokedBy : undefined, forwarded ? "cloudformation.amazonaws.com" : undefined);
      });
    }

    it("an application that passes on for whom it calls", async () => {
      const onBehalfOf = { userId: "544894e8-80c1-707f-60e3-3ba6510dfac1", identityStoreArn: `arn:aws:identitystore::${aws.accountId}:identitystore/d-9067642ac7` };
      const sqs = new SQSClient(as(aws.people.alice));
      sqs.middlewareStack.use(through({ via: "sdk", onBehalfOf }));
      const { userIdentity } = await recordOf(() => sqs.send(new CreateQueueCommand({ QueueName: "on-behalf" })));
      assert.partialDeepStrictEqual(userIdentity, { type: "IdentityCenterUser", accountId: aws.accountId, onBehalfOf });
      assert.deepEqual(Object.keys(userIdentity).sort(), ["accountId", "credentialId", "onBehalfOf", "type"]);
    });
  });
});
