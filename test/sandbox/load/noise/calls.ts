import type { JsonObject } from "../../../../policypack/model/json";
import type { CloudTrailRecord } from "../../aws/trail/record";
import type { Random } from "../random";
import { iamUser, roleSession, service, type Actor } from "./actors";
import { ec2Id, idOf, TEAMS, thing } from "./names";

/** Where and when a call is made up. */
export interface Draw {
  readonly random: Random;
  readonly at: Date;
  readonly accountId: string;
  readonly region: string;
}

export interface Call {
  readonly by: Actor;
  readonly source: string;
  readonly name: string;
  readonly readOnly: boolean;
  readonly request: JsonObject | null;
  readonly response?: JsonObject | null;
  readonly error?: { readonly code: string; readonly message: string };
  readonly resources?: NonNullable<CloudTrailRecord["resources"]>;
}

interface Sort {
  readonly weight: number;
  readonly draw: (draw: Draw) => Call;
}

type Reading = readonly [source: string, name: string, request: (random: Random) => JsonObject | null];

const MONITORED: readonly [Reading, ...Reading[]] = [
  ["ec2.amazonaws.com", "DescribeInstances", () => ({ maxResults: 1000, instancesSet: {}, filterSet: {} })],
  ["ec2.amazonaws.com", "DescribeSecurityGroups", () => ({ maxResults: 1000, securityGroupSet: {}, securityGroupIdSet: {}, filterSet: {} })],
  ["ec2.amazonaws.com", "DescribeVolumes", () => ({ maxResults: 500, volumeSet: {}, filterSet: {} })],
  ["monitoring.amazonaws.com", "DescribeAlarms", () => ({ maxRecords: 100 })],
  ["rds.amazonaws.com", "DescribeDBInstances", () => null],
  ["lambda.amazonaws.com", "ListFunctions20150331", () => ({ maxItems: 50 })],
  ["lambda.amazonaws.com", "GetFunction20150331v2", (random) => ({ functionName: thing(random) })],
  ["sqs.amazonaws.com", "GetQueueAttributes", (random) => ({ queueUrl: `https://sqs.amazonaws.com/${thing(random)}`, attributeNames: ["All"] })],
  ["s3.amazonaws.com", "GetBucketTagging", (random) => ({ bucketName: `acme-${thing(random)}`, Host: "s3.amazonaws.com", tagging: "" })],
  ["iam.amazonaws.com", "GetRole", (random) => ({ roleName: thing(random) })],
  ["dynamodb.amazonaws.com", "DescribeTable", (random) => ({ tableName: thing(random) })],
  ["tagging.amazonaws.com", "GetResources", () => ({ resourcesPerPage: 100 })],
];

type Writing = readonly [source: string, name: string, request: (random: Random, draw: Draw) => JsonObject];

/** What other teams change, in the spellings of CloudTrail. */
const CHANGED: readonly [Writing, ...Writing[]] = [
  ["sqs.amazonaws.com", "SetQueueAttributes", (random, { accountId, region }) => ({
    queueUrl: `https://sqs.${region}.amazonaws.com/${accountId}/${thing(random)}`, attributes: { VisibilityTimeout: String(30 * (1 + random.below(10))) },
  })],
  ["ssm.amazonaws.com", "PutParameter", (random) => ({ name: `/${thing(random)}/release`, type: "String", value: "HIDDEN_DUE_TO_SECURITY_REASONS", overwrite: true })],
  ["iam.amazonaws.com", "TagRole", (random) => ({ roleName: thing(random), tags: [{ key: "owner", value: random.pick(TEAMS) }] })],
  ["iam.amazonaws.com", "PutRolePolicy", (random) => ({
    roleName: thing(random), policyName: "inline", policyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: `arn:aws:s3:::acme-${thing(random)}/*` }] }),
  })],
  ["s3.amazonaws.com", "PutBucketTagging", (random, { region }) => ({
    bucketName: `acme-${thing(random)}`, Host: `s3.${region}.amazonaws.com`, tagging: "", Tagging: { xmlns: "http://s3.amazonaws.com/doc/2006-03-01/", TagSet: { Tag: { Key: "owner", Value: random.pick(TEAMS) } } },
  })],
  ["s3.amazonaws.com", "PutBucketVersioning", (random, { region }) => ({
    bucketName: `acme-${thing(random)}`, Host: `s3.${region}.amazonaws.com`, versioning: "", VersioningConfiguration: { xmlns: "http://s3.amazonaws.com/doc/2006-03-01/", Status: "Suspended" },
  })],
  ["ec2.amazonaws.com", "AuthorizeSecurityGroupIngress", (random) => ({
    groupId: ec2Id(random, "sg"),
    ipPermissions: { items: [{ ipProtocol: "tcp", fromPort: 443, toPort: 443, groups: {}, ipRanges: { items: [{ cidrIp: `10.${random.below(250)}.0.0/16` }] }, ipv6Ranges: {}, prefixListIds: {} }] },
  })],
  ["ec2.amazonaws.com", "CreateTags", (random) => ({ resourcesSet: { items: [{ resourceId: ec2Id(random, "i") }] }, tagSet: { items: [{ key: "owner", value: random.pick(TEAMS) }] } })],
  ["lambda.amazonaws.com", "UpdateFunctionCode20150331v2", (random) => ({ functionName: thing(random), dryRun: false, publish: true })],
  ["ecs.amazonaws.com", "UpdateService", (random) => ({ cluster: random.pick(TEAMS), service: thing(random), desiredCount: random.below(12) })],
];

