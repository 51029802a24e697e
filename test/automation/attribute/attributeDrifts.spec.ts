import assert from "node:assert/strict";
import { attributeDrifts } from "../../../automation/attribute";
import { isMasked } from "../../../policypack/model";
import { attributedTo, attributionOf, context, deleted, drift, masker, summary } from "./shapes/drifts";
import { alice, bob, record, session } from "./shapes/records";

const bucket = { type: "aws:s3/bucketVersioning:BucketVersioning", identities: ["app", "arn:aws:s3:::app"] };
const suspended = drift(bucket, { path: "versioningConfiguration.status", expected: "Enabled", actual: "Suspended" });
const setVersioning = (at: string, who: Parameters<typeof record>[3], status: string, name = "app", more = {}) =>
  record("s3", "PutBucketVersioning", at, who, { bucketName: name, Host: `${name}.s3.eu-west-1.amazonaws.com`, versioning: "", VersioningConfiguration: { Status: status } }, more);

describe("attributeDrifts", () => {
  it("gives a change to the last call that set the actual value, with the earlier ones as related, newest first", () => {
    const calls = [setVersioning("02:00", alice, "Suspended"), setVersioning("03:00", bob, "Enabled"), setVersioning("04:00", alice, "Suspended"), setVersioning("05:00", bob, "Suspended")];
    const attribution = attributedTo(suspended, context(calls.toReversed()));
    assert.equal(summary(attribution), "proven PutBucketVersioning by bob");
    assert.deepEqual(attribution.related.map((event) => event.time), ["2026-01-02T04:00:00Z", "2026-01-02T03:00:00Z", "2026-01-02T02:00:00Z"]);
    assert.match(attribution.why[0] ?? "", /^PutBucketVersioning by bob at 2026-01-02 05:00 UTC set Status=Suspended, which is the actual value$/);
  });

  it("does not blame a change that was undone, but tells of it", () => {
    assert.match(attributionOf(suspended, context([setVersioning("02:00", alice, "Enabled")])).why.join("\n"), /PutBucketVersioning by alice at 2026-01-02 02:00 UTC set Status=Enabled, which is not there any more/);
    assert.equal(summary(attributionOf(suspended, context([setVersioning("02:00", alice, "Enabled")]))), "nobody: no-event");
  });

  it("is unsure where a later call set another value: whoever set it back is not recorded", () => {
    const attribution = attributedTo(suspended, context([setVersioning("02:00", alice, "Suspended"), setVersioning("03:00", bob, "Enabled")]));
    assert.equal(summary(attribution), "possible PutBucketVersioning by alice");
    assert.match(attribution.why.join("\n"), /set it otherwise later; who set it back is not recorded/);
  });

  it("is likely, not proven, where the trail hides the value", () => {
    const call = record("s3", "PutBucketVersioning", "02:00", alice, { bucketName: "app", Host: "app.s3.amazonaws.com" });
    assert.equal(summary(attributionOf(suspended, context([call]))), "likely PutBucketVersioning by alice");
  });

  const innocent = {
    "a failed call": setVersioning("02:00", alice, "Suspended", "app", { errorCode: "AccessDenied" }),
    "a dry run": record("ec2", "RunInstances", "02:00", alice, { bucketName: "app" }, { errorCode: "Client.DryRunOperation" }),
    "a read": setVersioning("02:00", alice, "Suspended", "app", { readOnly: true, eventName: "GetBucketVersioning" }),
    "a read without the flag": setVersioning("02:00", alice, "Suspended", "app", { readOnly: undefined, eventName: "GetBucketVersioning" }),
    "a data event": setVersioning("02:00", alice, "Suspended", "app", { eventCategory: "Data", managementEvent: false }),
    "a call before the window": setVersioning("02:00", alice, "Suspended", "app", { eventTime: "2026-01-01T23:50:00Z" }),
    "a call after the scan": setVersioning("02:00", alice, "Suspended", "app", { eventTime: "2026-01-03T00:00:01Z" }),
    "a call in another account": setVersioning("02:00", alice, "Suspended", "app", { recipientAccountId: "999999999999" }),
    "a bucket whose name goes on": setVersioning("02:00", alice, "Suspended", "app-2"),
    "a bucket whose name ends the same": setVersioning("02:00", alice, "Suspended", "my-app"),
    "another property of the bucket": record("s3", "PutBucketPolicy", "02:00", alice, { bucketName: "app", bucketPolicy: { Version: "2012-10-17" } }),
    "a tag that holds the bucket's name": record("s3", "PutBucketTagging", "02:00", alice, { bucketName: "other", Tagging: { TagSet: { Tag: { Key: "app", Value: "app" } } } }),
    "another bucket that logs to this one": record("s3", "PutBucketLogging", "02:00", alice, { bucketName: "other", BucketLoggingStatus: { LoggingEnabled: { TargetBucket: "app" } } }),
    "a call of another service": record("cloudtrail", "UpdateTrail", "02:00", alice, { name: "t", s3BucketName: "app" }),
  };
  for (const [what, call] of Object.entries(innocent)) {
    it(`blames nobody for ${what}`, () => {
      assert.equal(summary(attributionOf(suspended, context([call]))), "nobody: no-event");
    });
  }

  it("counts an event once, however often it was delivered", () => {
    const calls = [setVersioning("02:00", bob, "Enabled"), setVersioning("03:00", alice, "Suspended")];
    assert.equal(attributedTo(suspended, context([...calls, ...calls, ...calls])).related.length, 1);
  });

  it("respects the region of regional resources, and not that of global names", () => {
    const queue = drift({ type: "aws:sqs/queue:Queue", identities: ["https://sqs.eu-west-1.amazonaws.com/111122223333/jobs", "jobs"] }, { path: "delaySeconds", actual: 5 });
    const call = record("sqs", "SetQueueAttributes", "02:00", alice, { queueUrl: "https://sqs.us-west-2.amazonaws.com/111122223333/jobs", attributes: { DelaySeconds: "5" } }, { awsRegion: "us-west-2" });
    assert.equal(summary(attributionOf(queue, context([call]))), "nobody: no-event");
    assert.equal(summary(attributionOf(suspended, context([setVersioning("02:00", alice, "Suspended", "app", { awsRegion: "us-east-1" })]))), "proven PutBucketVersioning by alice");
  });

  it("compares a secret by its digest and shows it nowhere", () => {
    const secret = "correct horse battery staple";
    masker.learn(secret);
    const parameter = drift({ type: "aws:ssm/parameter:Parameter", identities: ["/app/key"] }, { path: "value", expected: masker.mask("old secret"), actual: masker.mask(secret) });
    const attribution = attributedTo(parameter, context([record("ssm", "PutParameter", "02:00", alice, { name: "/app/key", value: secret, type: "SecureString", overwrite: true })]));
    assert.equal(summary(attribution), "proven PutParameter by alice");
    assert.ok(!JSON.stringify(attribution).includes(secret));
    const request = attribution.event.request;
    assert.ok(typeof request === "object" && request !== null && "value" in request && isMasked(request["value"]));
  });

  it("is likely where the trail hides a secret, and takes /app/key for no other parameter than /app/key", () => {
    const call = record("ssm", "PutParameter", "02:00", alice, { name: "/app/key", value: "HIDDEN_DUE_TO_SECURITY_REASONS", type: "SecureString" });
    const told = { path: "value", expected: masker.mask("a"), actual: masker.mask("b") };
    assert.equal(summary(attributionOf(drift({ type: "aws:ssm/parameter:Parameter", identities: ["/app/key"] }, told), context([call]))), "likely PutParameter by alice");
    assert.equal(summary(attributionOf(drift({ type: "aws:ssm/parameter:Parameter", identities: ["key"] }, told), context([call]))), "nobody: no-event");
  });

  it("shows no secret that was set and overwritten since, and still shows tags", () => {
    const parameter = drift({ type: "aws:ssm/parameter:Parameter", identities: ["/app/pin"] }, { path: "value", expected: masker.mask("recorded-pin"), actual: masker.mask("actual-pin") });
    const put = (at: string, value: string) => record("ssm", "PutParameter", at, alice, { name: "/app/pin", value, tags: [{ key: "stage", value: "production" }] });
    const attribution = attributedTo(parameter, context([put("02:00", "overwritten-pin"), put("03:00", "actual-pin")]));
    assert.equal(attribution.confidence, "proven");
    assert.equal(attribution.related.length, 1);
    assert.doesNotMatch(JSON.stringify(attribution), /(overwritten|actual)-pin/);
    assert.match(JSON.stringify(attribution), /production/);
  });

  it("shows no secret that a patch has under another name than the property's", () => {
    const stage = drift({ type: "aws:apigateway/stage:Stage", identities: ["ags-a1b2c3d4e5-live", "a1b2c3d4e5"] }, { path: "variables.PHRASE", expected: masker.mask("recorded-phrase"), actual: masker.mask("actual-phrase") });
    const patch = (at: string, value: string) => record("apigateway", "UpdateStage", at, alice, { restApiId: "a1b2c3d4e5", stageName: "live", patchOperations: [{ op: "replace", path: "/variables/PHRASE", value }] });
    const attribution = attributedTo(stage, context([patch("02:00", "overwritten-phrase"), patch("03:00", "actual-phrase")]));
    assert.equal(attribution.confidence, "proven");
    assert.equal(attribution.related.length, 1);
    assert.doesNotMatch(JSON.stringify(attribution), /(overwritten|actual)-phrase/);
  });

  describe("security group rules that the change tells in part", () => {
    const group = { type: "aws:ec2/securityGroup:SecurityGroup", identities: ["sg-1"] };
    const open = (at: string, who: typeof alice, port: number, cidrIp = "0.0.0.0/0") => record("ec2", "AuthorizeSecurityGroupIngress", at, who, { groupId: "sg-1", ipPermissions: { items: [{ ipProtocol: "tcp", fromPort: port, toPort: port, ipRanges: { items: [{ cidrIp }] } }] } });
    const address = drift(group, { path: "ingress[0].cidrBlocks[1]", actual: "0.0.0.0/0" });

    it("are proven where one call fits", () => {
      assert.equal(summary(attributionOf(address, context([open("02:00", alice, 22), open("03:00", bob, 443, "10.0.0.0/8")]))), "proven AuthorizeSecurityGroupIngress by alice");
    });
    it("are only possibly somebody's where calls for different ports fit", () => {
      const attribution = attributedTo(address, context([open("02:00", alice, 22), open("03:00", bob, 443)]));
      assert.equal(attribution.confidence, "possible");
      assert.match(attribution.why.join("\n"), /other calls fit/);
    });
    it("are each their own person's, where two addresses of one rule changed", () => {
      const close = record("ec2", "RevokeSecurityGroupIngress", "04:00", bob, { groupId: "sg-1", ipPermissions: { items: [{ ipProtocol: "tcp", fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: "10.0.0.0/8" }] } }] } });
      const both = drift(group, { path: "ingress[0].cidrBlocks[0]", expected: "10.0.0.0/8" }, { path: "ingress[0].cidrBlocks[0]", actual: "0.0.0.0/0" }, { path: "ingress[0].cidrBlocks[1]", actual: "192.0.2.0/24" });
      const changes = attributeDrifts([both], context([open("03:00", alice, 22), close, open("05:00", bob, 22, "192.0.2.0/24")]))[0]?.changes ?? [];
      assert.deepEqual(changes.map((change) => summary(change.attribution)), ["proven RevokeSecurityGroupIngress by bob", "proven AuthorizeSecurityGroupIngress by alice", "proven AuthorizeSecurityGroupIngress by bob"]);
    });
    it("are not mixed up where a removed and an added rule share an index", () => {
      const rule = (port: number) => ({ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks: ["0.0.0.0/0"] });
      const both = drift(group, { path: "ingress[0]", expected: rule(22) }, { path: "ingress[0]", actual: rule(443) });
      const revoke = record("ec2", "RevokeSecurityGroupIngress", "04:00", alice, { groupId: "sg-1", ipPermissions: { items: [{ ipProtocol: "tcp", fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: "0.0.0.0/0" }] } }] } });
      const changes = attributeDrifts([both], context([open("02:00", bob, 443), revoke]))[0]?.changes ?? [];
      assert.deepEqual(changes.map((change) => summary(change.attribution)), ["proven RevokeSecurityGroupIngress by alice", "proven AuthorizeSecurityGroupIngress by bob"]);
    });
  });

  it("explains a deleted resource by the call that deletes, and by nothing else", () => {
    const role = deleted({ type: "aws:iam/role:Role", identities: ["app"] });
    const calls = [record("iam", "UpdateAssumeRolePolicy", "03:00", bob, { roleName: "app", policyDocument: "{}" }), record("iam", "DeleteRole", "02:00", alice, { roleName: "app" })];
    assert.equal(summary(attributionOf(role, context(calls))), "proven DeleteRole by alice");
    assert.equal(summary(attributionOf(role, context(calls.slice(0, 1)))), "nobody: no-event");
  });

  it("gives each of a resource's changes to its own person", () => {
    const queue = drift({ type: "aws:sqs/queue:Queue", identities: ["https://sqs.eu-west-1.amazonaws.com/111122223333/jobs", "jobs"] }, { path: "visibilityTimeoutSeconds", expected: 30, actual: 60 }, { path: "delaySeconds", expected: 0, actual: 5 });
    const url = { queueUrl: "https://sqs.eu-west-1.amazonaws.com/111122223333/jobs" };
    const calls = [record("sqs", "SetQueueAttributes", "02:00", alice, { ...url, attributes: { VisibilityTimeout: "60" } }), record("sqs", "SetQueueAttributes", "03:00", bob, { ...url, attributes: { DelaySeconds: "5" } })];
    const changes = attributeDrifts([queue], context(calls))[0]?.changes ?? [];
    assert.deepEqual(changes.map((change) => summary(change.attribution)), ["proven SetQueueAttributes by alice", "proven SetQueueAttributes by bob"]);
  });

  it("links to the event in the console of its region", () => {
    const call = setVersioning("02:00", alice, "Suspended");
    assert.equal(attributedTo(suspended, context([call])).event.url, `https://eu-west-1.console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/${call.record.eventID}`);
    const hostile = setVersioning("02:00", alice, "Suspended", "app", { awsRegion: "evil.example/" });
    assert.equal(attributedTo(suspended, context([hostile])).event.url, undefined);
  });

  describe("where a type is in no table", () => {
    const table = drift({ type: "aws:glue/crawler:Crawler", identities: ["nightly"] }, { path: "schedule", expected: "cron(0 1 * * ? *)", actual: "cron(0 2 * * ? *)" });

    it("proves by an operation of the resource's noun with a parameter of the property's name", () => {
      const call = record("glue", "UpdateCrawler", "02:00", alice, { name: "nightly", schedule: "cron(0 2 * * ? *)" });
      assert.equal(summary(attributionOf(table, context([call]))), "proven UpdateCrawler by alice");
    });
    it("calls it possible where the operation is unknown", () => {
      const call = record("glue", "StopCrawlerSchedule", "02:00", alice, { crawlerName: "nightly" });
      assert.equal(attributionOf(table, context([call])).confidence, "possible");
    });
    it("blames nobody for changing another of its kind that refers to it", () => {
      const call = record("glue", "UpdateCrawler", "02:00", alice, { name: "weekly", databaseName: "nightly", schedule: "cron(0 2 * * ? *)" });
      assert.equal(summary(attributionOf(table, context([call]))), "nobody: no-event");
    });
    it("blames nobody for making something else that refers to it", () => {
      const call = record("glue", "CreateTrigger", "02:00", alice, { name: "t", actions: [{ crawlerName: "nightly" }] });
      assert.equal(summary(attributionOf(table, context([call]))), "nobody: no-event");
    });
  });

  describe("the stack's own deployments", () => {
    const deployer = session("deploy", "GitHubActions");
    const updates = [{ kind: "update", from: "2026-01-02T02:00:00Z", to: "2026-01-02T02:05:00Z", result: "failed" as const }];
    const deploys = { deployPrincipals: ["arn:aws:iam::111122223333:role/deploy"], updates };

    it("are not the cause where a person set the value too", () => {
      const calls = [setVersioning("01:00", alice, "Suspended"), setVersioning("02:03", deployer, "Suspended")];
      assert.equal(summary(attributionOf(suspended, context(calls, deploys))), "proven PutBucketVersioning by alice");
    });
    it("are named as such where nothing else explains the change", () => {
      const { actor } = attributedTo(suspended, context([setVersioning("02:03", deployer, "Suspended")], deploys));
      assert.equal(actor.kind, "iac");
    });
    it("are a finding outside of every deployment, with the role's session as the actor", () => {
      const { actor, why } = attributedTo(suspended, context([setVersioning("04:00", deployer, "Suspended")], deploys));
      assert.notEqual(actor.kind, "iac");
      assert.match(why.join("\n"), /by a deploy principal, outside of every deployment/);
    });
    it("are not recognised by a user agent or by a similar role name", () => {
      const other = setVersioning("02:03", session("deploy-2", "me"), "Suspended", "app", { userAgent: "APN/1.0 Pulumi/1.0 Pulumi-Aws/7" });
      assert.notEqual(attributedTo(suspended, context([other], deploys)).actor.kind, "iac");
    });
  });

  describe("where nobody is found, the reason", () => {
    const covered = context([]).coverage;
    const youngerThan = (found: typeof suspended, created: string): typeof suspended => ({ ...found, resource: { ...found.resource, created } });
    const cases: readonly (readonly [string, string, Parameters<typeof context>[1], typeof suspended])[] = [
      ["not-asked", "no audit was wanted", { audited: false }, suspended],
      ["not-asked", "the resource is not of AWS", {}, drift({ type: "random:index/randomId:RandomId", identities: ["x"] }, { path: "hex", actual: "1" })],
      ["provider-noise", "the provider reports it by itself", {}, drift(bucket, { path: "x", actual: 1, noise: { rule: "r", reason: "s" } })],
      ["data-event", "objects change by data events", {}, drift({ type: "aws:s3/bucketObjectv2:BucketObjectv2", identities: ["app"] }, { path: "etag", actual: "1" })],
      ["source-unavailable", "the trail could not be read", { coverage: covered.map((part) => ({ ...part, complete: false, gaps: ["AccessDenied"] })) }, suspended],
      ["source-unavailable", "no trail of the account was read", { coverage: [] }, suspended],
      ["before-retention", "the window begins before the trail does", { coverage: covered.map((part) => ({ ...part, from: "2026-01-02T12:00:00Z" })) }, suspended],
      ["no-event", "the trail was read back to when the resource was made, though not to when others were", { coverage: covered.map((part) => ({ ...part, from: "2026-01-02T12:00:00Z" })) }, youngerThan(suspended, "2026-01-02T12:00:00.776Z")],
      ["too-recent", "events may still be on their way", { coverage: covered.map((part) => ({ ...part, to: "2026-01-02T23:45:00Z" })) }, suspended],
      ["too-recent", "a live source was read up to the scan", { coverage: covered.map((part) => ({ ...part, source: "lookup-events" as const })) }, suspended],
      ["no-event", "everything was read and nothing fits", {}, suspended],
    ];
    for (const [reason, when, given, found] of cases) {
      it(`is ${reason} when ${when}`, () => {
        const attribution = attributionOf(found, context([], given));
        assert.equal(summary(attribution), `nobody: ${reason}`);
        assert.ok(attribution.why.length > 0);
      });
    }
  });
});
