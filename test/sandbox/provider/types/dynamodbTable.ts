import type { CreateTableCommandInput, DynamoDB, UpdateTableCommandInput } from "@aws-sdk/client-dynamodb";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { absentAs, resourceType } from "../resourceType";
import { tagChanges, tagList, tagOutputs, tagsAll, tagsFrom } from "../tags";
import { isObject } from "../values";
import type { Plain, PlainValues } from "../values";
import { indexesFrom, indexOf, indexUpdates, secondaryIndexes } from "./dynamodbIndexes";

const inputs = z.object({
  name: z.string(),
  attributes: z.array(z.object({ name: z.string(), type: z.enum(["B", "N", "S"]) })).default([]),
  billingMode: z.enum(["PAY_PER_REQUEST", "PROVISIONED"]),
  deletionProtectionEnabled: z.boolean().optional(),
  globalSecondaryIndexes: secondaryIndexes,
  hashKey: z.string(),
  pointInTimeRecovery: z.object({ enabled: z.boolean(), recoveryPeriodInDays: z.number().optional() }).optional(),
  rangeKey: z.string().optional(),
  readCapacity: z.number().optional(),
  serverSideEncryption: z.object({ enabled: z.boolean(), kmsKeyArn: z.string().optional() }).optional(),
  streamEnabled: z.boolean().optional(),
  streamViewType: z.enum(["KEYS_ONLY", "NEW_AND_OLD_IMAGES", "NEW_IMAGE", "OLD_IMAGE"]).optional(),
  tableClass: z.enum(["STANDARD", "STANDARD_INFREQUENT_ACCESS"]),
  tagsAll,
  ttl: z.object({ attributeName: z.string().optional(), enabled: z.boolean() }).optional(),
  writeCapacity: z.number().optional(),
});
type Inputs = z.infer<typeof inputs>;

/** Among the recorded outputs, what an update needs. */
const recordedTable = z.object({ arn: z.string(), globalSecondaryIndexes: secondaryIndexes, streamEnabled: z.boolean() });

/** Nothing to do: what the program leaves to AWS, of the whole or inside a block, may be as it is. */
function isAlready(wanted: unknown, recorded: Plain | undefined): boolean {
  return wanted === undefined || isDeepStrictEqual(typeof wanted === "object" && isObject(recorded) ? { ...recorded, ...wanted } : wanted, recorded);
}

function definitionsOf({ attributes }: Inputs): NonNullable<CreateTableCommandInput["AttributeDefinitions"]> {
  return attributes.map(({ name, type }) => ({ AttributeName: name, AttributeType: type }));
}

/** Billed by request, a table has no throughput of its own. */
function throughputOf({ billingMode, readCapacity, writeCapacity }: Inputs) {
  return billingMode === "PROVISIONED" ? { ReadCapacityUnits: readCapacity, WriteCapacityUnits: writeCapacity } : undefined;
}

function encryptionOf({ serverSideEncryption: sse }: Inputs): CreateTableCommandInput["SSESpecification"] {
  if (sse?.enabled !== true) return sse && { Enabled: false };
  return { Enabled: true, SSEType: "KMS", ...(sse.kmsKeyArn === undefined ? {} : { KMSMasterKeyId: sse.kmsKeyArn }) };
}

function streamOf({ streamEnabled, streamViewType }: Inputs): CreateTableCommandInput["StreamSpecification"] {
  return streamEnabled === true ? { StreamEnabled: true, StreamViewType: streamViewType } : undefined;
}

async function setTimeToLive(dynamoDb: DynamoDB, TableName: string, ttl: NonNullable<Inputs["ttl"]>): Promise<void> {
  await dynamoDb.updateTimeToLive({ TableName, TimeToLiveSpecification: { AttributeName: ttl.attributeName, Enabled: ttl.enabled } });
}

async function setRecovery(dynamoDb: DynamoDB, TableName: string, recovery: NonNullable<Inputs["pointInTimeRecovery"]>): Promise<void> {
  const { enabled, recoveryPeriodInDays: days } = recovery;
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: enabled, ...(enabled && days !== undefined ? { RecoveryPeriodInDays: days } : {}) };
  await dynamoDb.updateContinuousBackups({ TableName, PointInTimeRecoverySpecification });
}

