import type { TypeCase } from "./case";
import { iam } from "./iam";
import { network } from "./network";
import { s3 } from "./s3";
import { securityGroup } from "./securityGroup";
import { sqs } from "./sqs";

export type { Live, OutOfBandChange, TypeCase } from "./case";

/** One row for each file of this folder. */
export const cases: readonly TypeCase[] = [
  ...iam,
  ...network,
  ...s3,
  ...securityGroup,
  ...sqs,
];