/** How often each sort of call is there in a hundred: estimated, as AWS publishes no mixture. About one in six writes. */
const SORTS: readonly [Sort, ...Sort[]] = [
  { weight: 34, draw: (draw) => reading(MONITORED, monitoring(draw), draw) },
  { weight: 20, draw: (draw) => decryption(draw) },
  { weight: 14, draw: (draw) => roleHandedOut(draw) },
  { weight: 8, draw: (draw) => reading(MONITORED, configRecorder(draw), draw) },
  { weight: 5, draw: (draw) => agentInventory("UpdateInstanceInformation", draw) },
  { weight: 3, draw: (draw) => agentInventory("PutInventory", draw) },
  { weight: 6, draw: (draw) => logStream(draw) },
  { weight: 4, draw: (draw) => reading(MONITORED, browsing(draw), draw) },
  { weight: 2, draw: (draw) => networkInterface(draw) },
  { weight: 2, draw: (draw) => writing(pipeline(draw), draw) },
  { weight: 2, draw: (draw) => failure(draw) },
];
const WEIGHTS = SORTS.reduce((sum, { weight }) => sum + weight, 0);

export function drawCall(draw: Draw): Call {
  let ticket = draw.random.below(WEIGHTS);
  const sort = SORTS.find(({ weight }) => (ticket -= weight) < 0) ?? SORTS[0];
  return sort.draw(draw);
}

function monitoring({ accountId, at }: Draw): Actor {
  return roleSession({ accountId, role: "MonitoringIntegrationRole", name: "metrics-crawler", at }, { sourceIPAddress: "192.0.2.80", userAgent: "Boto3/1.40.1 md/Botocore#1.40.1 ua/2.1 os/linux lang/python#3.12.7" });
}

function configRecorder({ accountId, at }: Draw): Actor {
  const path = "/aws-service-role/config.amazonaws.com/";
  return roleSession({ accountId, role: "AWSServiceRoleForConfig", path, name: "configLambdaExecution", at }, { sourceIPAddress: "config.amazonaws.com", userAgent: "config.amazonaws.com" });
}

function browsing({ random, accountId, region, at }: Draw): Actor {
  const name = `${random.pick(["dana", "erik", "fatima", "goran", "hana"])}@example.com`;
  const path = `/aws-reserved/sso.amazonaws.com/${region}/`;
  return {
    ...roleSession({ accountId, role: "AWSReservedSSO_ReadOnlyAccess_fedcba9876543210", path, name, at }, { sourceIPAddress: `203.0.113.${100 + random.below(60)}`, userAgent: "AWS Internal" }),
    fromConsole: true,
  };
}

function pipeline({ random, accountId, at }: Draw): Actor {
  const team = random.pick(TEAMS);
  const from = { sourceIPAddress: `198.51.100.${100 + random.below(100)}`, userAgent: "APN/1.0 HashiCorp/1.0 Terraform/1.13.3 (+https://www.terraform.io) terraform-provider-aws/6.14.1 aws-sdk-go-v2/1.39.0 os/linux lang/go#1.24.6" };
  if (random.below(4) === 0) return iamUser(accountId, `${team}-admin`, { ...from, userAgent: "aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/macos lang/python#3.13.7" });
  return roleSession({ accountId, role: `${team}-terraform`, name: `run-${random.hex(8)}`, at }, from);
}

function workload({ random, accountId, at }: Draw, name = thing(random)): Actor {
  return roleSession({ accountId, role: `${name}-role`, name, at }, { sourceIPAddress: `10.0.${random.below(250)}.${random.below(250)}`, userAgent: "aws-sdk-nodejs/3.883.0 os/linux lang/js md/nodejs#22.18.0 exec-env/AWS_Lambda_nodejs22.x" });
}

function reading(readings: readonly [Reading, ...Reading[]], by: Actor, { random }: Draw): Call {
  const [source, name, request] = random.pick(readings);
  return { by, source, name, readOnly: true, request: request(random) };
}

function writing(by: Actor, draw: Draw): Call {
  const [source, name, request] = draw.random.pick(CHANGED);
  return { by, source, name, readOnly: false, request: request(draw.random, draw), response: source === "ec2.amazonaws.com" ? { requestId: draw.random.uuid(), _return: true } : null };
}

