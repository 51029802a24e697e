import type { GlobalSecondaryIndex, GlobalSecondaryIndexDescription, GlobalSecondaryIndexUpdate } from "@aws-sdk/client-dynamodb";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Plain } from "../values";

const secondaryIndex = z.object({
  name: z.string(),
  hashKey: z.string(),
  nonKeyAttributes: z.array(z.string()).optional(),
  projectionType: z.enum(["ALL", "INCLUDE", "KEYS_ONLY"]),
  rangeKey: z.string().nullish(),
  readCapacity: z.number().optional(),
  writeCapacity: z.number().optional(),
});
type Index = z.infer<typeof secondaryIndex>;
type BillingMode = "PAY_PER_REQUEST" | "PROVISIONED";

export const secondaryIndexes = z.array(secondaryIndex).default([]);

export function indexOf(index: Index, billingMode: BillingMode): GlobalSecondaryIndex {
  return {
    IndexName: index.name,
    KeySchema: [
      { AttributeName: index.hashKey, KeyType: "HASH" },
      ...(index.rangeKey ? [{ AttributeName: index.rangeKey, KeyType: "RANGE" as const }] : []),
    ],
    Projection: { ProjectionType: index.projectionType, NonKeyAttributes: index.nonKeyAttributes },
    ProvisionedThroughput: throughputOf(index, billingMode),
  };
}

export function indexesFrom(live: readonly GlobalSecondaryIndexDescription[]): readonly Plain[] {
  return live.map(({ IndexName, KeySchema = [], Projection, ProvisionedThroughput }) => {
    const keyOf = (type: "HASH" | "RANGE") => KeySchema.find(({ KeyType }) => KeyType === type)?.AttributeName ?? null;
    return {
      name: IndexName ?? "",
      hashKey: keyOf("HASH"),
      nonKeyAttributes: Projection?.NonKeyAttributes ?? [],
      projectionType: Projection?.ProjectionType ?? "ALL",
      rangeKey: keyOf("RANGE"),
      readCapacity: ProvisionedThroughput?.ReadCapacityUnits ?? 0,
      writeCapacity: ProvisionedThroughput?.WriteCapacityUnits ?? 0,
    };
  });
}

/** What deletes, changes and creates indexes; only throughput can change in place. */
export function indexUpdates(wanted: readonly Index[], recorded: readonly Index[], billingMode: BillingMode): readonly GlobalSecondaryIndexUpdate[] {
  const shapeOf = ({ name, hashKey, rangeKey, projectionType, nonKeyAttributes = [] }: Index) =>
    ({ name, hashKey, rangeKey: rangeKey ?? null, projectionType, nonKeyAttributes: [...nonKeyAttributes].sort() });
  const isIn = (indexes: readonly Index[], index: Index) => indexes.some((one) => isDeepStrictEqual(shapeOf(one), shapeOf(index)));
  const hasThroughput = ({ name, readCapacity, writeCapacity }: Index) =>
    recorded.some((one) => one.name === name && one.readCapacity === readCapacity && one.writeCapacity === writeCapacity);
  return [
    ...recorded.filter((index) => !isIn(wanted, index)).map(({ name }) => ({ Delete: { IndexName: name } })),
    ...wanted
      .filter((index) => isIn(recorded, index) && billingMode === "PROVISIONED" && !hasThroughput(index))
      .map((index) => ({ Update: { IndexName: index.name, ProvisionedThroughput: throughputOf(index, billingMode) } })),
    ...wanted.filter((index) => !isIn(recorded, index)).map((index) => ({ Create: indexOf(index, billingMode) })),
  ];
}

function throughputOf({ readCapacity, writeCapacity }: Index, billingMode: BillingMode): GlobalSecondaryIndex["ProvisionedThroughput"] {
  return billingMode === "PROVISIONED" ? { ReadCapacityUnits: readCapacity, WriteCapacityUnits: writeCapacity } : undefined;
}
