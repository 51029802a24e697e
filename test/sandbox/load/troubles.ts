import { AuthorizeSecurityGroupIngressCommand, RevokeSecurityGroupIngressCommand } from "@aws-sdk/client-ec2";
import { TagRoleCommand, UpdateAssumeRolePolicyCommand } from "@aws-sdk/client-iam";
import { PutBucketTaggingCommand, PutBucketVersioningCommand } from "@aws-sdk/client-s3";
import { DeleteQueueCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { PutParameterCommand } from "@aws-sdk/client-ssm";
import { z } from "zod";
import type { Clients, PersonName } from "../estate/clients";
import type { Expectation } from "../estate/story";
import { plain } from "../provider/values";
import type { Made } from "./checkpoint";

/** One way to change a resource behind Pulumi's back, and what a scan must say of it. */
export interface Trouble extends Pick<Expectation, "path" | "operation" | "confidence"> {
  readonly token: string;
  /** Whose policies allow it. */
  readonly by: readonly [PersonName, ...PersonName[]];
  readonly tale: string;
  readonly cause: (as: Clients, made: Made) => Promise<unknown>;
  /** Absent where nothing can be put back. */
  readonly undo?: (as: Clients, made: Made) => Promise<unknown>;
}

const visibility = (seconds: number): Trouble["cause"] => ({ sqs }, { id }) =>
  sqs.send(new SetQueueAttributesCommand({ QueueUrl: id, Attributes: { VisibilityTimeout: String(seconds) } }));

const rdpForAll = ({ id }: Made) => ({ GroupId: id, IpPermissions: [{ IpProtocol: "tcp", FromPort: 3389, ToPort: 3389, IpRanges: [{ CidrIp: "0.0.0.0/0" }] }] });

const versioningStatus = (Status: "Enabled" | "Suspended"): Trouble["cause"] => ({ s3 }, { id }) =>
  s3.send(new PutBucketVersioningCommand({ Bucket: id, VersioningConfiguration: { Status } }));

const parameterValue = (valueOf: (made: Made) => string): Trouble["cause"] => ({ ssm }, made) =>
  ssm.send(new PutParameterCommand({ Name: made.id, Type: "String", Value: valueOf(made), Overwrite: true }));

const TRUSTS_ANOTHER_ACCOUNT = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { AWS: "arn:aws:iam::999999999999:root" }, Action: "sts:AssumeRole" }] });

/** Taken in turn, so that a handful of drifts is of different sorts. */
export const troubles: readonly Trouble[] = [
  {
    token: "aws:sqs/queue:Queue", path: "visibilityTimeoutSeconds", operation: "SetQueueAttributes", confidence: "proven",
    by: ["alice", "bob", "ci", "mallory"], tale: "sets the visibility timeout of", cause: visibility(300), undo: visibility(60),
  },
  {
    token: "aws:ec2/securityGroup:SecurityGroup", path: "ingress", operation: "AuthorizeSecurityGroupIngress", confidence: "proven",
    by: ["alice", "bob", "mallory"], tale: "opens remote desktop to the world on",
    cause: ({ ec2 }, made) => ec2.send(new AuthorizeSecurityGroupIngressCommand(rdpForAll(made))),
    undo: ({ ec2 }, made) => ec2.send(new RevokeSecurityGroupIngressCommand(rdpForAll(made))),
  },
  {
    // The new value is hidden in the trail.
    token: "aws:ssm/parameter:Parameter", path: "value", operation: "PutParameter", confidence: "likely",
    by: ["alice", "bob", "mallory"], tale: "overwrites", cause: parameterValue(() => "set by hand"), undo: parameterValue(({ inputs }) => z.string().parse(plain(inputs)["value"])),
  },
  {
    token: "aws:iam/role:Role", path: "assumeRolePolicy", operation: "UpdateAssumeRolePolicy", confidence: "proven",
    by: ["alice", "bob"], tale: "lets another account assume",
    cause: ({ iam }, { id }) => iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: id, PolicyDocument: TRUSTS_ANOTHER_ACCOUNT })),
  },
  {
    token: "aws:s3/bucketVersioning:BucketVersioning", path: "versioningConfiguration.status", operation: "PutBucketVersioning", confidence: "proven",
    by: ["alice", "bob"], tale: "suspends the versioning of", cause: versioningStatus("Suspended"), undo: versioningStatus("Enabled"),
  },
  {
    token: "aws:iam/role:Role", path: "tags.note", operation: "TagRole", confidence: "proven",
    by: ["alice", "bob", "mallory"], tale: "puts a note on",
    cause: ({ iam }, { id }) => iam.send(new TagRoleCommand({ RoleName: id, Tags: [{ Key: "note", Value: "ask me first" }] })),
  },
  {
    token: "aws:sqs/queue:Queue", path: "", operation: "DeleteQueue", confidence: "proven",
    by: ["alice", "bob", "mallory"], tale: "deletes", cause: ({ sqs }, { id }) => sqs.send(new DeleteQueueCommand({ QueueUrl: id })),
  },
  {
    token: "aws:s3/bucket:Bucket", path: "tags.costCenter", operation: "PutBucketTagging", confidence: "proven",
    by: ["alice", "bob"], tale: "books to another cost centre",
    cause: ({ s3 }, { id, place }) => s3.send(new PutBucketTaggingCommand({
      Bucket: id, Tagging: { TagSet: Object.entries({ project: place.project, env: place.stack, costCenter: "4711" }).map(([Key, Value]) => ({ Key, Value })) },
    })),
  },
];
