import * as aws from "@pulumi/aws";
import type { Services } from "../../services";
import type { Live } from "./case";

/** Its declared properties that no call changes. */
export const part = { bucket: "says which bucket it is a part of" };

/** The bucket of a part, which the program has too. */
export function bucketOf(name: string, suffix = "bucket"): aws.s3.Bucket {
  return new aws.s3.Bucket(`${name}-${suffix}`, { bucket: `case-${name}-${suffix}` });
}

/** For a part that is gone only with its bucket. */
export const removeBucket = async (services: Services, { id }: Live) => (await services.s3()).deleteBucket({ Bucket: id });
