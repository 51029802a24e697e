import type { TypeCase } from "./case";
import { iam } from "./iam";
import { instance } from "./instance";
import { network } from "./network";
import { sqs } from "./sqs";

export type { Live, OutOfBandChange, TypeCase } from "./case";

/** One row for each file of this folder. */
export const cases: readonly TypeCase[] = [...iam, ...instance, ...network, ...sqs];
