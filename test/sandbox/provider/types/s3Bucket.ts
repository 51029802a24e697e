import { z } from "zod";
import { absentAs, resourceType } from "../resourceType";
import { tagChanges, tagList, tagOutputs, tagsAll, tagsFrom } from "../tags";
import { readParts } from "./s3BucketParts";

const inputs = z.object({ bucket: z.string(), objectLockEnabled: z.boolean().optional(), tagsAll });

/** Of the website endpoints: https://docs.aws.amazon.com/general/latest/gr/s3.html#s3_website_region_endpoints */
const hostedZones: Readonly<Record<string, string>> = {
  "eu-central-1": "Z21DNDUVLTQW6Q",
  "eu-west-1": "Z1BKCTXD74EZPE",
  "us-east-1": "Z3AQBSTGFYJSTF",
  "us-west-2": "Z3BJ6K6RIION7M",
};

export const s3Bucket = resourceType(inputs, {
  token: "aws:s3/bucket:Bucket",
  autonamed: "bucket",
  defaults: { forceDestroy: false },
  forceNew: ["bucket", "bucketNamespace", "bucketPrefix", "objectLockEnabled", "region"],
  documents: ["policy"],
  sets: ["grants", "grants[*].permissions"],
  computed: [
    "accelerationStatus",
    "arn",
    "bucketDomainName",
    "bucketRegion",
    "bucketRegionalDomainName",
    "corsRules",
    "grants",
    "hostedZoneId",
    "lifecycleRules",
    "logging",
    "objectLockConfiguration",
    "objectLockEnabled",
    "policy",
    "replicationConfiguration",
    "requestPayer",
    "serverSideEncryptionConfiguration",
    "versioning",
    "website",
  ],
  secretOutputs: [],
  tagged: true,
  regional: true,
  missing: ["NoSuchBucket", "NotFound"],
  async create(cloud, { bucket, objectLockEnabled, tagsAll: tags }) {
    const s3 = await cloud.s3();
    await s3.createBucket({
      Bucket: bucket,
      ObjectLockEnabledForBucket: objectLockEnabled,
      // S3 refuses us-east-1 as a constraint: it is what no constraint means.
      ...(cloud.region === "us-east-1" ? {} : { CreateBucketConfiguration: { LocationConstraint: await constraint(cloud.region) } }),
    });
    if (Object.keys(tags).length > 0) await s3.putBucketTagging({ Bucket: bucket, Tagging: { TagSet: tagList(tags) } });
    return bucket;
  },
  async read(cloud, { id, recorded }) {
    const s3 = await cloud.s3();
    await s3.headBucket({ Bucket: id });
    const [tags, parts] = await Promise.all([
      absentAs({ TagSet: [] }, ["NoSuchTagSet"], s3.getBucketTagging({ Bucket: id })),
      readParts(s3, id, recorded["policy"]),
    ]);
    return {
      arn: `arn:aws:s3:::${id}`,
      bucket: id,
      bucketDomainName: `${id}.s3.amazonaws.com`,
      bucketRegion: cloud.region,
      bucketRegionalDomainName: `${id}.s3.${cloud.region}.amazonaws.com`,
      forceDestroy: recorded["forceDestroy"] === true,
      hostedZoneId: hostedZones[cloud.region] ?? "",
      ...parts,
      ...tagOutputs(cloud, tagsFrom(tags.TagSet ?? []), recorded),
    };
  },
  async update(cloud, id, { tagsAll: tags }, recorded) {
    const s3 = await cloud.s3();
    const { set, remove } = tagChanges(recorded, tags);
    if (Object.keys(set).length === 0 && remove.length === 0) return;
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

async function constraint(region: string) {
  const { BucketLocationConstraint } = await import("@aws-sdk/client-s3");
  return z.enum(BucketLocationConstraint).parse(region);
}
