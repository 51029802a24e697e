import type { ResourceType } from "../resourceType";
import { ec2Instance } from "./ec2Instance";
import { ec2InternetGateway } from "./ec2InternetGateway";
import { ec2Route } from "./ec2Route";
import { ec2RouteTable } from "./ec2RouteTable";
import { ec2SecurityGroup } from "./ec2SecurityGroup";
import { ec2Subnet } from "./ec2Subnet";
import { ec2Vpc } from "./ec2Vpc";
import { iamAccessKey } from "./iamAccessKey";
import { iamPolicy } from "./iamPolicy";
import { iamRolePolicyAttachment, iamUserPolicyAttachment } from "./iamPolicyAttachments";
import { iamRole } from "./iamRole";
import { iamRolePolicy } from "./iamRolePolicy";
import { iamUser } from "./iamUser";
import { s3Bucket } from "./s3Bucket";
import { s3BucketPolicy } from "./s3BucketPolicy";
import { s3BucketVersioning } from "./s3BucketVersioning";
import { sqsQueue } from "./sqsQueue";
import { ssmParameter } from "./ssmParameter";

const types: readonly ResourceType[] = [
  ec2Instance,
  ec2InternetGateway,
  ec2Route,
  ec2RouteTable,
  ec2SecurityGroup,
  ec2Subnet,
  ec2Vpc,
  iamAccessKey,
  iamPolicy,
  iamRole,
  iamRolePolicy,
  iamRolePolicyAttachment,
  iamUser,
  iamUserPolicyAttachment,
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
