import { readFile } from "node:fs/promises";
import path from "node:path";
import type { S3 } from "@aws-sdk/client-s3";
import { openServices } from "../../services";
import { metadataOf } from "./digests";
import type { TrailPlace } from "./files";
import type { Delivered } from "./trail";

/** Where a bucket is that is made without naming a place. A trail may deliver into any region's. */
const BUCKET_REGION = "us-east-1";

export interface BucketOwner {
  readonly endpoint: string;
  /** Account id, with which alone the emulator lets one act for the account. */
  readonly owner: string;
}

/**
 * Puts a trail's files into its bucket, which is made with the policy that CloudTrail needs where it
 * is not there. Bucket and objects belong to the owner.
 */
export async function putTrailObjects(
  { endpoint, owner }: BucketOwner, place: TrailPlace, dir: string, delivered: readonly Delivered[],
): Promise<void> {
  const credentials = { accessKeyId: owner, secretAccessKey: owner };
  const s3 = await openServices(() => Promise.resolve({ endpoint, region: BUCKET_REGION, credentials, forcePathStyle: true })).s3();
  await makeBucket(s3, place);
  for (const file of delivered) {
    await s3.putObject({
      Bucket: place.bucket, Key: file.key, ACL: "bucket-owner-full-control",
      Body: await readFile(path.join(dir, file.key)),
      ContentType: "application/json", ContentEncoding: "gzip",
      ...("signature" in file ? { Metadata: { ...metadataOf(file) } } : {}),
    });
  }
  s3.destroy();
}

async function makeBucket(s3: S3, place: TrailPlace): Promise<void> {
  const { bucket: Bucket } = place;
  const isThere = await s3.headBucket({ Bucket }).then(() => true, () => false);
  if (isThere) return;
  await s3.createBucket({ Bucket });
  await s3.putBucketPolicy({ Bucket, Policy: JSON.stringify(bucketPolicy(place)) });
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html */
function bucketPolicy({ bucket, prefix, organizationId }: TrailPlace): object {
  const Principal = { Service: "cloudtrail.amazonaws.com" };
  const logs = [prefix, "AWSLogs", organizationId, "*"].filter((part) => part !== undefined).join("/");
  return {
    Version: "2012-10-17",
    Statement: [
      { Sid: "AWSCloudTrailAclCheck20150319", Effect: "Allow", Principal, Action: "s3:GetBucketAcl", Resource: `arn:aws:s3:::${bucket}` },
      {
        Sid: "AWSCloudTrailWrite20150319", Effect: "Allow", Principal, Action: "s3:PutObject", Resource: `arn:aws:s3:::${bucket}/${logs}`,
        Condition: { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } },
      },
    ],
  };
}
