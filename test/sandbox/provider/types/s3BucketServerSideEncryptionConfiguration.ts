import type { ServerSideEncryptionRule } from "@aws-sdk/client-s3";
import { z } from "zod";
import { resourceType } from "../resourceType";
import { present } from "../values";
import type { PlainValues } from "../values";
import { bucketPart, partAddress, partId, partOutputs } from "./s3BucketPart";

const rule = z.object({
  applyServerSideEncryptionByDefault: z
    .object({ kmsMasterKeyId: z.string().optional(), sseAlgorithm: z.enum(["AES256", "aws:fsx", "aws:kms", "aws:kms:dsse"]) })
    .optional(),
  blockedEncryptionTypes: z.array(z.enum(["NONE", "SSE-C"])).optional(),
  bucketKeyEnabled: z.boolean().optional(),
});
const inputs = bucketPart.extend({ rules: z.array(rule) });

export const s3BucketServerSideEncryptionConfiguration = resourceType(inputs, {
  token: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  defaults: {},
  forceNew: ["bucket", "expectedBucketOwner", "region"],
  documents: [],
  sets: ["rules"],
  computed: [
    "rules[*].applyServerSideEncryptionByDefault.kmsMasterKeyId",
    "rules[*].blockedEncryptionTypes",
    "rules[*].bucketKeyEnabled",
  ],
  secretOutputs: [],
  tagged: false,
  regional: true,
  // Without a configuration a bucket has S3's own default, so this is gone only with its bucket.
  missing: ["NoSuchBucket", "ServerSideEncryptionConfigurationNotFoundError"],
  async create(cloud, encryption) {
    const id = partId(encryption);
    await (await cloud.s3()).putBucketEncryption({ ...partAddress(id), ServerSideEncryptionConfiguration: configurationOf(encryption) });
    return id;
  },
  async read(cloud, { id }) {
    const { ServerSideEncryptionConfiguration: live } = await (await cloud.s3()).getBucketEncryption(partAddress(id));
    return { ...partOutputs(id), rules: (live?.Rules ?? []).map(encryptionRule) };
  },
  async update(cloud, id, encryption) {
    await (await cloud.s3()).putBucketEncryption({ ...partAddress(id), ServerSideEncryptionConfiguration: configurationOf(encryption) });
  },
  async delete(cloud, id) {
    await (await cloud.s3()).deleteBucketEncryption(partAddress(id));
  },
});

function configurationOf({ rules }: z.infer<typeof inputs>): { readonly Rules: ServerSideEncryptionRule[] } {
  return {
    Rules: rules.map(({ applyServerSideEncryptionByDefault: byDefault, blockedEncryptionTypes: blocked, bucketKeyEnabled }) => ({
      ApplyServerSideEncryptionByDefault:
        byDefault === undefined ? undefined : { KMSMasterKeyID: byDefault.kmsMasterKeyId, SSEAlgorithm: byDefault.sseAlgorithm },
      BlockedEncryptionTypes: blocked === undefined ? undefined : { EncryptionType: blocked },
      BucketKeyEnabled: bucketKeyEnabled,
    })),
  };
}

/** @returns a rule as this resource and the bucket itself show it */
export function encryptionRule(live: ServerSideEncryptionRule): PlainValues {
  const byDefault = live.ApplyServerSideEncryptionByDefault;
  return present({
    applyServerSideEncryptionByDefault:
      byDefault === undefined ? undefined : { kmsMasterKeyId: byDefault.KMSMasterKeyID ?? "", sseAlgorithm: byDefault.SSEAlgorithm ?? "" },
    blockedEncryptionTypes: live.BlockedEncryptionTypes?.EncryptionType ?? [],
    bucketKeyEnabled: live.BucketKeyEnabled ?? false,
  });
}
