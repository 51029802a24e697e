import { EC2 } from "@aws-sdk/client-ec2";
import { IAM } from "@aws-sdk/client-iam";
import { S3 } from "@aws-sdk/client-s3";
import { SQS } from "@aws-sdk/client-sqs";
import { SSM } from "@aws-sdk/client-ssm";
import type { Person, SandboxAws } from "../aws";

export interface OutOfBand {
  readonly changeEverything: (texts: { readonly secret: string; readonly markedByProgram: string }) => Promise<void>;
  readonly deleteEverything: () => Promise<void>;
  /** Makes the role anew under another path, which no call can change. */
  readonly moveRole: (path: string) => Promise<void>;
  readonly visibilityTimeout: () => Promise<string | undefined>;
  readonly buckets: () => Promise<readonly unknown[]>;
}

/** Somebody who changes the fixture's resources behind Pulumi's back. */
export function openOutOfBand(aws: SandboxAws, person: Person, ids: Readonly<Record<string, string>>): OutOfBand {
  const settings = { endpoint: aws.endpoint, region: aws.region, credentials: person };
  const ec2 = new EC2(settings);
  const iam = new IAM(settings);
  const s3 = new S3({ ...settings, forcePathStyle: true });
  const sqs = new SQS(settings);
  const ssm = new SSM(settings);

  const idOf = (name: string): string => {
    const id = ids[name];
    if (id === undefined) throw new Error(`the fixture exports no ${name}`);
    return id;
  };
  const allow = (statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });

  async function groupId(): Promise<string | undefined> {
    const { SecurityGroups: groups = [] } = await ec2.describeSecurityGroups({ Filters: [{ Name: "tag:team", Values: ["core"] }] });
    return groups[0]?.GroupId;
  }

  async function inlinePolicies(): Promise<readonly string[]> {
    return (await iam.listRolePolicies({ RoleName: idOf("role") })).PolicyNames ?? [];
  }

  async function deleteRole(): Promise<void> {
    const RoleName = idOf("role");
    const { AttachedPolicies: attached = [] } = await iam.listAttachedRolePolicies({ RoleName });
    for (const PolicyName of await inlinePolicies()) await iam.deleteRolePolicy({ RoleName, PolicyName });
    for (const { PolicyArn } of attached) await iam.detachRolePolicy({ RoleName, PolicyArn });
    await iam.deleteRole({ RoleName });
  }

  return {
    changeEverything: async ({ secret, markedByProgram }) => {
      const Bucket = idOf("bucket");
      const { TagSet: tags = [] } = await s3.getBucketTagging({ Bucket });
      await s3.putBucketTagging({ Bucket, Tagging: { TagSet: [...tags, { Key: "owner", Value: "mallory" }] } });
      await s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: "Suspended" } });
      // New buckets refuse public policies: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
      await s3.deletePublicAccessBlock({ Bucket });
      const everyone = allow({ Principal: "*", Action: "s3:GetObject", Resource: `arn:aws:s3:::${Bucket}/*` });
      await s3.putBucketPolicy({ Bucket, Policy: everyone });
      const ssh = { IpProtocol: "tcp", FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: "0.0.0.0/0" }] };
      await ec2.authorizeSecurityGroupIngress({ GroupId: await groupId(), IpPermissions: [ssh] });
      const RoleName = idOf("role");
      await iam.updateRole({ RoleName, Description: "changed" });
      await iam.attachRolePolicy({ RoleName, PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess" });
      const [PolicyName] = await inlinePolicies();
      await iam.putRolePolicy({ RoleName, PolicyName, PolicyDocument: allow({ Action: "*", Resource: "*" }) });
      await sqs.setQueueAttributes({ QueueUrl: idOf("queue"), Attributes: { VisibilityTimeout: "600", DelaySeconds: "9" } });
      await sqs.setQueueAttributes({ QueueUrl: idOf("ignoring"), Attributes: { DelaySeconds: "7" } });
      await ssm.putParameter({ Name: idOf("password"), Type: "SecureString", Value: secret, Overwrite: true });
      const Description = markedByProgram;
      await ssm.putParameter({ Name: idOf("note"), Type: "String", Value: "public", Description, Overwrite: true });
    },
    deleteEverything: async () => {
      await deleteRole();
      await s3.deleteBucket({ Bucket: idOf("bucket") });
      await ec2.deleteSecurityGroup({ GroupId: await groupId() });
      await sqs.deleteQueue({ QueueUrl: idOf("queue") });
      await sqs.deleteQueue({ QueueUrl: idOf("ignoring") });
      await ssm.deleteParameters({ Names: [idOf("password"), idOf("note")] });
    },
    moveRole: async (path) => {
      const { Role: live } = await iam.getRole({ RoleName: idOf("role") });
      await deleteRole();
      await iam.createRole({
        RoleName: idOf("role"),
        Path: path,
        Description: live?.Description,
        AssumeRolePolicyDocument: decodeURIComponent(live?.AssumeRolePolicyDocument ?? ""),
        Tags: live?.Tags,
      });
    },
    visibilityTimeout: async () => {
      const answer = await sqs.getQueueAttributes({ QueueUrl: idOf("queue"), AttributeNames: ["VisibilityTimeout"] });
      return answer.Attributes?.VisibilityTimeout;
    },
    buckets: async () => (await s3.listBuckets({})).Buckets ?? [],
  };
}
