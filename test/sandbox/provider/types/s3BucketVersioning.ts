import { z } from "zod";
import { resourceType } from "../resourceType";

const inputs = z.object({
  bucket: z.string(),
  versioningConfiguration: z.object({ status: z.enum(["Enabled", "Suspended", "Disabled"]) }),
});

export const s3BucketVersioning = resourceType(inputs, {
  token: "aws:s3/bucketVersioning:BucketVersioning",
  defaults: {},
  forceNew: ["bucket", "expectedBucketOwner", "region"],
  documents: [],
  sets: [],
  computed: ["versioningConfiguration.mfaDelete"],
  secretOutputs: [],
  tagged: false,
  regional: true,
  missing: ["NoSuchBucket"],
  async create(cloud, { bucket, versioningConfiguration: { status } }) {
    // A bucket that never had versioning is "Disabled"; S3 has no call for it.
    if (status === "Disabled") return bucket;
    await (await cloud.s3()).putBucketVersioning({ Bucket: bucket, VersioningConfiguration: { Status: status } });
    return bucket;
  },
  async read(cloud, { id }) {
    const live = await (await cloud.s3()).getBucketVersioning({ Bucket: id });
    return {
      bucket: id,
      expectedBucketOwner: "",
      versioningConfiguration: { mfaDelete: live.MFADelete ?? "", status: live.Status ?? "Disabled" },
    };
  },
  async update(cloud, id, { versioningConfiguration: { status } }) {
    const Status = status === "Disabled" ? "Suspended" : status;
    await (await cloud.s3()).putBucketVersioning({ Bucket: id, VersioningConfiguration: { Status } });
  },
  async delete(cloud, id) {
    await (await cloud.s3()).putBucketVersioning({ Bucket: id, VersioningConfiguration: { Status: "Suspended" } });
  },
});
