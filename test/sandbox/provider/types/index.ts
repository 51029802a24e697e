import type { ResourceType } from "../resourceType";
import { cloudwatchEventRule } from "./cloudwatchEventRule";
import { cloudwatchEventTarget } from "./cloudwatchEventTarget";
import { cloudwatchLogGroup } from "./cloudwatchLogGroup";
import { dynamodbTable } from "./dynamodbTable";
import { ec2SecurityGroup } from "./ec2SecurityGroup";
import { iamRole } from "./iamRole";
import { iamRolePolicy } from "./iamRolePolicy";
import { s3Bucket } from "./s3Bucket";
import { s3BucketPolicy } from "./s3BucketPolicy";
import { s3BucketVersioning } from "./s3BucketVersioning";
import { secretsmanagerSecret } from "./secretsmanagerSecret";
import { secretsmanagerSecretVersion } from "./secretsmanagerSecretVersion";
import { snsTopic } from "./snsTopic";
import { snsTopicSubscription } from "./snsTopicSubscription";
import { sqsQueue } from "./sqsQueue";
import { ssmParameter } from "./ssmParameter";

const types: readonly ResourceType[] = [
  cloudwatchEventRule,
  cloudwatchEventTarget,
  cloudwatchLogGroup,
  dynamodbTable,
  ec2SecurityGroup,
  iamRole,
  iamRolePolicy,
  s3Bucket,
  s3BucketPolicy,
  s3BucketVersioning,
  secretsmanagerSecret,
  secretsmanagerSecretVersion,
  snsTopic,
  snsTopicSubscription,
  sqsQueue,
  ssmParameter,
];

export const tokens: readonly string[] = types.map(({ token }) => token);

/** @throws for a type that the sandbox does not have */
export function typeOf(token: string): ResourceType {
  const type = types.find((one) => one.token === token);
  if (type === undefined) throw new Error(`the sandbox's AWS provider has no ${token}, only ${tokens.join(", ")}`);
  return type;
}
