import assert from "node:assert/strict";
import { decodeRequest, decodeResponse } from "../decode";
import type { WireRequest, WireResponse } from "../exchange";
import { identify } from "../models/identify";
import { tinyIndex } from "../models/tinyModels";
import { answer, json, query, signed } from "../models/tinyRequests";
import { calledThrough, type UserIdentity } from "../userIdentity";
import { BOB } from "./tinyRecord";
import { writeRecord, type CloudTrailRecord } from "./record";

function recordOf(request: WireRequest, response: WireResponse = answer(""), caller: UserIdentity = BOB): CloudTrailRecord {
  const call = identify(request, tinyIndex);
  assert.ok(call);
  return writeRecord({
    call, request, response,
    parameters: decodeRequest(call, request),
    result: decodeResponse(call, response),
    extraParameters: {},
    caller,
    accountId: "111122223333",
    region: "eu-central-1",
    sourceIp: "203.0.113.1",
    fromConsole: false,
    at: new Date("2026-01-01T12:34:56.789Z"),
    eventId: "event",
    isClassic: tinyIndex.classicOperations("ec2").has(call.operation.name),
  });
}

describe("writing a record", () => {
  it("given any call, then its time has whole seconds, and its region, address and category are there", () => {
    assert.partialDeepStrictEqual(recordOf(json("ssm", "AmazonSSM.PutParameter", "{}")), {
      eventTime: "2026-01-01T12:34:56Z", eventSource: "ssm.amazonaws.com", awsRegion: "eu-central-1", sourceIPAddress: "203.0.113.1",
      eventType: "AwsApiCall", eventCategory: "Management", managementEvent: true, readOnly: false, requestParameters: null, responseElements: null,
    });
  });

  it("given a JSON service, then names start small, secrets are hidden, and a map's keys stay", () => {
    const record = recordOf(json("ssm", "AmazonSSM.PutParameter", JSON.stringify({ Name: "n", Value: "secret", Attributes: { Policy: "{}" }, ExpiresAt: 1722519208 })), answer('{"Version":2}'));
    assert.deepEqual(record.requestParameters, { name: "n", value: "HIDDEN_DUE_TO_SECURITY_REASONS", attributes: { Policy: "{}" }, expiresAt: "Aug 1, 2024, 1:33:28 PM" });
    assert.deepEqual(record.responseElements, { version: 2 });
    assert.deepEqual(record.resources, [{ accountId: "111122223333", ARN: "arn:aws:ssm:eu-central-1:111122223333:parameter/n" }]);
  });

  it("given IAM, then secrets are left out and times have its form", () => {
    const form = { Action: "CreateUser", Version: "2010-05-08", UserName: "eve", Password: "secret" };
    const xml = "<R><CreateUserResult><User><UserName>eve</UserName><CreateDate>2024-08-01T00:33:28Z</CreateDate></User></CreateUserResult></R>";
    const record = recordOf(query("iam", form), answer(xml));
    assert.deepEqual(record.requestParameters, { userName: "eve" });
    assert.deepEqual(record.responseElements, { user: { userName: "eve", createDate: "Aug 1, 2024 12:33:28 AM" } });
  });

  it("given KMS, then its resource is the key's ARN, whether the call has that or only the id; an alias tells no key", () => {
    const resourcesOf = (KeyId: string) => recordOf(json("kms", "TrentService.DisableKey", JSON.stringify({ KeyId }))).resources;
    const ARN = "arn:aws:kms:eu-central-1:111122223333:key/k";
    assert.deepEqual(resourcesOf("k"), [{ accountId: "111122223333", type: "AWS::KMS::Key", ARN }]);
    assert.deepEqual(resourcesOf(ARN), resourcesOf("k"));
    assert.equal(resourcesOf("alias/k"), undefined);
  });

  it("given RDS, then secrets are stars, and the thing that it answers is bare", () => {
    const form = { Action: "ModifyDBInstance", Version: "2014-10-31", DBInstanceIdentifier: "db", MasterUserPassword: "secret" };
    const xml = "<R><ModifyDBInstanceResult><DBInstance><DBInstanceIdentifier>db</DBInstanceIdentifier></DBInstance></ModifyDBInstanceResult></R>";
    const record = recordOf(query("rds", form), answer(xml));
    assert.deepEqual(record.requestParameters, { dBInstanceIdentifier: "db", masterUserPassword: "****" });
    assert.deepEqual(record.responseElements, { dBInstanceIdentifier: "db" });
  });

  it("given an old EC2 operation, then lists are `items`, empty ones of a rule included", () => {
    const record = recordOf(
      query("ec2", {
        Action: "AuthorizeSecurityGroupIngress", Version: "2016-11-15", GroupId: "sg-1", UserData: "secret",
        "IpPermissions.1.IpProtocol": "tcp", "IpPermissions.1.FromPort": "22", "IpPermissions.1.IpRanges.1.CidrIp": "0.0.0.0/0",
        "TagSpecification.1.ResourceType": "security-group-rule", "TagSpecification.1.Tag.1.Key": "a", "TagSpecification.1.Tag.1.Value": "b",
      }),
      answer("<R><requestId>req</requestId><return>true</return><securityGroupRuleSet><item><fromPort>22</fromPort></item></securityGroupRuleSet></R>"),
    );
    assert.deepEqual(record.requestParameters, {
      groupId: "sg-1", userData: "<sensitiveDataRemoved>",
      ipPermissions: { items: [{ ipProtocol: "tcp", fromPort: 22, groups: {}, ipRanges: { items: [{ cidrIp: "0.0.0.0/0" }] } }] },
      tagSpecificationSet: { items: [{ resourceType: "security-group-rule", tags: [{ key: "a", value: "b" }] }] },
    });
    assert.deepEqual(record.responseElements, { requestId: "req", _return: true, securityGroupRuleSet: { items: [{ fromPort: 22 }] } });
    assert.equal(record.requestID, "req");
  });

  it("given an EC2 description, then what it selects by is there, empty or not", () => {
    const record = recordOf(query("ec2", { Action: "DescribeSecurityGroups", Version: "2016-11-15", "Filter.1.Name": "vpc-id", "Filter.1.Value.1": "vpc-1" }));
    assert.deepEqual(record.requestParameters, { filterSet: { items: [{ name: "vpc-id", valueSet: { items: [{ value: "vpc-1" }] } }] }, securityGroupIdSet: {} });
    assert.equal(record.readOnly, true);
  });

  it("given a younger EC2 operation, then the request and the answer as they were sent, in a wrapper", () => {
    const form = { Action: "DeleteFlowLogs", Version: "2016-11-15" };
    const xml = '<DeleteFlowLogsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>req</requestId><unsuccessful/></DeleteFlowLogsResponse>';
    const record = recordOf(query("ec2", { ...form, "FlowLogId.1": "fl-1" }), answer(xml));
    assert.deepEqual(record.requestParameters, { DeleteFlowLogsRequest: { FlowLogId: { content: "fl-1", tag: 1 } } });
    assert.deepEqual(record.responseElements, { DeleteFlowLogsResponse: { xmlns: "http://ec2.amazonaws.com/doc/2016-11-15/", requestId: "req", unsuccessful: "" } });
    const several = recordOf(query("ec2", { ...form, "FlowLogId.1": "fl-1", "FlowLogId.2": "fl-2" }));
    assert.deepEqual(several.requestParameters, { DeleteFlowLogsRequest: { FlowLogId: [{ content: "fl-1", tag: 1 }, { content: "fl-2", tag: 2 }] } });
    assert.deepEqual(recordOf(query("ec2", form)).requestParameters, { DeleteFlowLogsRequest: "" });
  });

  it("given an S3 setting, then the body as it was sent, the marker, and the bucket as a resource", () => {
    const body = Buffer.from('<?xml version="1.0"?><PublicAccessBlockConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><BlockPublicAcls>true</BlockPublicAcls></PublicAccessBlockConfiguration>');
    const record = recordOf(signed("s3", { method: "PUT", url: "/assets?publicAccessBlock=&x-id=PutPublicAccessBlock", body, headers: { "user-agent": "aws-cli/2", "x-amz-checksum-crc32": "AAAA" } }));
    assert.equal(record.eventName, "PutBucketPublicAccessBlock");
    assert.equal(record.userAgent, "[aws-cli/2]");
    assert.deepEqual(record.requestParameters, {
      bucketName: "assets", Host: "s3.eu-central-1.amazonaws.com", publicAccessBlock: "",
      PublicAccessBlockConfiguration: { xmlns: "http://s3.amazonaws.com/doc/2006-03-01/", BlockPublicAcls: true },
    });
    assert.deepEqual(record.resources, [{ accountId: "111122223333", type: "AWS::S3::Bucket", ARN: "arn:aws:s3:::assets" }]);
  });

  it("given S3, then an event has the operation's first name, and says bucket of a bucket's setting, told by the model", () => {
    const names = ["lifecycle", "publicAccessBlock", "versioning", "policy"].map((setting) => recordOf(signed("s3", { method: "PUT", url: `/assets?${setting}` })).eventName);
    assert.deepEqual(names, ["PutBucketLifecycle", "PutBucketPublicAccessBlock", "PutBucketVersioning", "PutBucketPolicy"]);
  });

  it("given any call, then the endpoint that it would have gone to, by TLS", () => {
    const hosts = [signed("s3", { method: "PUT", url: "/assets" }), json("ssm", "AmazonSSM.PutParameter", "{}")].map((request) => recordOf(request).tlsDetails);
    assert.deepEqual(hosts.map((tls) => tls?.clientProvidedHostHeader), ["s3.eu-central-1.amazonaws.com", "ssm.eu-central-1.amazonaws.com"]);
  });

  it("given a call by a service, then its name is the user agent, in S3 too, and there is no TLS to tell of", () => {
    const service = "cloudformation.amazonaws.com";
    const byHand = signed("s3", { method: "PUT", url: "/assets" });
    const forwarded = { ...byHand, headers: { ...byHand.headers, "user-agent": service } };
    const record = recordOf(forwarded, answer(""), calledThrough(BOB, service));
    assert.equal(record.userAgent, service);
    assert.ok(!("tlsDetails" in record));
    assert.match(recordOf(byHand).userAgent, /^\[.*\]$/);
  });

  it("given Lambda, then the event's name has the API version, and some a second form", () => {
    assert.equal(recordOf(signed("lambda", { method: "PUT", url: "/2015-03-31/functions/f/code" })).eventName, "UpdateFunctionCode20150331v2");
    assert.equal(recordOf(signed("lambda", { method: "DELETE", url: "/2015-03-31/functions/f" })).eventName, "DeleteFunction20150331");
  });

  it("given other code for a function, then its whole ARN in parts, whether the call has that or only the name", () => {
    const code = (name: string) => recordOf(signed("lambda", { method: "PUT", url: `/2015-03-31/functions/${name}/code` })).requestParameters;
    const arnPrefix = { partition: "aws", region: "eu-central-1", account: "111122223333" };
    const fullyQualifiedArn = { arnPrefix, relativeId: { functionName: "f" }, functionQualifier: {} };
    assert.deepEqual(code("f"), { functionName: "f", dryRun: false, fullyQualifiedArn });
    const arn = "arn:aws:lambda:eu-central-1:111122223333:function:f";
    assert.deepEqual(code(encodeURIComponent(arn)), { functionName: arn, dryRun: false, fullyQualifiedArn });
  });

  it("given an error, then its code in the service's manner, and no answer", () => {
    const ec2 = query("ec2", { Action: "AuthorizeSecurityGroupIngress", Version: "2016-11-15" });
    const notFound = answer("<Response><Errors><Error><Code>InvalidGroup.NotFound</Code><Message>gone</Message></Error></Errors></Response>", 400);
    assert.partialDeepStrictEqual(recordOf(ec2, notFound), { errorCode: "Client.InvalidGroup.NotFound", errorMessage: "gone", responseElements: null });
    const exists = answer("<ErrorResponse><Error><Code>EntityAlreadyExists</Code></Error></ErrorResponse>", 409);
    assert.equal(recordOf(query("iam", { Action: "CreateUser", Version: "2010-05-08" }), exists).errorCode, "EntityAlreadyExistsException");
    const missing = answer('{"__type":"com.amazonaws.ssm#ParameterNotFound","message":"none"}', 400);
    assert.partialDeepStrictEqual(recordOf(json("ssm", "AmazonSSM.PutParameter", "{}"), missing), { errorCode: "ParameterNotFound", errorMessage: "none" });
    const denied = answer("<Error><Code>AccessDenied</Code><Message>no</Message></Error>", 403);
    assert.equal(recordOf(signed("s3", { method: "PUT", url: "/assets" }), denied).errorCode, "AccessDenied");
  });
});
