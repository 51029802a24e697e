import type { TypeCase } from "./case";
import { cloudtrail } from "./cloudtrail";
import { ecs } from "./ecs";
import { kms } from "./kms";
import { lambda } from "./lambda";
import { rds } from "./rds";
import { sqs } from "./sqs";

export type { Live, OutOfBandChange, TypeCase } from "./case";

/** One row for each file of this folder. */
export const cases: readonly TypeCase[] = [
  ...cloudtrail,
  ...ecs,
  ...kms,
  ...lambda,
  ...rds,
  ...sqs,
];
