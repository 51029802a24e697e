import type { EC2, IpPermission } from "@aws-sdk/client-ec2";
import type { Live } from "../../sandbox/provider/cases/case";
import type { Services } from "../../sandbox/services";
import { eventPattern, ingress, redrive, tags } from "./estate";

type Rewrite = (services: Services, live: (name: string) => Live) => Promise<unknown>;

const backwards = Object.entries(tags).toReversed();
const asMap = Object.fromEntries(backwards);
const asList = backwards.map(([Key, Value]) => ({ Key, Value }));

/** Every tag taken off and put on again, the last one first. */
export const retag: Rewrite = async (services, live) => {
  const keys = Object.keys(tags);
  const [s3, sqs, sns, iam, ec2] = await Promise.all([services.s3(), services.sqs(), services.sns(), services.iam(), services.ec2()]);
  const [kms, secrets, lambda, logs, dynamo] = await Promise.all([services.kms(), services.secretsManager(), services.lambda(), services.logs(), services.dynamoDb()]);
  await s3.putBucketTagging({ Bucket: live("bucket").id, Tagging: { TagSet: asList } });
  const queue = { QueueUrl: live("queue").id };
  await sqs.untagQueue({ ...queue, TagKeys: keys });
  await sqs.tagQueue({ ...queue, Tags: asMap });
  const topic = { ResourceArn: live("topic").id };
  await sns.untagResource({ ...topic, TagKeys: keys });
  await sns.tagResource({ ...topic, Tags: asList });
  const role = { RoleName: live("role").id };
  await iam.untagRole({ ...role, TagKeys: keys });
  await iam.tagRole({ ...role, Tags: asList });
  const group = { Resources: [live("group").id] };
  await ec2.deleteTags({ ...group, Tags: keys.map((Key) => ({ Key })) });
  await ec2.createTags({ ...group, Tags: asList });
  const key = { KeyId: live("key").id };
  await kms.untagResource({ ...key, TagKeys: keys });
  await kms.tagResource({ ...key, Tags: backwards.map(([TagKey, TagValue]) => ({ TagKey, TagValue })) });
  const secret = { SecretId: live("secret").id };
  await secrets.untagResource({ ...secret, TagKeys: keys });
  await secrets.tagResource({ ...secret, Tags: asList });
  const fn = { Resource: live("function").text("arn") };
  await lambda.untagResource({ ...fn, TagKeys: keys });
  await lambda.tagResource({ ...fn, Tags: asMap });
  const group2 = { resourceArn: live("logs").text("arn") };
  await logs.untagResource({ ...group2, tagKeys: keys });
  await logs.tagResource({ ...group2, tags: asMap });
  const table = { ResourceArn: live("table").text("arn") };
  await dynamo.untagResource({ ...table, TagKeys: keys });
  await dynamo.tagResource({ ...table, Tags: asList });
};

/** The same settings written once more, as a script does that does not look first. */
export const putAgain: Rewrite = async (services, live) => {
  const s3 = await services.s3();
  const bucket = { Bucket: live("bucket").id };
  const { Policy } = await s3.getBucketPolicy(bucket);
  await s3.putBucketPolicy({ ...bucket, Policy });
  const { Rules = [] } = await s3.getBucketLifecycleConfiguration(bucket);
  await s3.putBucketLifecycleConfiguration({ ...bucket, LifecycleConfiguration: { Rules } });
  const { ServerSideEncryptionConfiguration } = await s3.getBucketEncryption(bucket);
  await s3.putBucketEncryption({ ...bucket, ServerSideEncryptionConfiguration });
  await s3.putBucketVersioning({ ...bucket, VersioningConfiguration: { Status: "Enabled" } });
  await (await services.ssm()).putParameter({ Name: live("parameter").id, Type: "String", Value: "on", Overwrite: true });
  const Variables = { TABLE: "orders", LEVEL: "info" };
  await (await services.lambda()).updateFunctionConfiguration({ FunctionName: live("function").id, Environment: { Variables } });
};

/** Other documents than policies: other spaces, another order of keys. */
export const respellDocuments: Rewrite = async (services, live) => {
  const pattern = Object.fromEntries(Object.entries(eventPattern).toReversed());
  await (await services.eventBridge()).putRule({ Name: live("rule").id, EventPattern: JSON.stringify(pattern, undefined, 2), State: "ENABLED" });
  const RedrivePolicy = JSON.stringify({ ...redrive, deadLetterTargetArn: live("dead").text("arn") }, undefined, 2);
  await (await services.sqs()).setQueueAttributes({ QueueUrl: live("queue").id, Attributes: { RedrivePolicy } });
};

const permissions: readonly IpPermission[] = ingress.map(({ protocol, fromPort, toPort, cidrBlocks, ipv6CidrBlocks = [], description }) => {
  const Description = description === undefined ? {} : { Description: description };
  return {
    IpProtocol: protocol, FromPort: fromPort, ToPort: toPort,
    IpRanges: cidrBlocks.map((CidrIp) => ({ CidrIp, ...Description })),
    ...(ipv6CidrBlocks.length === 0 ? {} : { Ipv6Ranges: ipv6CidrBlocks.map((CidrIpv6) => ({ CidrIpv6, ...Description })) }),
  };
});

async function replaceRules(ec2: EC2, GroupId: string, calls: readonly (readonly IpPermission[])[]): Promise<void> {
  await ec2.revokeSecurityGroupIngress({ GroupId, IpPermissions: [...permissions] });
  for (const IpPermissions of calls) await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: [...IpPermissions] });
}

/** The rules taken away and given again, the last one first, each with its sources the other way round. */
export const turnRules: Rewrite = async (services, live) => {
  const turned = permissions.toReversed().map((one) => ({ ...one, IpRanges: one.IpRanges?.toReversed() }));
  await replaceRules(await services.ec2(), live("group").id, [turned]);
};

/** Each source of each rule by a call of its own. */
export const splitRules: Rewrite = async (services, live) => {
  const split = permissions.flatMap(({ IpRanges = [], Ipv6Ranges = [], ...rule }): IpPermission[] => [
    ...Ipv6Ranges.map((range) => ({ ...rule, Ipv6Ranges: [range] })),
    ...IpRanges.toReversed().map((range) => ({ ...rule, IpRanges: [range] })),
  ]);
  await replaceRules(await services.ec2(), live("group").id, split.map((one) => [one]));
};