function decryption(draw: Draw): Call {
  const { random, accountId, region } = draw;
  const name = thing(random);
  const key = `arn:aws:kms:${region}:${accountId}:key/${idOf(name, 8).toLowerCase()}-0000-4000-8000-000000000000`;
  const generates = random.below(4) === 0;
  return {
    by: workload(draw, name), source: "kms.amazonaws.com", name: generates ? "GenerateDataKey" : "Decrypt", readOnly: true,
    request: { keyId: key, encryptionAlgorithm: "SYMMETRIC_DEFAULT", encryptionContext: { "aws:lambda:FunctionArn": `arn:aws:lambda:${region}:${accountId}:function:${name}` }, ...(generates ? { keySpec: "AES_256" } : {}) },
    resources: [{ accountId, type: "AWS::KMS::Key", ARN: key }],
  };
}

function roleHandedOut({ random, accountId, at }: Draw): Call {
  const invokedBy = random.pick(["lambda.amazonaws.com", "ecs-tasks.amazonaws.com", "ec2.amazonaws.com", "scheduler.amazonaws.com"]);
  const name = thing(random);
  const role = `arn:aws:iam::${accountId}:role/${name}-role`;
  return {
    by: service(invokedBy), source: "sts.amazonaws.com", name: "AssumeRole", readOnly: true,
    request: { roleArn: role, roleSessionName: name },
    response: {
      credentials: { accessKeyId: `ASIA${idOf(random.hex(16), 16)}`, sessionToken: random.hex(64), expiration: new Date(at.getTime() + 3_600_000).toISOString() },
      assumedRoleUser: { assumedRoleId: `AROA${idOf(`${name}-role`, 17)}:${name}`, arn: `arn:aws:sts::${accountId}:assumed-role/${name}-role/${name}` },
    },
    resources: [{ accountId, type: "AWS::IAM::Role", ARN: role }],
  };
}

/** Systems Manager's agent calls as the instance's role, and its session bears the instance's id. */
function agentInventory(name: "UpdateInstanceInformation" | "PutInventory", { random, accountId, at }: Draw): Call {
  const instance = ec2Id(random, "i");
  const by = roleSession({ accountId, role: "InstanceBaseline", name: instance, at }, { sourceIPAddress: `10.1.${random.below(250)}.${random.below(250)}`, userAgent: "aws-sdk-go/1.55.5 (go1.22.12; linux; amd64) amazon-ssm-agent/3.3.2299.0" });
  const request = name === "PutInventory"
    ? { instanceId: instance, items: [{ typeName: "AWS:Application", schemaVersion: "1.1", captureTime: at.toISOString(), contentHash: random.hex(32) }] }
    : { instanceId: instance, agentVersion: "3.3.2299.0", agentStatus: "Active", platformType: "Linux", platformName: "Amazon Linux", iPAddress: by.sourceIPAddress };
  return { by, source: "ssm.amazonaws.com", name, readOnly: false, request, response: null };
}

function logStream(draw: Draw): Call {
  const name = thing(draw.random);
  const request = { logGroupName: `/aws/lambda/${name}`, logStreamName: `${draw.at.toISOString().slice(0, 10).replaceAll("-", "/")}/[$LATEST]${draw.random.hex(32)}` };
  return { by: { ...workload(draw, name), userAgent: "awslambda-worker/1.0" }, source: "logs.amazonaws.com", name: "CreateLogStream", readOnly: false, request };
}

function networkInterface(draw: Draw): Call {
  const { random, accountId, at } = draw;
  const path = "/aws-service-role/ecs.amazonaws.com/";
  const by = roleSession({ accountId, role: "AWSServiceRoleForECS", path, name: "ecs-eni-provisioning", at }, { sourceIPAddress: "ecs.amazonaws.com", userAgent: "ecs.amazonaws.com" });
  const request = { subnetId: ec2Id(random, "subnet", 12), description: `arn:aws:ecs:${draw.region}:${accountId}:attachment/${random.uuid()}`, groupSet: { items: [{ groupId: ec2Id(random, "sg") }] }, clientToken: random.uuid() };
  return { by, source: "ec2.amazonaws.com", name: "CreateNetworkInterface", readOnly: false, request, response: { requestId: random.uuid(), networkInterface: { networkInterfaceId: `eni-0${random.hex(16)}`, subnetId: request.subnetId, status: "pending" } } };
}

/** What fails, and changes nothing: half of it writes that looked like the others. */
function failure(draw: Draw): Call {
  const { random } = draw;
  const by = random.below(2) === 0 ? workload(draw) : pipeline(draw);
  const call = random.below(2) === 0 ? reading(MONITORED, by, draw) : writing(by, draw);
  const who = "arn" in by.userIdentity ? by.userIdentity.arn : "";
  const denied = `User: ${who} is not authorized to perform this operation because no identity-based policy allows it`;
  const error = random.pick([
    call.source === "ec2.amazonaws.com" ? { code: "Client.UnauthorizedOperation", message: "You are not authorized to perform this operation." } : { code: "AccessDenied", message: denied },
    call.source === "ec2.amazonaws.com" ? { code: "Client.RequestLimitExceeded", message: "Request limit exceeded." } : { code: "ThrottlingException", message: "Rate exceeded" },
  ]);
  return { ...call, response: null, error };
}
