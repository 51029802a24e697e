import { z } from "zod";

/** A part of a bucket that is a resource of its own: which bucket, and whose it must be. */
export const bucketPart = z.object({ bucket: z.string(), expectedBucketOwner: z.string().optional() });

/** @returns `bucket`, or `bucket,owner` where an owner is expected */
export function partId({ bucket, expectedBucketOwner = "" }: z.infer<typeof bucketPart>): string {
  return expectedBucketOwner === "" ? bucket : `${bucket},${expectedBucketOwner}`;
}

interface Address {
  readonly Bucket: string;
  readonly ExpectedBucketOwner?: string;
}

/** @returns what every S3 call on that part begins with */
export function partAddress(id: string): Address {
  const [Bucket = "", owner] = id.split(",");
  return { Bucket, ...(owner === undefined ? {} : { ExpectedBucketOwner: owner }) };
}

/** @returns the outputs that say where the part belongs */
export function partOutputs(id: string): { readonly bucket: string; readonly expectedBucketOwner: string } {
  const { Bucket, ExpectedBucketOwner = "" } = partAddress(id);
  return { bucket: Bucket, expectedBucketOwner: ExpectedBucketOwner };
}
