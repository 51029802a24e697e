import type { ResourceType } from "../resourceType";
import { cloudtrailTrail } from "./cloudtrailTrail";
import { cloudwatchEventRule } from "./cloudwatchEventRule";
import { cloudwatchEventTarget } from "./cloudwatchEventTarget";
import { cloudwatchLogGroup } from "./cloudwatchLogGroup";
import { dynamodbTable } from "./dynamodbTable";
import { ec2Instance } from "./ec2Instance";
import { ec2InternetGateway } from "./ec2InternetGateway";
import { ec2Route } from "./ec2Route";
import { ec2RouteTable } from "./ec2RouteTable";
import { ec2SecurityGroup } from "./ec2SecurityGroup";
import { ec2Subnet } from "./ec2Subnet";
import { ec2Vpc } from "./ec2Vpc";
import { ecsCluster } from "./ecsCluster";
import { ecsService } from "./ecsService";
import { ecsTaskDefinition } from "./ecsTaskDefinition";
import { iamAccessKey } from "./iamAccessKey";
import { iamPolicy } from "./iamPolicy";
import { iamRolePolicyAttachment, iamUserPolicyAttachment } from "./iamPolicyAttachments";
import { iamRole } from "./iamRole";
import { iamRolePolicy } from "./iamRolePolicy";
import { iamUser } from "./iamUser";
import { kmsKey } from "./kmsKey";
import { lambdaFunction } from "./lambdaFunction";
import { lambdaPermission } from "./lambdaPermission";
import { rdsInstance } from "./rdsInstance";
import { s3Bucket } from "./s3Bucket";
import { s3BucketLifecycleConfiguration } from "./s3BucketLifecycleConfiguration";
import { s3BucketLogging } from "./s3BucketLogging";
import { s3BucketPolicy } from "./s3BucketPolicy";
import { s3BucketPublicAccessBlock } from "./s3BucketPublicAccessBlock";
import { s3BucketServerSideEncryptionConfiguration } from "./s3BucketServerSideEncryptionConfiguration";
import { s3BucketVersioning } from "./s3BucketVersioning";
import { secretsmanagerSecret } from "./secretsmanagerSecret";
import { secretsmanagerSecretVersion } from "./secretsmanagerSecretVersion";
import { securityGroupRule } from "./securityGroupRule";
import { snsTopic } from "./snsTopic";
import { snsTopicSubscription } from "./snsTopicSubscription";
import { sqsQueue } from "./sqsQueue";
import { ssmParameter } from "./ssmParameter";
import { vpcSecurityGroupEgressRule, vpcSecurityGroupIngressRule } from "./vpcSecurityGroupRule";

const types: readonly ResourceType[] = [
  cloudtrailTrail,
  cloudwatchEventRule,
  cloudwatchEventTarget,
  cloudwatchLogGroup,
  dynamodbTable,
  ec2Instance,
  ec2InternetGateway,
  ec2Route,
  ec2RouteTable,
  ec2SecurityGroup,
  ec2Subnet,
  ec2Vpc,
  ecsCluster,
  ecsService,
  ecsTaskDefinition,
  iamAccessKey,
  iamPolicy,
  iamRole,
  iamRolePolicy,
  iamRolePolicyAttachment,
  iamUser,
  iamUserPolicyAttachment,
  kmsKey,
  lambdaFunction,
  lambdaPermission,
  rdsInstance,
  s3Bucket,
  s3BucketLifecycleConfiguration,
  s3BucketLogging,
  s3BucketPolicy,
  s3BucketPublicAccessBlock,
  s3BucketServerSideEncryptionConfiguration,
  s3BucketVersioning,
  secretsmanagerSecret,
  secretsmanagerSecretVersion,
  securityGroupRule,
  snsTopic,
  snsTopicSubscription,
  sqsQueue,
  ssmParameter,
  vpcSecurityGroupEgressRule,
  vpcSecurityGroupIngressRule,
];

export const tokens: readonly string[] = types.map(({ token }) => token);

/** @throws for a type that the sandbox does not have */
export function typeOf(token: string): ResourceType {
  const type = types.find((one) => one.token === token);
  if (type === undefined) throw new Error(`the sandbox's AWS provider has no ${token}, only ${tokens.join(", ")}`);
  return type;
}
