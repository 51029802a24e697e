import type { ResourceType } from "../resourceType";
import { cloudtrailTrail } from "./cloudtrailTrail";
import { ec2SecurityGroup } from "./ec2SecurityGroup";
import { ecsCluster } from "./ecsCluster";
import { ecsService } from "./ecsService";
import { ecsTaskDefinition } from "./ecsTaskDefinition";
import { iamRole } from "./iamRole";
import { iamRolePolicy } from "./iamRolePolicy";
import { kmsKey } from "./kmsKey";
import { lambdaFunction } from "./lambdaFunction";
import { lambdaPermission } from "./lambdaPermission";
import { rdsInstance } from "./rdsInstance";
import { s3Bucket } from "./s3Bucket";
import { s3BucketPolicy } from "./s3BucketPolicy";
import { s3BucketVersioning } from "./s3BucketVersioning";
import { sqsQueue } from "./sqsQueue";
import { ssmParameter } from "./ssmParameter";

const types: readonly ResourceType[] = [
  cloudtrailTrail,
  ec2SecurityGroup,
  ecsCluster,
  ecsService,
  ecsTaskDefinition,
  iamRole,
  iamRolePolicy,
  kmsKey,
  lambdaFunction,
  lambdaPermission,
  rdsInstance,
  s3Bucket,
  s3BucketPolicy,
  s3BucketVersioning,
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