type TableUpdate = Omit<UpdateTableCommandInput, "TableName">;

/** One call each, in the real provider's order: DynamoDB changes little at once. */
function updatesOf(table: Inputs, recorded: PlainValues): readonly TableUpdate[] {
  const before = recordedTable.parse(recorded);
  const isChanged = (...properties: readonly (keyof Inputs)[]) => properties.some((property) => !isAlready(table[property], recorded[property]));
  const indexes = indexUpdates(table.globalSecondaryIndexes, before.globalSecondaryIndexes, table.billingMode);
  const updates: (TableUpdate | undefined | false)[] = [
    isChanged("tableClass") && { TableClass: table.tableClass },
    isChanged("deletionProtectionEnabled") && { DeletionProtectionEnabled: table.deletionProtectionEnabled },
    // A stream's view cannot change while it runs.
    before.streamEnabled && (isChanged("streamEnabled", "streamViewType") || table.streamEnabled === undefined)
      && { StreamSpecification: { StreamEnabled: false } },
    isChanged("streamEnabled", "streamViewType") && table.streamEnabled === true && { StreamSpecification: streamOf(table) },
    isChanged("billingMode", "readCapacity", "writeCapacity")
      && { ...(isChanged("billingMode") ? { BillingMode: table.billingMode } : {}), ProvisionedThroughput: throughputOf(table) },
    ...indexes.map((update) => ({ AttributeDefinitions: definitionsOf(table), GlobalSecondaryIndexUpdates: [update] })),
    isChanged("serverSideEncryption") && { SSESpecification: encryptionOf(table) },
  ];
  return updates.filter((update) => update !== undefined && update !== false);
}

