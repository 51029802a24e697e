import type { TypeCase } from "./case";
import { s3 } from "./s3";
import { s3Configurations } from "./s3Configurations";
import { securityGroup } from "./securityGroup";
import { sqs } from "./sqs";

export type { Live, OutOfBandChange, TypeCase } from "./case";

/** One row for each file of this folder. */
export const cases: readonly TypeCase[] = [...s3, ...s3Configurations, ...securityGroup, ...sqs];
