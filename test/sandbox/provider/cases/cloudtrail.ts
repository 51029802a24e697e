import * as aws from "@pulumi/aws";
import type { UpdateTrailRequest } from "@aws-sdk/client-cloudtrail";
import type { OutOfBandChange, TypeCase } from "./case";

function setting(property: string, changed: Partial<UpdateTrailRequest>): OutOfBandChange {
  return {
    property,
    operation: "cloudtrail:UpdateTrail",
    make: async (services, { id }) => (await services.cloudTrail()).updateTrail({ ...changed, Name: id }),
    seen: { [property]: "update" },
  };
}

export const cloudtrail: readonly TypeCase[] = [
  {
    token: "aws:cloudtrail/trail:Trail",
    name: "trail",
    declare: (name) => {
      const bucket = new aws.s3.Bucket(`${name}-bucket`, { bucket: "case-trail", forceDestroy: true });
      return new aws.cloudtrail.Trail(name, {
        name: "case-trail",
        s3BucketName: bucket.bucket,
        s3KeyPrefix: "audit",
        enableLogging: true,
        enableLogFileValidation: true,
        isMultiRegionTrail: true,
        includeGlobalServiceEvents: true,
        eventSelectors: [
          { readWriteType: "All", includeManagementEvents: true, dataResources: [{ type: "AWS::S3::Object", values: ["arn:aws:s3:::case-trail/"] }] },
        ],
        tags: { app: "case" },
      });
    },
    fixed: { name: "is the trail's identity" },
    changes: [
      {
        property: "enableLogging",
        operation: "cloudtrail:StopLogging",
        make: async (services, { id }) => (await services.cloudTrail()).stopLogging({ Name: id }),
        seen: { enableLogging: "update" },
      },
      setting("enableLogFileValidation", { EnableLogFileValidation: false }),
      setting("includeGlobalServiceEvents", { IncludeGlobalServiceEvents: false }),
      setting("isMultiRegionTrail", { IsMultiRegionTrail: false }),
      setting("s3BucketName", { S3BucketName: "elsewhere" }),
      setting("s3KeyPrefix", { S3KeyPrefix: "mine" }),
      {
        property: "eventSelectors",
        operation: "cloudtrail:PutEventSelectors",
        make: async (services, { id }) => (await services.cloudTrail()).putEventSelectors({
          TrailName: id,
          EventSelectors: [{ ReadWriteType: "ReadOnly", IncludeManagementEvents: false, DataResources: [] }],
        }),
        seen: {
          "eventSelectors[0].readWriteType": "update",
          "eventSelectors[0].includeManagementEvents": "update",
          "eventSelectors[0].dataResources[0]": "delete",
        },
      },
      {
        property: "tags",
        operation: "cloudtrail:AddTags",
        make: async (services, { id }) => (await services.cloudTrail()).addTags({ ResourceId: id, TagsList: [{ Key: "owner", Value: "bob" }] }),
        seen: { "tags.owner": "add", "tagsAll.owner": "add" },
      },
    ],
    remove: async (services, { id }) => (await services.cloudTrail()).deleteTrail({ Name: id }),
  },
];
