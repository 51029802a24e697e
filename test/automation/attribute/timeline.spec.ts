import assert from "node:assert/strict";
import { timelineOf } from "../../../automation/attribute";
import { context, REGION } from "./shapes/drifts";
import { alice, bob, record, session } from "./shapes/records";

const bucket = { type: "aws:s3/bucket:Bucket", identities: ["app", "arn:aws:s3:::app"] };
const group = { type: "aws:ec2/securityGroup:SecurityGroup", identities: ["sg-1"] };
const versioning = (at: string, who: Parameters<typeof record>[3], status: string, more = {}) =>
  record("s3", "PutBucketVersioning", at, who, { bucketName: "app", Host: "app.s3.amazonaws.com", versioning: "", VersioningConfiguration: { xmlns: "x", Status: status } }, more);
const given = context([]);
const told = (resource: Parameters<typeof timelineOf>[0], records: Parameters<typeof timelineOf>[1], changes: Partial<typeof given> = {}) =>
  timelineOf(resource, records, { ...given, ...changes }).map(({ event, actor, says }) => `${event.time.slice(11, 16)} ${actor.name} ${event.operation}: ${says}`);

describe("timelineOf", () => {
  it("tells every call that changed the resource, oldest first, each once, with what it set", () => {
    const calls = [versioning("03:00", bob, "Suspended"), versioning("02:00", alice, "Enabled"), record("s3", "CreateBucket", "01:00", alice, { bucketName: "app", CreateBucketConfiguration: { LocationConstraint: REGION } })];
    assert.deepEqual(told(bucket, [...calls, ...calls]), [
      `01:00 alice CreateBucket: created LocationConstraint=${REGION}`,
      "02:00 alice PutBucketVersioning: set Status=Enabled",
      "03:00 bob PutBucketVersioning: set Status=Suspended",
    ]);
  });

  it("leaves out failed calls, reads, other resources, and calls that only mention it", () => {
    const calls = [
      versioning("02:00", alice, "Suspended", { errorCode: "AccessDenied" }),
      versioning("02:01", alice, "Suspended", { eventName: "GetBucketVersioning", readOnly: true }),
      versioning("02:02", alice, "Suspended", { recipientAccountId: "999999999999" }),
      record("s3", "PutBucketLogging", "02:03", alice, { bucketName: "other", BucketLoggingStatus: { LoggingEnabled: { TargetBucket: "app" } } }),
      record("cloudtrail", "UpdateTrail", "02:04", alice, { name: "t", s3BucketName: "app" }),
    ];
    assert.deepEqual(told({ ...bucket, account: "111122223333" }, calls), []);
  });

  it("leaves out what a call did to others of one zone", () => {
    const shop = { type: "aws:route53/record:Record", identities: ["Z1EXAMPLE_shop.example.com_A", "Z1EXAMPLE", "shop.example.com"] };
    const change = (at: string, action: string, name: string) => record("route53", "ChangeResourceRecordSets", at, alice, { hostedZoneId: "Z1EXAMPLE", changeBatch: { changes: [{ action, resourceRecordSet: { name, type: "A", tTL: 60 } }] } });
    assert.deepEqual(told(shop, [change("02:00", "UPSERT", "shop.example.com."), change("02:01", "UPSERT", "www.example.com."), change("02:02", "DELETE", "shop.example.com.")]), [
      "02:00 alice ChangeResourceRecordSets: set action=UPSERT, name=shop.example.com., type=A, tTL=60",
      "02:02 alice ChangeResourceRecordSets: set action=DELETE, name=shop.example.com., type=A, tTL=60",
    ]);
  });

  it("tells rules, tags and deletions in a phrase", () => {
    const calls = [
      record("ec2", "AuthorizeSecurityGroupIngress", "02:00", alice, { groupId: "sg-1", ipPermissions: { items: [{ ipProtocol: "tcp", fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: "0.0.0.0/0" }] } }] } }),
      record("ec2", "CreateTags", "02:01", alice, { resourcesSet: { items: [{ resourceId: "sg-1" }] }, tagSet: { items: [{ key: "owner", value: "bob" }] } }),
      record("ec2", "DeleteSecurityGroup", "02:02", bob, { groupId: "sg-1" }),
    ];
    assert.deepEqual(told(group, calls), [
      "02:00 alice AuthorizeSecurityGroupIngress: added ipProtocol=tcp, fromPort=22, toPort=22, cidrIp=0.0.0.0/0",
      "02:01 alice CreateTags: added owner=bob",
      "02:02 bob DeleteSecurityGroup: deleted it",
    ]);
  });

  it("shows no secret, wherever a call has one", () => {
    const calls = [
      record("ssm", "PutParameter", "02:00", alice, { name: "/app/key", value: "hunter2-hunter2", type: "SecureString" }),
      record("lambda", "UpdateFunctionConfiguration20150331v2", "02:00", alice, { functionName: "fn", environment: { variables: { KEY: "correct-horse" } } }),
      record("rds", "ModifyDBInstance", "02:00", alice, { dBInstanceIdentifier: "db", masterUserPassword: "battery-staple" }),
    ];
    const resources = [{ type: "aws:ssm/parameter:Parameter", identities: ["/app/key"] }, { type: "aws:lambda/function:Function", identities: ["fn"] }, { type: "aws:rds/instance:Instance", identities: ["db"] }];
    const entries = resources.flatMap((resource) => timelineOf(resource, calls, given));
    assert.deepEqual(entries.map(({ says }) => says), ["set value, type=SecureString", "set environment", "set masterUserPassword"]);
    assert.doesNotMatch(JSON.stringify(entries), /hunter2|battery-staple/);
  });

  it("marks the stack's own deployments, and nobody else's", () => {
    const updates = [{ kind: "update", from: "2026-01-02T02:00:00Z", to: "2026-01-02T02:05:00Z", result: "succeeded" as const }];
    const deployer = session("deploy", "ci");
    const entries = timelineOf(bucket, [versioning("02:03", deployer, "Enabled"), versioning("04:00", deployer, "Suspended")], { ...given, updates, deployPrincipals: ["arn:aws:iam::*:role/deploy"] });
    assert.deepEqual(entries.map(({ deployment, actor }) => [deployment, actor.kind === "iac"]), [[true, true], [false, false]]);
  });

  it("tells every call that names the resource, where its type is not known", () => {
    assert.deepEqual(told({ identities: ["app"] }, [versioning("02:00", alice, "Enabled")]), ["02:00 alice PutBucketVersioning: set bucketName=app, Status=Enabled"]);
  });
});
