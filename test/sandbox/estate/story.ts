import { AuthorizeSecurityGroupIngressCommand, CreateTagsCommand, DescribeSecurityGroupsCommand, RevokeSecurityGroupIngressCommand } from "@aws-sdk/client-ec2";
import { GetRoleCommand, TagRoleCommand, UpdateAssumeRolePolicyCommand } from "@aws-sdk/client-iam";
import { DeleteBucketCommand, GetBucketPolicyCommand, PutBucketVersioningCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { DeleteQueueCommand, GetQueueUrlCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { PutParameterCommand } from "@aws-sdk/client-ssm";
import type { SandboxAws } from "../aws";
import type { Clients, PersonName } from "./clients";

/** What a scan must say of one happening. */
export interface Expectation {
  readonly stack: string;
  /** Pulumi name of the resource. */
  readonly resource: string;
  readonly type: string;
  /** Property path, "" for a deleted resource. */
  readonly path: string;
  readonly operation: string;
  readonly confidence: "proven" | "likely";
}

export interface Happening {
  readonly who: PersonName;
  /** Told by the demo. */
  readonly tale: string;
  /** Absent: a decoy, nobody may be blamed for it. */
  readonly expect?: readonly Expectation[];
  readonly run: (as: Clients, aws: SandboxAws) => Promise<void>;
}

/** Rotated by hand; must never be seen in anything that is written. */
export const rotatedPassword = "canary-rotated-7f3a9c51";

const PROD = "organization/shop/prod";
const PLATFORM = "organization/platform/prod";

/** The night: people change things behind Pulumi's back, among calls that changed nothing. */
export const night: readonly Happening[] = [
  {
    who: "alice",
    tale: "opens SSH to the world on the shop's web servers, in the console",
    expect: [
      { stack: PROD, resource: "web", type: "aws:ec2/securityGroup:SecurityGroup", path: "ingress", operation: "AuthorizeSecurityGroupIngress", confidence: "proven" },
    ],
    run: async ({ ec2 }) => {
      await ec2.send(
        new AuthorizeSecurityGroupIngressCommand({
          GroupId: await groupId(ec2, "shop-prod-web"),
          IpPermissions: [{ IpProtocol: "tcp", FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: "0.0.0.0/0", Description: "just for tonight" }] }],
        }),
      );
    },
  },
  {
    who: "bob",
    tale: "closes the metrics port of the same group, with the AWS CLI",
    expect: [
      { stack: PROD, resource: "web", type: "aws:ec2/securityGroup:SecurityGroup", path: "ingress", operation: "RevokeSecurityGroupIngress", confidence: "proven" },
    ],
    run: async ({ ec2 }) => {
      await ec2.send(
        new RevokeSecurityGroupIngressCommand({
          GroupId: await groupId(ec2, "shop-prod-web"),
          IpPermissions: [{ IpProtocol: "tcp", FromPort: 9100, ToPort: 9100, IpRanges: [{ CidrIp: "10.20.0.0/16" }] }],
        }),
      );
    },
  },
  {
    who: "bob",
    tale: "suspends versioning of the shop's assets",
    expect: [
      { stack: PROD, resource: "assets", type: "aws:s3/bucketVersioning:BucketVersioning", path: "versioningConfiguration.status", operation: "PutBucketVersioning", confidence: "proven" },
    ],
    run: async ({ s3 }) => {
      await s3.send(new PutBucketVersioningCommand({ Bucket: "acme-shop-prod-assets", VersioningConfiguration: { Status: "Suspended" } }));
    },
  },
  {
    who: "ci",
    tale: "sets the orders queue's visibility timeout from a workflow",
    expect: [
      { stack: PROD, resource: "orders", type: "aws:sqs/queue:Queue", path: "visibilityTimeoutSeconds", operation: "SetQueueAttributes", confidence: "proven" },
    ],
    run: async ({ sqs }) => setVisibility(sqs, "shop-prod-orders", 300),
  },
  {
    who: "mallory",
    tale: "rotates the database password by hand",
    expect: [
      { stack: PROD, resource: "db-password", type: "aws:ssm/parameter:Parameter", path: "value", operation: "PutParameter", confidence: "likely" },
    ],
    run: async ({ ssm }) => {
      await ssm.send(new PutParameterCommand({ Name: "/shop/prod/db-password", Type: "SecureString", Value: rotatedPassword, Overwrite: true }));
    },
  },
  {
    who: "mallory",
    tale: "puts a tag with markup on the shop's role",
    expect: [{ stack: PROD, resource: "app", type: "aws:iam/role:Role", path: "tags.note", operation: "TagRole", confidence: "proven" }],
    run: async ({ iam }) => {
      await iam.send(new TagRoleCommand({ RoleName: "shop-prod-app", Tags: [{ Key: "note", Value: "::error:: @everyone = see /etc" }] }));
    },
  },
  {
    who: "alice",
    tale: "lets another account assume the CI role, in the console",
    expect: [
      { stack: PLATFORM, resource: "ci", type: "aws:iam/role:Role", path: "assumeRolePolicy", operation: "UpdateAssumeRolePolicy", confidence: "proven" },
    ],
    run: async ({ iam }) => {
      await iam.send(
        new UpdateAssumeRolePolicyCommand({
          RoleName: "platform-ci",
          PolicyDocument: JSON.stringify({
            Version: "2012-10-17",
            Statement: [
              { Effect: "Allow", Principal: { Service: "codebuild.amazonaws.com" }, Action: "sts:AssumeRole" },
              { Effect: "Allow", Principal: { AWS: "arn:aws:iam::999999999999:root" }, Action: "sts:AssumeRole" },
            ],
          }),
        }),
      );
    },
  },
  {
    who: "bob",
    tale: "deletes the mail queue",
    expect: [{ stack: PLATFORM, resource: "mail", type: "aws:sqs/queue:Queue", path: "", operation: "DeleteQueue", confidence: "proven" }],
    run: async ({ sqs }) => {
      await sqs.send(new DeleteQueueCommand({ QueueUrl: await queueUrl(sqs, "platform-mail") }));
    },
  },
  {
    who: "mallory",
    tale: "changes the jobs queue, and then",
    run: async ({ sqs }) => setVisibility(sqs, "platform-jobs", 5),
  },
  {
    who: "bob",
    tale: "changes it again: only the last value is there to be seen",
    expect: [
      { stack: PLATFORM, resource: "jobs", type: "aws:sqs/queue:Queue", path: "visibilityTimeoutSeconds", operation: "SetQueueAttributes", confidence: "proven" },
    ],
    run: async ({ sqs }) => setVisibility(sqs, "platform-jobs", 7),
  },
  // Decoys.
  {
    who: "mallory",
    tale: "(decoy) changes the queue with the similar name and puts it back",
    run: async ({ sqs }) => {
      await setVisibility(sqs, "platform-jobs-2", 7);
      await setVisibility(sqs, "platform-jobs-2", 60);
    },
  },
  {
    who: "mallory",
    tale: "(decoy) tries to delete the shop's bucket, which is not empty",
    run: async ({ s3 }) => {
      await s3.send(new PutObjectCommand({ Bucket: "acme-shop-prod-assets", Key: "logo.svg", Body: "<svg/>" }));
      await failing(s3.send(new DeleteBucketCommand({ Bucket: "acme-shop-prod-assets" })));
    },
  },
  {
    who: "mallory",
    tale: "(decoy) deletes the mail queue too, but it is gone already",
    run: async ({ sqs }, { accountId, endpoint }) => {
      await failing(sqs.send(new DeleteQueueCommand({ QueueUrl: `${endpoint}/${accountId}/platform-mail` })));
    },
  },
  {
    who: "mallory",
    tale: "(decoy) tries to open the CI role to everybody, and may not",
    run: async ({ iam }) => {
      const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" }] });
      await failing(iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: "platform-ci", PolicyDocument })));
    },
  },
  {
    who: "mallory",
    tale: "(decoy) looks around",
    run: async ({ s3, iam, ec2 }) => {
      await s3.send(new GetBucketPolicyCommand({ Bucket: "acme-shop-prod-assets" }));
      await iam.send(new GetRoleCommand({ RoleName: "platform-ci" }));
      await ec2.send(new DescribeSecurityGroupsCommand({}));
    },
  },
  {
    who: "mallory",
    tale: "(decoy) opens a port in staging and closes it again",
    run: async ({ ec2 }) => {
      const rule = {
        GroupId: await groupId(ec2, "shop-staging-web"),
        IpPermissions: [{ IpProtocol: "tcp", FromPort: 3389, ToPort: 3389, IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
      };
      await ec2.send(new AuthorizeSecurityGroupIngressCommand(rule));
      await ec2.send(new RevokeSecurityGroupIngressCommand(rule));
    },
  },
  {
    who: "deploy",
    tale: "(decoy) the pipeline's role tags staging's group with the value that it has",
    run: async ({ ec2 }) => {
      await ec2.send(new CreateTagsCommand({ Resources: [await groupId(ec2, "shop-staging-web")], Tags: [{ Key: "app", Value: "shop" }] }));
    },
  },
];

async function groupId(ec2: Clients["ec2"], name: string): Promise<string> {
  const answer = await ec2.send(new DescribeSecurityGroupsCommand({ Filters: [{ Name: "group-name", Values: [name] }] }));
  return found(answer.SecurityGroups?.[0]?.GroupId, `security group ${name}`);
}

async function queueUrl(sqs: Clients["sqs"], name: string): Promise<string> {
  return found((await sqs.send(new GetQueueUrlCommand({ QueueName: name }))).QueueUrl, `queue ${name}`);
}

async function setVisibility(sqs: Clients["sqs"], name: string, seconds: number): Promise<void> {
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: await queueUrl(sqs, name), Attributes: { VisibilityTimeout: String(seconds) } }));
}

function found(value: string | undefined, what: string): string {
  if (value === undefined) throw new Error(`the estate has no ${what}: is it deployed?`);
  return value;
}

/** Awaits a call that must fail. @throws Error where it succeeds */
export async function failing(call: Promise<unknown>): Promise<void> {
  const failed = await call.then(
    () => false,
    () => true,
  );
  if (!failed) throw new Error("a call of the story that must fail has succeeded");
}
