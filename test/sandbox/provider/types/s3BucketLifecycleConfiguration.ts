import { z } from "zod";
import { resourceType } from "../resourceType";
import { bucketPart, partAddress, partId, partOutputs } from "./s3BucketPart";
import { lifecycleRule, liveRule, shownRule } from "./s3LifecycleRules";

const inputs = bucketPart.extend({
  rules: z.array(lifecycleRule).default([]),
  transitionDefaultMinimumObjectSize: z.enum(["all_storage_classes_128K", "varies_by_storage_class"]).optional(),
});

function configurationOf({ rules, transitionDefaultMinimumObjectSize }: z.infer<typeof inputs>) {
  return {
    LifecycleConfiguration: { Rules: rules.map(liveRule) },
    TransitionDefaultMinimumObjectSize: transitionDefaultMinimumObjectSize,
  };
}

export const s3BucketLifecycleConfiguration = resourceType(inputs, {
  token: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  defaults: {},
  forceNew: ["bucket", "expectedBucketOwner", "region"],
  documents: [],
  sets: ["rules[*].noncurrentVersionTransitions", "rules[*].transitions"],
  computed: ["expectedBucketOwner", "rules[*].transitions[*].days", "transitionDefaultMinimumObjectSize"],
  maps: ["rules[*].filter.and.tags"],
  secretOutputs: [],
  tagged: false,
  regional: true,
  missing: ["NoSuchBucket", "NoSuchLifecycleConfiguration"],
  async create(cloud, lifecycle) {
    const id = partId(lifecycle);
    await (await cloud.s3()).putBucketLifecycleConfiguration({ ...partAddress(id), ...configurationOf(lifecycle) });
    return id;
  },
  async read(cloud, { id }) {
    const live = await (await cloud.s3()).getBucketLifecycleConfiguration(partAddress(id));
    return {
      ...partOutputs(id),
      rules: (live.Rules ?? []).map(shownRule),
      transitionDefaultMinimumObjectSize: live.TransitionDefaultMinimumObjectSize ?? "",
    };
  },
  async update(cloud, id, lifecycle) {
    await (await cloud.s3()).putBucketLifecycleConfiguration({ ...partAddress(id), ...configurationOf(lifecycle) });
  },
  async delete(cloud, id) {
    await (await cloud.s3()).deleteBucketLifecycle(partAddress(id));
  },
});
