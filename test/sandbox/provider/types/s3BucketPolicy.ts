import { z } from "zod";
import { documentOutput } from "../policyDocument";
import { resourceType } from "../resourceType";

const inputs = z.object({ bucket: z.string(), policy: z.string() });

export const s3BucketPolicy = resourceType(inputs, {
  token: "aws:s3/bucketPolicy:BucketPolicy",
  defaults: {},
  forceNew: ["bucket", "region"],
  documents: ["policy"],
  sets: [],
  computed: [],
  secretOutputs: [],
  tagged: false,
  regional: true,
  missing: ["NoSuchBucket", "NoSuchBucketPolicy"],
  async create(cloud, { bucket, policy }) {
    await (await cloud.s3()).putBucketPolicy({ Bucket: bucket, Policy: policy });
    return bucket;
  },
  async read(cloud, { id, recorded }) {
    const { Policy: live } = await (await cloud.s3()).getBucketPolicy({ Bucket: id });
    return { bucket: id, policy: documentOutput(live, recorded["policy"]) };
  },
  async update(cloud, id, { policy }) {
    await (await cloud.s3()).putBucketPolicy({ Bucket: id, Policy: policy });
  },
  async delete(cloud, id) {
    await (await cloud.s3()).deleteBucketPolicy({ Bucket: id });
  },
});
