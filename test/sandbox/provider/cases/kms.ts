import * as aws from "@pulumi/aws";
import type { TypeCase } from "./case";

const policy = (...others: readonly object[]) => JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Sid: "own", Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "kms:*", Resource: "*" }, ...others],
});

export const kms: readonly TypeCase[] = [
  {
    token: "aws:kms/key:Key",
    name: "key",
    declare: (name) =>
      new aws.kms.Key(name, {
        description: "case",
        policy: policy(),
        enableKeyRotation: true,
        rotationPeriodInDays: 180,
        isEnabled: true,
        deletionWindowInDays: 7,
        tags: { app: "case" },
      }),
    fixed: { deletionWindowInDays: "is the provider's own: no call reads it" },
    changes: [
      {
        property: "description",
        operation: "kms:UpdateKeyDescription",
        make: async (services, { id }) => (await services.kms()).updateKeyDescription({ KeyId: id, Description: "mine" }),
        seen: { description: "update" },
      },
      {
        property: "policy",
        operation: "kms:PutKeyPolicy",
        make: async (services, { id }) => {
          const everyone = { Sid: "all", Effect: "Allow", Principal: "*", Action: "kms:Decrypt", Resource: "*" };
          await (await services.kms()).putKeyPolicy({ KeyId: id, PolicyName: "default", Policy: policy(everyone) });
        },
        seen: { policy: "update" },
      },
      {
        property: "rotationPeriodInDays",
        operation: "kms:EnableKeyRotation",
        make: async (services, { id }) => (await services.kms()).enableKeyRotation({ KeyId: id, RotationPeriodInDays: 2560 }),
        seen: { rotationPeriodInDays: "update" },
      },
      {
        property: "enableKeyRotation",
        operation: "kms:DisableKeyRotation",
        make: async (services, { id }) => (await services.kms()).disableKeyRotation({ KeyId: id }),
        seen: { enableKeyRotation: "update", rotationPeriodInDays: "update" },
      },
      {
        property: "isEnabled",
        operation: "kms:DisableKey",
        make: async (services, { id }) => (await services.kms()).disableKey({ KeyId: id }),
        seen: { isEnabled: "update" },
      },
      {
        property: "tags",
        operation: "kms:TagResource",
        make: async (services, { id }) => (await services.kms()).tagResource({ KeyId: id, Tags: [{ TagKey: "owner", TagValue: "bob" }] }),
        seen: { "tags.owner": "add", "tagsAll.owner": "add" },
      },
    ],
    remove: async (services, { id }) => (await services.kms()).scheduleKeyDeletion({ KeyId: id, PendingWindowInDays: 7 }),
  },
];
