import { z } from "zod";
import { resourceType } from "../resourceType";

const inputs = z.object({
  bucket: z.string(),
  blockPublicAcls: z.boolean(),
  blockPublicPolicy: z.boolean(),
  ignorePublicAcls: z.boolean(),
  restrictPublicBuckets: z.boolean(),
});

function configurationOf(block: z.infer<typeof inputs>) {
  return {
    BlockPublicAcls: block.blockPublicAcls,
    BlockPublicPolicy: block.blockPublicPolicy,
    IgnorePublicAcls: block.ignorePublicAcls,
    RestrictPublicBuckets: block.restrictPublicBuckets,
  };
}

export const s3BucketPublicAccessBlock = resourceType(inputs, {
  token: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  defaults: { blockPublicAcls: false, blockPublicPolicy: false, ignorePublicAcls: false, restrictPublicBuckets: false },
  forceNew: ["bucket", "region"],
  documents: [],
  sets: [],
  computed: [],
  secretOutputs: [],
  tagged: false,
  regional: true,
  missing: ["NoSuchBucket", "NoSuchPublicAccessBlockConfiguration"],
  async create(cloud, block) {
    const s3 = await cloud.s3();
    await s3.putPublicAccessBlock({ Bucket: block.bucket, PublicAccessBlockConfiguration: configurationOf(block) });
    return block.bucket;
  },
  async read(cloud, { id }) {
    const { PublicAccessBlockConfiguration: live } = await (await cloud.s3()).getPublicAccessBlock({ Bucket: id });
    return {
      bucket: id,
      blockPublicAcls: live?.BlockPublicAcls ?? false,
      blockPublicPolicy: live?.BlockPublicPolicy ?? false,
      ignorePublicAcls: live?.IgnorePublicAcls ?? false,
      restrictPublicBuckets: live?.RestrictPublicBuckets ?? false,
    };
  },
  async update(cloud, id, block) {
    await (await cloud.s3()).putPublicAccessBlock({ Bucket: id, PublicAccessBlockConfiguration: configurationOf(block) });
  },
  async delete(cloud, id, recorded) {
    if (recorded["skipDestroy"] !== true) await (await cloud.s3()).deletePublicAccessBlock({ Bucket: id });
  },
});
