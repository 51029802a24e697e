import { z } from "zod";
import { resourceType } from "../resourceType";
import { present } from "../values";
import { bucketPart, partAddress, partId, partOutputs } from "./s3BucketPart";

const inputs = bucketPart.extend({
  targetBucket: z.string(),
  targetObjectKeyFormat: z
    .object({
      partitionedPrefix: z.object({ partitionDateSource: z.enum(["EventTime", "DeliveryTime"]) }).optional(),
      simplePrefix: z.object({}).optional(),
    })
    .optional(),
  targetPrefix: z.string(),
});

export const s3BucketLogging = resourceType(inputs, {
  token: "aws:s3/bucketLogging:BucketLogging",
  defaults: {},
  forceNew: ["bucket", "expectedBucketOwner", "region"],
  documents: [],
  sets: ["targetGrants"],
  computed: [],
  secretOutputs: [],
  tagged: false,
  regional: true,
  missing: ["NoSuchBucket"],
  async create(cloud, logging) {
    const id = partId(logging);
    await (await cloud.s3()).putBucketLogging({ ...partAddress(id), BucketLoggingStatus: statusOf(logging) });
    return id;
  },
  async read(cloud, { id }) {
    const { LoggingEnabled: live } = await (await cloud.s3()).getBucketLogging(partAddress(id));
    // S3 answers an empty status where nothing is logged, not an error.
    if (live === undefined) return undefined;
    const { PartitionedPrefix: partitioned, SimplePrefix: simple } = live.TargetObjectKeyFormat ?? {};
    return {
      ...partOutputs(id),
      targetBucket: live.TargetBucket ?? "",
      targetPrefix: live.TargetPrefix ?? "",
      ...present({
        targetObjectKeyFormat:
          partitioned === undefined
            ? simple && { simplePrefix: {} }
            : { partitionedPrefix: { partitionDateSource: partitioned.PartitionDateSource ?? "" } },
      }),
    };
  },
  async update(cloud, id, logging) {
    await (await cloud.s3()).putBucketLogging({ ...partAddress(id), BucketLoggingStatus: statusOf(logging) });
  },
  async delete(cloud, id) {
    await (await cloud.s3()).putBucketLogging({ ...partAddress(id), BucketLoggingStatus: {} });
  },
});

function statusOf({ targetBucket, targetObjectKeyFormat: format, targetPrefix }: z.infer<typeof inputs>) {
  const { partitionedPrefix: partitioned, simplePrefix } = format ?? {};
  return {
    LoggingEnabled: {
      TargetBucket: targetBucket,
      TargetPrefix: targetPrefix,
      TargetObjectKeyFormat:
        format === undefined
          ? undefined
          : {
              PartitionedPrefix: partitioned && { PartitionDateSource: partitioned.partitionDateSource },
              SimplePrefix: simplePrefix,
            },
    },
  };
}
