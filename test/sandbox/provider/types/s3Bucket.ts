import { z } from "zod";
import { documentOutput } from "../policyDocument";
import { absentAs, resourceType } from "../resourceType";
import { tagList, tagOutputs, tagsAll, tagsFrom } from "../tags";

const inputs = z.object({ bucket: z.string(), tagsAll });

export const s3Bucket = resourceType(inputs, {
  token: "aws:s3/bucket:Bucket",
  autonamed: "bucket",
  defaults: { forceDestroy: false },
  forceNew: ["bucket", "bucketPrefix", "objectLockEnabled", "region"],
  documents: ["policy"],
  sets: [],
  computed: [
    "arn",
    "bucketDomainName",
    "bucketRegion",
    "bucketRegionalDomainName",
    "hostedZoneId",
    "objectLockEnabled",
    "policy",
    "requestPayer",
    "serverSideEncryptionConfiguration",
    "versioning",
  ],
  secretOutputs: [],
  tagged: true,
  regional: true,
  missing: ["NoSuchBucket", "NotFound"],
  async create(cloud, { bucket, tagsAll: tags }) {
    const s3 = await cloud.s3();
    // S3 refuses us-east-1 as a constraint: it is what no constraint means.
    if (cloud.region === "us-east-1") await s3.createBucket({ Bucket: bucket });
    else await s3.createBucket({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: await constraint(cloud.region) } });
    if (Object.keys(tags).length > 0) await s3.putBucketTagging({ Bucket: bucket, Tagging: { TagSet: tagList(tags) } });
    return bucket;
  },
  /** Since v7 the parts that have resources of their own (policy, versioning, …) are outputs here. */
  async read(cloud, { id, recorded }) {
    const s3 = await cloud.s3();
    const Bucket = id;
    await s3.headBucket({ Bucket });
    const [tags, versioning, policy, encryption] = await Promise.all([
      absentAs({ TagSet: [] }, ["NoSuchTagSet"], s3.getBucketTagging({ Bucket })),
      s3.getBucketVersioning({ Bucket }),
      absentAs({ Policy: undefined }, ["NoSuchBucketPolicy"], s3.getBucketPolicy({ Bucket })),
      absentAs(UNENCRYPTED, ["ServerSideEncryptionConfigurationNotFoundError"], s3.getBucketEncryption({ Bucket })),
    ]);
    const [rule] = encryption.ServerSideEncryptionConfiguration?.Rules ?? [];
    return {
      arn: `arn:aws:s3:::${id}`,
      bucket: id,
      bucketDomainName: `${id}.s3.amazonaws.com`,
      bucketRegion: cloud.region,
      bucketRegionalDomainName: `${id}.s3.${cloud.region}.amazonaws.com`,
      forceDestroy: recorded["forceDestroy"] === true,
      hostedZoneId: "Z3AQBSTGFYJSTF",
      objectLockEnabled: false,
      policy: documentOutput(policy.Policy, recorded["policy"]),
      requestPayer: "BucketOwner",
      ...(rule === undefined
        ? {}
        : {
            serverSideEncryptionConfiguration: {
              rule: {
                applyServerSideEncryptionByDefault: {
                  kmsMasterKeyId: rule.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID ?? "",
                  sseAlgorithm: rule.ApplyServerSideEncryptionByDefault?.SSEAlgorithm ?? "AES256",
                },
                bucketKeyEnabled: rule.BucketKeyEnabled ?? false,
              },
            },
          }),
      versioning: { enabled: versioning.Status === "Enabled", mfaDelete: versioning.MFADelete === "Enabled" },
      ...tagOutputs(cloud, tagsFrom(tags.TagSet ?? []), recorded),
    };
  },
  async update(cloud, id, { tagsAll: tags }) {
    const s3 = await cloud.s3();
    // The call replaces all tags, and refuses an empty set.
    if (Object.keys(tags).length === 0) await s3.deleteBucketTagging({ Bucket: id });
    else await s3.putBucketTagging({ Bucket: id, Tagging: { TagSet: tagList(tags) } });
  },
  async delete(cloud, id, recorded) {
    const s3 = await cloud.s3();
    if (recorded["forceDestroy"] === true) {
      const { Versions = [], DeleteMarkers = [] } = await s3.listObjectVersions({ Bucket: id });
      for (const { Key, VersionId } of [...Versions, ...DeleteMarkers]) await s3.deleteObject({ Bucket: id, Key, VersionId });
    }
    await s3.deleteBucket({ Bucket: id });
  },
});

const UNENCRYPTED = { ServerSideEncryptionConfiguration: undefined };

async function constraint(region: string) {
  const { BucketLocationConstraint } = await import("@aws-sdk/client-s3");
  return z.enum(BucketLocationConstraint).parse(region);
}
