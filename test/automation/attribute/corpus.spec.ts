import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { openTrail } from "../../../automation/audit/trailFiles";
import type { TrailRecord } from "../../../automation/audit/trailRecord";
import { isAttributed, type FoundDrift, type Json } from "../../../policypack/model";
import { attributionOf, context, deleted, drift } from "./shapes/drifts";

// Real records of other people's accounts lie beside the checkout, where they are at hand.
const corpus = resolve(__dirname, "../../../../shared/data/cloudtrail");
const isHere = existsSync(corpus);

type Row = readonly [what: string, drift: FoundDrift, record: string, confidence: string];

const stratus = (account: string, type: string, ...identities: readonly string[]) => ({ type, identities, account });
const panther = (type: string, ...identities: readonly string[]) => ({ type, identities, account: "123456789012" });
const s = (index: number) => `stratus-red-team/records.json#${index}`;
const p = (index: number) => `panther-analysis/records.json#${index}`;

const trustPolicy: Json = {
  Version: "2012-10-17",
  Statement: [
    { Action: ["sts:AssumeRole"], Effect: "Allow", Principal: { AWS: "193672423079" } },
    { Action: "sts:AssumeRole", Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" } },
  ],
};
const example = panther("aws:s3/bucketPolicy:BucketPolicy", "example-bucket");
const important = { type: "aws:s3/bucketVersioning:BucketVersioning", identities: ["important-files-bucket"], account: "111111111111" };
const critical = { type: "aws:s3/bucketLogging:BucketLogging", identities: ["critical-data-bucket"], account: "111111111111" };

const changed: readonly Row[] = [
  ["a trust policy that was extended", drift(stratus("751203476945", "aws:iam/role:Role", "stratus-red-team-backdoor-r-role"), { path: "assumeRolePolicy", expected: "{}", actual: JSON.stringify(trustPolicy) }), s(292), "proven"],
  ["an administrator policy on a role", drift(stratus("609418236337", "aws:iam/role:Role", "stratus-red-team-malicious-iam-role"), { path: "managedPolicyArns[0]", actual: "arn:aws:iam::aws:policy/AdministratorAccess" }), s(297), "proven"],
  ["a rule opened in the flat shape", drift(stratus("032092706103", "aws:ec2/securityGroup:SecurityGroup", "sg-003dc7f1f1c686164"), { path: "ingress[0]", actual: { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["208.236.235.254/0"], self: false } }), s(265), "proven"],
  ["a trail that was deleted", deleted(stratus("847129010505", "aws:cloudtrail/trail:Trail", "stratus-red-team-cloudtraild-trail-kvrwohmiai")), s(115), "proven"],
  ["a trail that was stopped", drift(stratus("143434273843", "aws:cloudtrail/trail:Trail", "stratus-red-team-ct-stop-trail-buykxbqejv"), { path: "enableLogging", expected: true, actual: false }), s(117), "proven"],
  ["a trail's event selectors", drift(stratus("958312252124", "aws:cloudtrail/trail:Trail", "stratus-red-team-ctes-trail-khlvciwdor"), { path: "eventSelectors[0].includeManagementEvents", expected: true, actual: false }), s(116), "proven"],
  ["flow logs that were deleted", deleted(stratus("498376118699", "aws:ec2/flowLog:FlowLog", "fl-0e17aa62a21d4bbfe")), s(122), "proven"],
  ["user data that the trail hides", drift(stratus("309303190113", "aws:ec2/instance:Instance", "i-DDd6c7B0e18F0E35f"), { path: "userData", expected: "a", actual: "b" }), s(150), "likely"],
  ["a layer on a function, named by ARN", drift(stratus("712967571683", "aws:lambda/function:Function", "stratus-red-team-lambda-layer-simpleLambda"), { path: "layers[0]", actual: "arn:aws:lambda:eugov-eastcentral-1r:712967571683:layer:stratus-red-team-lambda-layer-my-lambda-extension:1" }), s(303), "proven"],
  ["a function's code, by its digest in the answer", drift(stratus("266106314375", "aws:lambda/function:Function", "stratus-red-team-olc-func-vayhjqkdav"), { path: "sourceCodeHash", expected: "x", actual: "Pt1c8vVaBygmNtAeSyjlpdy7r8nHRqJAAL++HEGlQkc=" }), s(304), "proven"],
  ["a rule opened in the nested shape, ports as text", drift({ ...panther("aws:ec2/securityGroup:SecurityGroup", "sg-04f0b44316f7d2471"), account: "112233445566" }, { path: "ingress", expected: [], actual: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/16"] }] }), p(91), "proven"],
  ["an egress rule for every protocol", drift({ ...panther("aws:ec2/securityGroup:SecurityGroup", "sg-03eee825d6bb78f54"), account: "112233445566" }, { path: "egress[0].cidrBlocks[0]", actual: "0.0.0.0/0" }), p(93), "proven"],
  ["a route to the internet", drift(panther("aws:ec2/routeTable:RouteTable", "rtb-1"), { path: "routes[1]", actual: { cidrBlock: "0.0.0.0/0", gatewayId: "igw-1" } }), p(108), "proven"],
  ["a database made public", drift(panther("aws:rds/instance:Instance", "customer-database"), { path: "publiclyAccessible", expected: false, actual: true }), p(227), "proven"],
  ["a database's storage", drift(panther("aws:rds/instance:Instance", "my-db"), { path: "allocatedStorage", expected: 20, actual: 100 }), p(239), "proven"],
  ["a database's password, which the trail hides", drift(panther("aws:rds/instance:Instance", "my-database"), { path: "password", expected: { secret: true, digest: "1" }, actual: { secret: true, digest: "2" } }), p(258), "likely"],
  ["a database that was deleted", deleted(panther("aws:rds/instance:Instance", "customer-data-db")), p(236), "proven"],
  ["a public bucket policy", drift(example, { path: "policy", expected: "{}", actual: JSON.stringify({ Version: "2012-10-17", Statement: [{ Sid: "Public Access", Effect: "Allow", Principal: { AWS: "*" }, Action: "s3:GetBucketAcl", Resource: "arn:aws:s3:::example-bucket" }] }) }), p(286), "proven"],
  ["versioning suspended", drift(important, { path: "versioningConfiguration.status", expected: "Enabled", actual: "Suspended" }), p(354), "proven"],
  ["logging to another bucket", drift(critical, { path: "targetBucket", expected: "x", actual: "logging-bucket" }), p(349), "proven"],
  ["an inline policy of a group that was deleted", deleted(panther("aws:iam/groupPolicy:GroupPolicy", "group", "group:policy")), p(165), "proven"],
  ["a key to be deleted, disabled before", deleted(panther("aws:kms/key:Key", "1")), p(190), "proven"],
  ["a multi-region trail made regional, without an event id", drift({ ...panther("aws:cloudtrail/trail:Trail", "management-events"), account: "111111111111" }, { path: "isMultiRegionTrail", expected: true, actual: false }), "", "none"],
];

const mentioned: readonly (readonly [what: string, drift: FoundDrift])[] = [
  ["the policy that was attached", drift(panther("aws:iam/policy:Policy", "arn:aws:iam::aws:policy/example-policy"), { path: "policy", actual: "{}" })],
  ["the role that a database was given", drift(panther("aws:iam/role:Role", "RDS-S3-Import-Role", "arn:aws:iam::123456789012:role/RDS-S3-Import-Role"), { path: "assumeRolePolicy", actual: "{}" })],
  ["the role of a function whose code was changed", drift(stratus("266106314375", "aws:iam/role:Role", "stratus-red-team-olc-lambda-vayhjqkdav"), { path: "assumeRolePolicy", actual: "{}" })],
  ["the bucket that logs were sent to", drift({ ...critical, identities: ["logging-bucket"] }, { path: "targetBucket", actual: "elsewhere" })],
  ["the internet gateway of a route", drift(panther("aws:ec2/internetGateway:InternetGateway", "igw-9"), { path: "vpcId", actual: "vpc-1" })],
  ["the network of a new security group", drift({ ...panther("aws:ec2/vpc:Vpc", "vpc-a1a044c7"), account: "112233445566" }, { path: "enableDnsSupport", actual: false })],
  ["the instance that an image was made of", drift({ ...panther("aws:ec2/instance:Instance", "i-0381a3817f72a949d"), account: "123456789101" }, { path: "instanceType", actual: "m5.large" })],
  ["the instance that a command was sent to", drift(stratus("017622104382", "aws:ec2/instance:Instance", "i-786a3A8B5C0d92eF4"), { path: "instanceType", actual: "m5.large" })],
  ["the instance that somebody opened a session on", drift(stratus("294599468799", "aws:ec2/instance:Instance", "i-eA1d1296c1dE3Aa1f"), { path: "userData", actual: "x" })],
  ["the type of an instance whose user data was changed", drift(stratus("309303190113", "aws:ec2/instance:Instance", "i-DDd6c7B0e18F0E35f"), { path: "instanceType", actual: "m5.large" })],
  ["the database that a snapshot was made of", drift(panther("aws:rds/instance:Instance", "terraform-20231208145149286600000001"), { path: "allocatedStorage", actual: 10 })],
  ["the database that was restarted", drift(panther("aws:rds/instance:Instance", "production-mysql"), { path: "publiclyAccessible", actual: true })],
  ["a database whose storage was changed, and not its network", drift(panther("aws:rds/instance:Instance", "my-db"), { path: "publiclyAccessible", actual: true })],
  ["the function that a permission was added to", drift(stratus("880896431042", "aws:lambda/function:Function", "stratus-red-team-backdoor-f-func"), { path: "memorySize", actual: 512 })],
  ["the log group of a function", drift(stratus("712967571683", "aws:cloudwatch/logGroup:LogGroup", "/aws/lambda/stratus-red-team-lambda-layer-simpleLambda"), { path: "retentionInDays", actual: 1 })],
  ["the user whose policies were changed, but not its path", drift(panther("aws:iam/user:User", "test-user"), { path: "path", actual: "/other/" })],
  ["the bucket whose objects were copied", drift({ ...critical, identities: ["victim-data-bucket"] }, { path: "targetBucket", actual: "x" })],
  ["a failed deletion of a trail", deleted(panther("aws:cloudtrail/trail:Trail", "example-trail-2"))],
  ["a queue that a call of another service names", drift(panther("aws:sqs/queue:Queue", "https://sqs.us-east-1.amazonaws.com/123456789012/example-queue", "example-queue"), { path: "policy", actual: "" })],
  ["a bucket whose name begins like another's", drift({ ...important, identities: ["important-files"] }, { path: "versioningConfiguration.status", actual: "Suspended" })],
  ["the same bucket name in another account", drift({ ...important, account: "222222222222" }, { path: "versioningConfiguration.status", actual: "Suspended" })],
];

describe(`attribution of real records${isHere ? "" : " (not run: they are not beside this checkout, see CONTRIBUTING)"}`, () => {
  const records: TrailRecord[] = [];
  const window = { from: "2010-01-01T00:00:00Z", to: "2026-12-31T00:00:00Z", basis: "given" as const };
  const unbounded = context(records, { now: window.to, window });

  before(async () => {
    if (isHere) for await (const record of openTrail([corpus]).records) records.push(record);
  });

  if (!isHere) return;

  for (const [what, found, record, confidence] of changed) {
    it(`${confidence === "none" ? "leaves open" : "finds"} ${what}`, () => {
      const attribution = attributionOf(anywhere(found), unbounded);
      assert.equal(attribution.confidence, confidence);
      if (isAttributed(attribution)) assert.equal(attribution.event.record?.location, record, attribution.why.join("; "));
    });
  }

  for (const [what, found] of mentioned) {
    it(`blames nobody for ${what}`, () => {
      const attribution = attributionOf(anywhere(found), unbounded);
      assert.equal(attribution.confidence, "none", attribution.why.join("; "));
    });
  }
});

/** The records' regions are anonymised, so the resources have none. */
function anywhere(found: FoundDrift): FoundDrift {
  const { urn, type, name, id, account, identities } = found.resource;
  return { ...found, resource: { urn, type, name, id, identities, ...(account === undefined ? {} : { account }) } };
}
