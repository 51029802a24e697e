import { z } from "zod";
import { resourceType } from "../resourceType";
import { bucketPart, partAddress, partId, partOutputs } from "./s3BucketPart";

const inputs = bucketPart.extend({
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
  async create(cloud, versioning) {
    const id = partId(versioning);
    const { status } = versioning.versioningConfiguration;
    // A bucket that never had versioning is "Disabled"; S3 has no call for it.
    if (status !== "Disabled") {
      await (await cloud.s3()).putBucketVersioning({ ...partAddress(id), VersioningConfiguration: { Status: status } });
    }
    return id;
  },
  async read(cloud, { id }) {
    const live = await (await cloud.s3()).getBucketVersioning(partAddress(id));
    return {
      ...partOutputs(id),
      versioningConfiguration: { mfaDelete: live.MFADelete ?? "", status: live.Status ?? "Disabled" },
    };
  },
  async update(cloud, id, { versioningConfiguration: { status } }) {
    const Status = status === "Disabled" ? "Suspended" : status;
    await (await cloud.s3()).putBucketVersioning({ ...partAddress(id), VersioningConfiguration: { Status } });
  },
  async delete(cloud, id) {
    await (await cloud.s3()).putBucketVersioning({ ...partAddress(id), VersioningConfiguration: { Status: "Suspended" } });
  },
});
