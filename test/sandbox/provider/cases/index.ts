import type { TypeCase } from "./case";
import { cloudwatch } from "./cloudwatch";
import { dynamodb } from "./dynamodb";
import { iam } from "./iam";
import { network } from "./network";
import { s3 } from "./s3";
import { secretsmanager } from "./secretsmanager";
import { securityGroup } from "./securityGroup";
import { sns } from "./sns";
import { sqs } from "./sqs";
import { ssm } from "./ssm";

export type { Live, OutOfBandChange, TypeCase } from "./case";

/** One row for each file of this folder. */
export const cases: readonly TypeCase[] = [
  ...cloudwatch,
  ...dynamodb,
  ...iam,
  ...network,
  ...s3,
  ...secretsmanager,
  ...securityGroup,
  ...sns,
  ...sqs,
  ...ssm,
];
