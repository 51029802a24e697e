import type { Tag } from "@aws-sdk/client-s3";
import * as aws from "@pulumi/aws";
import type { OutOfBandChange, TypeCase } from "./case";
import { bucketOf, part, removeBucket } from "./s3Part";

function tags(TagSet: Tag[], seen: OutOfBandChange["seen"]): OutOfBandChange {
  return {
    property: "tags",
    operation: "s3:PutBucketTagging",
    make: async (services, { id }) => (await services.s3()).putBucketTagging({ Bucket: id, Tagging: { TagSet } }),
    seen,
  };
}

function blockPublicAccess(property: string, name: string): OutOfBandChange {
  return {
    property,
    operation: "s3:PutBucketPublicAccessBlock",
    make: async (services, { id }) => {
      const s3 = await services.s3();
      const { PublicAccessBlockConfiguration: live } = await s3.getPublicAccessBlock({ Bucket: id });
      return s3.putPublicAccessBlock({ Bucket: id, PublicAccessBlockConfiguration: { ...live, [name]: false } });
    },
    seen: { [property]: "update" },
  };
}

const read = (principal: object) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: principal, Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::case-bucket-policy-bucket/*"] }],
  });

export const s3: readonly TypeCase[] = [
  {
    token: "aws:s3/bucket:Bucket",
    name: "bucket",
    declare: (name) =>
      new aws.s3.Bucket(name, { bucket: "case-bucket", forceDestroy: true, objectLockEnabled: false, tags: { app: "case", "example.com/cost": "42" } }),
    fixed: { bucket: "is the bucket's identity", forceDestroy: "is the provider's own, AWS does not know it" },
    changes: [
      tags(
        [{ Key: "app", Value: "case" }, { Key: "example.com/cost", Value: "42" }, { Key: "owner", Value: "bob" }],
        { "tags.owner": "add", "tagsAll.owner": "add" },
      ),
      tags(
        [{ Key: "app", Value: "other" }],
        {
          "tags.app": "update", "tagsAll.app": "update",
          'tags["example.com/cost"]': "delete", 'tagsAll["example.com/cost"]': "delete",
        },
      ),
      {
        property: "tags",
        operation: "s3:DeleteBucketTagging",
        make: async (services, { id }) => (await services.s3()).deleteBucketTagging({ Bucket: id }),
        seen: {
          "tags.app": "delete", "tagsAll.app": "delete",
          'tags["example.com/cost"]': "delete", 'tagsAll["example.com/cost"]': "delete",
        },
      },
      {
        property: "objectLockEnabled",
        operation: "s3:PutBucketObjectLockConfiguration",
        make: async (services, { id }) => {
          const client = await services.s3();
          await client.putBucketVersioning({ Bucket: id, VersioningConfiguration: { Status: "Enabled" } });
          return client.putObjectLockConfiguration({ Bucket: id, ObjectLockConfiguration: { ObjectLockEnabled: "Enabled" } });
        },
        // Nobody can take it off again.
        seen: { objectLockEnabled: "update-replace" },
      },
    ],
    remove: removeBucket,
  },
  {
    token: "aws:s3/bucketVersioning:BucketVersioning",
    name: "versioning",
    declare: (name) => new aws.s3.BucketVersioning(name, { bucket: bucketOf(name).id, versioningConfiguration: { status: "Enabled" } }),
    fixed: part,
    changes: [
      {
        property: "versioningConfiguration",
        operation: "s3:PutBucketVersioning",
        make: async (services, { id }) =>
          (await services.s3()).putBucketVersioning({ Bucket: id, VersioningConfiguration: { Status: "Suspended" } }),
        seen: { "versioningConfiguration.status": "update" },
      },
    ],
    remove: removeBucket,
  },
  {
    token: "aws:s3/bucketPolicy:BucketPolicy",
    name: "bucket-policy",
    declare: (name) => new aws.s3.BucketPolicy(name, { bucket: bucketOf(name).id, policy: read({ AWS: "arn:aws:iam::111122223333:root" }) }),
    fixed: part,
    changes: [
      {
        property: "policy",
        operation: "s3:PutBucketPolicy",
        make: async (services, { id }) => {
          const s3 = await services.s3();
          // New buckets refuse policies for everybody: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
          await s3.deletePublicAccessBlock({ Bucket: id });
          await s3.putBucketPolicy({ Bucket: id, Policy: read({ AWS: "*" }) });
        },
        seen: { policy: "update" },
      },
    ],
    remove: async (services, { id }) => (await services.s3()).deleteBucketPolicy({ Bucket: id }),
  },
  {
    token: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    name: "public-access-block",
    declare: (name) =>
      new aws.s3.BucketPublicAccessBlock(name, {
        bucket: bucketOf(name).id,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      }),
    fixed: part,
    changes: [
      blockPublicAccess("blockPublicAcls", "BlockPublicAcls"),
      blockPublicAccess("blockPublicPolicy", "BlockPublicPolicy"),
      blockPublicAccess("ignorePublicAcls", "IgnorePublicAcls"),
      blockPublicAccess("restrictPublicBuckets", "RestrictPublicBuckets"),
    ],
    remove: async (services, { id }) => (await services.s3()).deletePublicAccessBlock({ Bucket: id }),
  },
];
