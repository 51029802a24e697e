import type { TypeCase } from "./case";
import { cloudwatch } from "./cloudwatch";
import { dynamodb } from "./dynamodb";
import { secretsmanager } from "./secretsmanager";
import { sns } from "./sns";
import { sqs } from "./sqs";
import { ssm } from "./ssm";

export type { Live, OutOfBandChange, TypeCase } from "./case";

/** One row for each file of this folder. */
export const cases: readonly TypeCase[] = [
  ...cloudwatch,
  ...dynamodb,
  ...secretsmanager,
  ...sns,
  ...sqs,
  ...ssm,
];
