import type { TypeCase } from "./case";
import { cloudtrail } from "./cloudtrail";
import { cloudwatch } from "./cloudwatch";
import { dynamodb } from "./dynamodb";
import { ecs } from "./ecs";
import { iam } from "./iam";
import { instance } from "./instance";
import { kms } from "./kms";
import { lambda } from "./lambda";
import { network } from "./network";
import { rds } from "./rds";
import { s3 } from "./s3";
import { s3Configurations } from "./s3Configurations";
import { secretsmanager } from "./secretsmanager";
import { securityGroup } from "./securityGroup";
import { sns } from "./sns";
import { sqs } from "./sqs";
import { ssm } from "./ssm";

export type { Live, OutOfBandChange, TypeCase } from "./case";

/** One row for each file of this folder. */
export const cases: readonly TypeCase[] = [
  ...cloudtrail,
  ...cloudwatch,
  ...dynamodb,
  ...ecs,
  ...iam,
  ...instance,
  ...kms,
  ...lambda,
  ...network,
  ...rds,
  ...s3,
  ...s3Configurations,
  ...secretsmanager,
  ...securityGroup,
  ...sns,
  ...sqs,
  ...ssm,
];
