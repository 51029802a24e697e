import * as aws from "@pulumi/aws";
import type { OutOfBandChange, TypeCase } from "./case";

const policy = (Action: string) => JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action, Resource: "*" }],
});

function updated(property: string, changed: { readonly Description?: string; readonly KmsKeyId?: string }): OutOfBandChange {
  return {
    property,
    operation: "secretsmanager:UpdateSecret",
    make: async (services, { id }) => (await services.secretsManager()).updateSecret({ SecretId: id, ...changed }),
    seen: { [property]: "update" },
  };
}

export const secretsmanager: readonly TypeCase[] = [
  {
    token: "aws:secretsmanager/secret:Secret",
    name: "secret",
    declare: (name) =>
      new aws.secretsmanager.Secret(name, {
        name: "case/secret",
        description: "Case",
        kmsKeyId: "alias/case",
        policy: policy("secretsmanager:GetSecretValue"),
        recoveryWindowInDays: 0,
        tags: { app: "case" },
      }),
    fixed: { name: "is the secret's identity", recoveryWindowInDays: "is about the provider's own deletion" },
    changes: [
      updated("description", { Description: "Changed" }),
      updated("kmsKeyId", { KmsKeyId: "alias/other" }),
      {
        property: "policy",
        operation: "secretsmanager:PutResourcePolicy",
        make: async (services, { id }) =>
          (await services.secretsManager()).putResourcePolicy({ SecretId: id, ResourcePolicy: policy("secretsmanager:*") }),
        seen: { policy: "update" },
      },
      {
        property: "policy",
        operation: "secretsmanager:DeleteResourcePolicy",
        make: async (services, { id }) => (await services.secretsManager()).deleteResourcePolicy({ SecretId: id }),
        seen: { policy: "update" },
      },
      {
        property: "tags",
        operation: "secretsmanager:TagResource",
        make: async (services, { id }) => (await services.secretsManager()).tagResource({ SecretId: id, Tags: [{ Key: "owner", Value: "bob" }] }),
        seen: { "tags.owner": "add", "tagsAll.owner": "add" },
      },
    ],
    remove: async (services, { id }) => (await services.secretsManager()).deleteSecret({ SecretId: id, ForceDeleteWithoutRecovery: true }),
  },
  {
    token: "aws:secretsmanager/secretVersion:SecretVersion",
    name: "version",
    declare: (name) =>
      new aws.secretsmanager.SecretVersion(name, {
        secretId: new aws.secretsmanager.Secret(`${name}-secret`, { recoveryWindowInDays: 0 }).arn,
        secretString: "correct horse",
        versionStages: ["AWSCURRENT"],
      }),
    fixed: {
      secretId: "is part of the version's identity",
      secretString: "stays what it is: another value is another version",
    },
    changes: [
      {
        property: "versionStages",
        operation: "secretsmanager:PutSecretValue",
        make: async (services, { text }) =>
          (await services.secretsManager()).putSecretValue({ SecretId: text("secretId"), SecretString: "wrong horse" }),
        seen: { "versionStages[0]": "update" },
      },
      {
        property: "versionStages",
        operation: "secretsmanager:UpdateSecretVersionStage",
        make: async (services, { text }) =>
          (await services.secretsManager()).updateSecretVersionStage({
            SecretId: text("secretId"), VersionStage: "blue", MoveToVersionId: text("versionId"),
          }),
        seen: { "versionStages[1]": "add" },
      },
    ],
    // A version goes with its secret.
    remove: async (services, { text }) =>
      (await services.secretsManager()).deleteSecret({ SecretId: text("secretId"), ForceDeleteWithoutRecovery: true }),
  },
];