/** https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/dynamodb/table.go */
export const dynamodbTable = resourceType(inputs, {
  token: "aws:dynamodb/table:Table",
  autonamed: "name",
  defaults: { billingMode: "PROVISIONED", tableClass: "STANDARD", "ttl.enabled": false },
  forceNew: ["hashKey", "name", "rangeKey", "localSecondaryIndexes", "region"],
  documents: [],
  sets: ["attributes", "globalSecondaryIndexes", "globalSecondaryIndexes[*].nonKeyAttributes"],
  computed: [
    "arn", "attributes", "globalSecondaryIndexes", "globalSecondaryIndexes[*].readCapacity", "globalSecondaryIndexes[*].writeCapacity", "hashKey",
    "pointInTimeRecovery", "pointInTimeRecovery.recoveryPeriodInDays", "readCapacity", "serverSideEncryption", "serverSideEncryption.kmsKeyArn",
    "streamArn", "streamLabel", "streamViewType", "ttl", "writeCapacity",
  ],
  secretOutputs: [],
  tagged: true,
  regional: true,
  missing: ["ResourceNotFoundException"],
  async create(cloud, table) {
    const dynamoDb = await cloud.dynamoDb();
    const indexes = table.globalSecondaryIndexes.map((index) => indexOf(index, table.billingMode));
    await dynamoDb.createTable({
      TableName: table.name,
      AttributeDefinitions: definitionsOf(table),
      BillingMode: table.billingMode,
      DeletionProtectionEnabled: table.deletionProtectionEnabled,
      GlobalSecondaryIndexes: indexes.length === 0 ? undefined : indexes,
      KeySchema: [
        { AttributeName: table.hashKey, KeyType: "HASH" },
        ...(table.rangeKey === undefined ? [] : [{ AttributeName: table.rangeKey, KeyType: "RANGE" as const }]),
      ],
      ProvisionedThroughput: throughputOf(table),
      SSESpecification: encryptionOf(table),
      StreamSpecification: streamOf(table),
      TableClass: table.tableClass,
      Tags: tagList(table.tagsAll),
    });
    if (table.ttl?.enabled === true) await setTimeToLive(dynamoDb, table.name, table.ttl);
    if (table.pointInTimeRecovery?.enabled === true) await setRecovery(dynamoDb, table.name, table.pointInTimeRecovery);
    return table.name;
  },
  async read(cloud, { id, recorded }) {
    const dynamoDb = await cloud.dynamoDb();
    const { Table: live } = await dynamoDb.describeTable({ TableName: id });
    const [{ ContinuousBackupsDescription: backups }, { TimeToLiveDescription: ttl }, { Tags: tags = [] }] = await Promise.all([
      dynamoDb.describeContinuousBackups({ TableName: id }),
      dynamoDb.describeTimeToLive({ TableName: id }),
      absentAs({ Tags: [] }, ["ResourceNotFoundException"], dynamoDb.listTagsOfResource({ ResourceArn: live?.TableArn })),
    ]);
    const keyOf = (type: "HASH" | "RANGE") => live?.KeySchema?.find(({ KeyType }) => KeyType === type)?.AttributeName ?? null;
    const recovery = backups?.PointInTimeRecoveryDescription;
    const isRecoverable = recovery?.PointInTimeRecoveryStatus === "ENABLED";
    const { SSEDescription: sse, StreamSpecification: stream } = live ?? {};
    return {
      arn: live?.TableArn ?? "",
      attributes: (live?.AttributeDefinitions ?? []).map(({ AttributeName: name = "", AttributeType: type = "S" }) => ({ name, type })),
      billingMode: live?.BillingModeSummary?.BillingMode ?? "PROVISIONED",
      deletionProtectionEnabled: live?.DeletionProtectionEnabled ?? false,
      globalSecondaryIndexes: indexesFrom(live?.GlobalSecondaryIndexes ?? []),
      hashKey: keyOf("HASH"),
      name: id,
      // 35 days unless somebody chose fewer: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PointInTimeRecoverySpecification.html
      pointInTimeRecovery: { enabled: isRecoverable, recoveryPeriodInDays: isRecoverable ? (recovery.RecoveryPeriodInDays ?? 35) : 0 },
      rangeKey: keyOf("RANGE"),
      readCapacity: live?.ProvisionedThroughput?.ReadCapacityUnits ?? 0,
      // The key that AWS manages is not told; nor is anything while AWS's own key is in use.
      serverSideEncryption: sse ? { enabled: true, kmsKeyArn: sse.KMSMasterKeyArn?.endsWith(":alias/aws/dynamodb") ? "" : (sse.KMSMasterKeyArn ?? "") } : null,
      streamArn: live?.LatestStreamArn ?? "",
      streamEnabled: stream !== undefined,
      streamLabel: live?.LatestStreamLabel ?? "",
      streamViewType: stream?.StreamViewType ?? recorded["streamViewType"] ?? "",
      tableClass: live?.TableClassSummary?.TableClass ?? "STANDARD",
      // DynamoDB wants the attribute's name to end it, and forgets it then.
      ttl: { attributeName: ttl?.AttributeName ?? "", enabled: ttl?.TimeToLiveStatus === "ENABLED" },
      writeCapacity: live?.ProvisionedThroughput?.WriteCapacityUnits ?? 0,
      ...tagOutputs(cloud, tagsFrom(tags), recorded),
    };
  },
  async update(cloud, id, table, recorded) {
    const dynamoDb = await cloud.dynamoDb();
    for (const update of updatesOf(table, recorded)) await dynamoDb.updateTable({ TableName: id, ...update });
    const { ttl, pointInTimeRecovery: recovery } = table;
    if (ttl !== undefined && !isAlready(ttl, recorded["ttl"])) await setTimeToLive(dynamoDb, id, ttl);
    if (recovery !== undefined && !isAlready(recovery, recorded["pointInTimeRecovery"])) await setRecovery(dynamoDb, id, recovery);
    const { arn: ResourceArn } = recordedTable.parse(recorded);
    const { set, remove } = tagChanges(recorded, table.tagsAll);
    if (remove.length > 0) await dynamoDb.untagResource({ ResourceArn, TagKeys: remove });
    if (Object.keys(set).length > 0) await dynamoDb.tagResource({ ResourceArn, Tags: tagList(set) });
  },
  async delete(cloud, id) {
    await (await cloud.dynamoDb()).deleteTable({ TableName: id });
  },
});
