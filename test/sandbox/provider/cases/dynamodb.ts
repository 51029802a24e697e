import type { UpdateTableCommandInput } from "@aws-sdk/client-dynamodb";
import * as aws from "@pulumi/aws";
import type { OutOfBandChange, TypeCase } from "./case";

function updated(
  property: string, request: Omit<UpdateTableCommandInput, "TableName">, seen: OutOfBandChange["seen"] = { [property]: "update" },
): OutOfBandChange {
  return {
    property,
    operation: "dynamodb:UpdateTable",
    make: async (services, { id }) => (await services.dynamoDb()).updateTable({ TableName: id, ...request }),
    seen,
  };
}

const key = (id: string) => `arn:aws:kms:eu-central-1:111122223333:key/${id}`;

const remove: TypeCase["remove"] = async (services, { id }) => (await services.dynamoDb()).deleteTable({ TableName: id });

const identity = { name: "is the table's identity", hashKey: "is chosen once" };

export const dynamodb: readonly TypeCase[] = [
  {
    token: "aws:dynamodb/table:Table",
    name: "table",
    declare: (name) =>
      new aws.dynamodb.Table(name, {
        name: "case-table",
        attributes: [{ name: "id", type: "S" }, { name: "at", type: "N" }, { name: "owner", type: "S" }],
        hashKey: "id",
        rangeKey: "at",
        readCapacity: 5,
        writeCapacity: 5,
        globalSecondaryIndexes: [
          { name: "by-owner", hashKey: "owner", projectionType: "INCLUDE", nonKeyAttributes: ["b", "a"], readCapacity: 2, writeCapacity: 2 },
        ],
        ttl: { attributeName: "expires", enabled: true },
        pointInTimeRecovery: { enabled: true },
        serverSideEncryption: { enabled: true, kmsKeyArn: key("one") },
        streamEnabled: true,
        streamViewType: "NEW_IMAGE",
        tableClass: "STANDARD_INFREQUENT_ACCESS",
        deletionProtectionEnabled: false,
        tags: { app: "case" },
      }),
    fixed: { ...identity, rangeKey: "is chosen once", attributes: "change only with the keys and indexes that they are for" },
    changes: [
      updated("readCapacity", { ProvisionedThroughput: { ReadCapacityUnits: 50, WriteCapacityUnits: 5 } }),
      updated("writeCapacity", { ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 1 } }),
      updated(
        "globalSecondaryIndexes",
        { GlobalSecondaryIndexUpdates: [{ Update: { IndexName: "by-owner", ProvisionedThroughput: { ReadCapacityUnits: 9, WriteCapacityUnits: 2 } } }] },
        { "globalSecondaryIndexes[0].readCapacity": "update" },
      ),
      {
        property: "ttl",
        operation: "dynamodb:UpdateTimeToLive",
        make: async (services, { id }) =>
          (await services.dynamoDb()).updateTimeToLive({ TableName: id, TimeToLiveSpecification: { AttributeName: "expires", Enabled: false } }),
        seen: { "ttl.attributeName": "update", "ttl.enabled": "update" },
      },
      {
        property: "pointInTimeRecovery",
        operation: "dynamodb:UpdateContinuousBackups",
        make: async (services, { id }) =>
          (await services.dynamoDb()).updateContinuousBackups({ TableName: id, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false } }),
        seen: { "pointInTimeRecovery.enabled": "update" },
      },
      updated(
        "serverSideEncryption", { SSESpecification: { Enabled: true, SSEType: "KMS", KMSMasterKeyId: key("two") } },
        { "serverSideEncryption.kmsKeyArn": "update" },
      ),
      updated("serverSideEncryption", { SSESpecification: { Enabled: false } }, { serverSideEncryption: "delete" }),
      updated("streamEnabled", { StreamSpecification: { StreamEnabled: false } }),
      {
        ...updated("streamViewType", {}),
        make: async (services, { id }) => {
          const dynamoDb = await services.dynamoDb();
          await dynamoDb.updateTable({ TableName: id, StreamSpecification: { StreamEnabled: false } });
          await dynamoDb.updateTable({ TableName: id, StreamSpecification: { StreamEnabled: true, StreamViewType: "KEYS_ONLY" } });
        },
      },
      updated("tableClass", { TableClass: "STANDARD" }),
      updated("deletionProtectionEnabled", { DeletionProtectionEnabled: true }),
      {
        property: "tags",
        operation: "dynamodb:TagResource",
        make: async (services, { text }) => (await services.dynamoDb()).tagResource({ ResourceArn: text("arn"), Tags: [{ Key: "owner", Value: "bob" }] }),
        seen: { "tags.owner": "add", "tagsAll.owner": "add" },
      },
    ],
    remove,
  },
  {
    token: "aws:dynamodb/table:Table",
    name: "by-request",
    declare: (name) =>
      new aws.dynamodb.Table(name, { name: "case-by-request", attributes: [{ name: "id", type: "S" }], hashKey: "id", billingMode: "PAY_PER_REQUEST" }),
    fixed: { ...identity, attributes: "change only with the keys and indexes that they are for" },
    changes: [
      // What it is provisioned with is AWS's to choose as long as the program does not say.
      updated("billingMode", { BillingMode: "PROVISIONED", ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } }),
    ],
    remove,
  },
];
