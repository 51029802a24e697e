import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openServices, type Services } from "../../services";
import { ensureEmulator } from "../../toolchain/emulator";
import { credentialsOf, startAws, type SandboxAws } from "..";

describe("the sandbox's AWS, as strict as AWS", function () {
  this.timeout(60_000);
  let aws: SandboxAws;
  let dir: string;
  let bob: Services;

  before(async () => {
    dir = await mkdtemp(path.join(tmpdir(), "sandbox-strict-"));
    aws = await startAws({ ...(await ensureEmulator()), dir });
    const { endpoint, region, people } = aws;
    bob = openServices((service) =>
      Promise.resolve({ endpoint, region, credentials: credentialsOf(people.bob), maxAttempts: 1, ...(service === "s3" ? { forcePathStyle: true } : {}) }));
  });
  after(async () => {
    await aws.stop();
    await rm(dir, { recursive: true, force: true });
  });

  /** The call is refused under this name, and recorded so. */
  async function refused(name: string, call: Promise<unknown>, recordedAs = name): Promise<void> {
    await assert.rejects(call, { name });
    assert.equal(aws.records().at(-1)?.errorCode, recordedAs);
  }

  describe("security groups", () => {
    const rule = (port: number, cidr: string, Description?: string) =>
      ({ IpProtocol: "tcp", FromPort: port, ToPort: port, IpRanges: [{ CidrIp: cidr, ...(Description === undefined ? {} : { Description }) }] });
    let vpc: string | undefined;
    let group: string | undefined;

    before(async () => {
      const ec2 = await bob.ec2();
      vpc = (await ec2.createVpc({ CidrBlock: "10.1.0.0/16" })).Vpc?.VpcId;
      group = (await ec2.createSecurityGroup({ GroupName: "strict", Description: "d", VpcId: vpc })).GroupId;
      await ec2.authorizeSecurityGroupIngress({ GroupId: group, IpPermissions: [rule(443, "10.0.0.0/8")] });
    });

    it("have a rule once, whatever its description, and take all rules of a call or none", async () => {
      const ec2 = await bob.ec2();
      const again = (...IpPermissions: ReturnType<typeof rule>[]) => ec2.authorizeSecurityGroupIngress({ GroupId: group, IpPermissions });
      await refused("InvalidPermission.Duplicate", again(rule(443, "10.0.0.0/8", "other")), "Client.InvalidPermission.Duplicate");
      await refused("InvalidPermission.Duplicate", again(rule(80, "10.0.0.0/8"), rule(443, "10.0.0.0/8")), "Client.InvalidPermission.Duplicate");
      await refused("InvalidParameterValue", again(rule(81, "10.0.0.0/8"), rule(81, "10.0.0.0/8")), "Client.InvalidParameterValue");
      const { SecurityGroups: [live] = [] } = await ec2.describeSecurityGroups({ GroupIds: [group ?? ""] });
      assert.deepEqual(live?.IpPermissions?.map(({ FromPort }) => FromPort), [443]);
    });

    it("revoke only what is there, but in a default VPC they say nothing of it", async () => {
      const ec2 = await bob.ec2();
      const IpPermissions = [rule(22, "0.0.0.0/0")];
      await refused("InvalidPermission.NotFound", ec2.revokeSecurityGroupIngress({ GroupId: group, IpPermissions }), "Client.InvalidPermission.NotFound");
      const { GroupId } = await ec2.createSecurityGroup({ GroupName: "in-default", Description: "d" });
      await ec2.revokeSecurityGroupIngress({ GroupId, IpPermissions });
    });

    it("name only groups that there are, and stay while a rule or an instance names them", async () => {
      const ec2 = await bob.ec2();
      const { GroupId: named } = await ec2.createSecurityGroup({ GroupName: "named", Description: "d", VpcId: vpc });
      const from = (GroupId: string | undefined) => ({ GroupId: group, IpPermissions: [{ IpProtocol: "tcp", FromPort: 1, ToPort: 1, UserIdGroupPairs: [{ GroupId }] }] });
      await refused("InvalidGroup.NotFound", ec2.authorizeSecurityGroupIngress(from("sg-0000000000000000f")), "Client.InvalidGroup.NotFound");
      await ec2.authorizeSecurityGroupIngress(from(named));
      await refused("DependencyViolation", ec2.deleteSecurityGroup({ GroupId: named }), "Client.DependencyViolation");
      await ec2.revokeSecurityGroupIngress(from(named));
      await ec2.deleteSecurityGroup({ GroupId: named });
    });

    it("and subnets, routes and route tables are refused where they meet others, or others need them", async () => {
      const ec2 = await bob.ec2();
      const { Subnet: subnet } = await ec2.createSubnet({ VpcId: vpc, CidrBlock: "10.1.0.0/24" });
      await refused("InvalidSubnet.Conflict", ec2.createSubnet({ VpcId: vpc, CidrBlock: "10.1.0.128/25" }), "Client.InvalidSubnet.Conflict");
      await refused("InvalidSubnet.Range", ec2.createSubnet({ VpcId: vpc, CidrBlock: "10.2.0.0/24" }), "Client.InvalidSubnet.Range");
      const { RouteTable: table } = await ec2.createRouteTable({ VpcId: vpc });
      const { InternetGateway: gateway } = await ec2.createInternetGateway({});
      const route = { RouteTableId: table?.RouteTableId, DestinationCidrBlock: "0.0.0.0/0" };
      await refused("InvalidRoute.NotFound", ec2.deleteRoute(route), "Client.InvalidRoute.NotFound");
      await ec2.createRoute({ ...route, GatewayId: gateway?.InternetGatewayId });
      await refused("RouteAlreadyExists", ec2.createRoute({ ...route, GatewayId: gateway?.InternetGatewayId }), "Client.RouteAlreadyExists");
      await ec2.associateRouteTable({ RouteTableId: table?.RouteTableId, SubnetId: subnet?.SubnetId });
      await refused("DependencyViolation", ec2.deleteRouteTable({ RouteTableId: table?.RouteTableId }), "Client.DependencyViolation");
    });
  });

  describe("policies with principals", () => {
    const allow = (principal: unknown, more: object = {}) =>
      JSON.stringify({ Statement: [{ Resource: ["arn:aws:s3:::strict-bucket/*"], Action: ["s3:GetObject"], Principal: principal, Effect: "Allow", ...more }], Version: "2012-10-17" });
    const Bucket = "strict-bucket";

    before(async () => {
      await (await bob.s3()).createBucket({ Bucket, CreateBucketConfiguration: { LocationConstraint: "eu-central-1" } });
    });

    it("are refused where they are no policy, name nobody, or another bucket", async () => {
      const s3 = await bob.s3();
      const put = (Policy: string) => s3.putBucketPolicy({ Bucket, Policy });
      await refused("MalformedPolicy", put("{"));
      await refused("MalformedPolicy", put(allow("*", { Effect: "Maybe" })));
      await refused("MalformedPolicy", put(allow("*", { Resource: "arn:aws:s3:::other/*" })));
      await refused("MalformedPolicy", put(allow({ AWS: `arn:aws:iam::${aws.accountId}:user/nobody` })));
      const iam = await bob.iam();
      const trust = { RoleName: "strict-role", AssumeRolePolicyDocument: allow({ AWS: `arn:aws:iam::${aws.accountId}:user/nobody` }) };
      await refused("MalformedPolicyDocumentException", iam.createRole(trust));
      const queue = await (await bob.sqs()).createQueue({ QueueName: "strict" });
      await refused("InvalidAttributeValue", (await bob.sqs()).setQueueAttributes({ QueueUrl: queue.QueueUrl, Attributes: { Policy: "{" } }));
    });

    it("come back normalised: an account is its root, S3 has an order of its own and no lists of one", async () => {
      const s3 = await bob.s3();
      await s3.putBucketPolicy({ Bucket, Policy: allow({ AWS: [aws.accountId, aws.people.bob.arn] }) });
      assert.equal((await s3.getBucketPolicy({ Bucket })).Policy, JSON.stringify({
        Statement: [{
          Effect: "Allow",
          Principal: { AWS: [`arn:aws:iam::${aws.accountId}:user/bob`, `arn:aws:iam::${aws.accountId}:root`] },
          Action: "s3:GetObject",
          Resource: "arn:aws:s3:::strict-bucket/*",
        }],
        Version: "2012-10-17",
      }));
    });

    it("show whoever is gone by the id, also when there is another of that name", async () => {
      const [s3, sqs, iam] = [await bob.s3(), await bob.sqs(), await bob.iam()];
      const { User: user } = await iam.createUser({ UserName: "short-lived" });
      await s3.putBucketPolicy({ Bucket, Policy: allow({ AWS: user?.Arn }) });
      const { QueueUrl } = await sqs.createQueue({ QueueName: "strict-2", Attributes: { Policy: allow({ AWS: user?.Arn }) } });
      const { Policy: before = "" } = await s3.getBucketPolicy({ Bucket });
      assert.ok(before.includes("user/short-lived"));
      await iam.deleteUser({ UserName: "short-lived" });
      await iam.createUser({ UserName: "short-lived" });
      const { Policy: after = "" } = await s3.getBucketPolicy({ Bucket });
      const { Attributes: attributes } = await sqs.getQueueAttributes({ QueueUrl, AttributeNames: ["All"] });
      for (const policy of [after, attributes?.Policy ?? ""]) {
        assert.ok(policy.includes(`{"AWS":"${user?.UserId ?? ""}"}`), policy);
        assert.match(user?.UserId ?? "", /^AIDA/);
      }
    });
  });

  it("keeps IAM's limits", async () => {
    const iam = await bob.iam();
    const UserName = "keyring";
    await iam.createUser({ UserName });
    await iam.createAccessKey({ UserName });
    await iam.createAccessKey({ UserName });
    await refused("LimitExceededException", iam.createAccessKey({ UserName }));
    const PolicyArn = `arn:aws:iam::${aws.accountId}:policy/none`;
    await refused("NoSuchEntityException", iam.attachUserPolicy({ UserName, PolicyArn }));
    await refused("MalformedPolicyDocumentException", iam.putUserPolicy({
      UserName, PolicyName: "p", PolicyDocument: JSON.stringify({ Statement: [{ Effect: "Allow", Action: "*", Resource: "*", Principal: "*" }] }),
    }));
  });

  it("does nothing with a key that is to be deleted", async () => {
    const kms = await bob.kms();
    const KeyId = (await kms.createKey({})).KeyMetadata?.KeyId ?? "";
    await kms.disableKey({ KeyId });
    await refused("DisabledException", kms.enableKeyRotation({ KeyId }));
    await kms.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 });
    await refused("KMSInvalidStateException", kms.updateKeyDescription({ KeyId, Description: "x" }));
    await kms.cancelKeyDeletion({ KeyId });
  });

  it("keeps a rule with targets, a cluster with services, and a parameter within its pattern", async () => {
    const [events, ecs, ssm] = [await bob.eventBridge(), await bob.ecs(), await bob.ssm()];
    await refused("ValidationException", events.putRule({ Name: "strict" }));
    await events.putRule({ Name: "strict", ScheduleExpression: "rate(5 minutes)" });
    await events.putTargets({ Rule: "strict", Targets: [{ Id: "1", Arn: `arn:aws:sqs:eu-central-1:${aws.accountId}:strict` }] });
    await refused("ValidationException", events.deleteRule({ Name: "strict" }));
    await ecs.createCluster({ clusterName: "strict" });
    await refused("ClientException", ecs.createService({ cluster: "strict", serviceName: "s", taskDefinition: "none", desiredCount: 1 }));
    await ecs.registerTaskDefinition({ family: "strict", containerDefinitions: [{ name: "a", image: "a", memory: 128 }] });
    await ecs.createService({ cluster: "strict", serviceName: "s", taskDefinition: "strict", desiredCount: 0 });
    await refused("ClusterContainsServicesException", ecs.deleteCluster({ cluster: "strict" }));
    await refused("ParameterPatternMismatchException", ssm.putParameter({ Name: "strict", Type: "String", Value: "x", AllowedPattern: "^\\d+$" }));
    await refused("InvalidAllowedPatternException", ssm.putParameter({ Name: "strict", Type: "String", Value: "x", AllowedPattern: "(" }));
  });

  describe("given faults on demand", () => {
    afterEach(() => { aws.faults.clear(); });

    it("then the calls meant fail, as often as asked, for whom it is asked, and the trail says so", async () => {
      const sqs = await bob.sqs();
      aws.faults.add({ service: "sqs", operation: "List*", person: "bob", answer: { kind: "throttle" }, times: 1 });
      aws.faults.add({ service: "ec2", operation: "DescribeVpcs", person: "alice", answer: { kind: "500" } });
      await refused("ThrottlingException", sqs.listQueues({}));
      await sqs.listQueues({});
      await (await bob.ec2()).describeVpcs({});
    });

    for (const [kind, ec2, s3, json] of [
      ["throttle", "RequestLimitExceeded", "SlowDown", "ThrottlingException"],
      ["500", "InternalError", "InternalError", "InternalFailure"],
      ["denied", "UnauthorizedOperation", "AccessDenied", "AccessDeniedException"],
      ["expired", "RequestExpired", "ExpiredToken", "ExpiredTokenException"],
    ] as const) {
      it(`then "${kind}" has each service's own name`, async () => {
        aws.faults.add({ service: "*", operation: "*", answer: { kind } });
        await assert.rejects((await bob.ec2()).describeVpcs({}), { name: ec2 });
        await assert.rejects((await bob.s3()).listBuckets({}), { name: s3 });
        await assert.rejects((await bob.ssm()).describeParameters({}), { name: json });
      });
    }

    it("then a slow call is answered in the end, and a fault that is taken away is gone", async () => {
      const takeAway = aws.faults.add({ service: "sts", operation: "*", answer: { kind: "slow", milliseconds: 300 } });
      const sts = await bob.sts();
      const from = performance.now();
      await sts.getCallerIdentity({});
      assert.ok(performance.now() - from >= 300);
      takeAway();
    });
  });
});
