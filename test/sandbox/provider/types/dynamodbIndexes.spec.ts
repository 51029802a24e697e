import assert from "node:assert/strict";
import { indexUpdates } from "./dynamodbIndexes";

describe("what an update does to a table's indexes", () => {
  const index = { name: "by-owner", hashKey: "owner", projectionType: "INCLUDE" as const, nonKeyAttributes: ["a", "b"], readCapacity: 2, writeCapacity: 2 };

  it("nothing, given the same index, however the order of what is in it", () => {
    const live = { ...index, nonKeyAttributes: ["b", "a"], rangeKey: null };
    assert.deepEqual(indexUpdates([index], [live], "PROVISIONED"), []);
  });

  it("sets its throughput, given that this is all that differs, and nothing where requests are billed", () => {
    const live = { ...index, readCapacity: 9 };
    const wanted = { ReadCapacityUnits: 2, WriteCapacityUnits: 2 };
    assert.deepEqual(indexUpdates([index], [live], "PROVISIONED"), [{ Update: { IndexName: "by-owner", ProvisionedThroughput: wanted } }]);
    assert.deepEqual(indexUpdates([index], [live], "PAY_PER_REQUEST"), []);
  });

  it("deletes it and creates it again, given another key", () => {
    const [first, second, ...more] = indexUpdates([index], [{ ...index, hashKey: "team" }], "PROVISIONED");
    assert.deepEqual(first, { Delete: { IndexName: "by-owner" } });
    assert.equal(second?.Create?.KeySchema?.[0]?.AttributeName, "owner");
    assert.deepEqual(more, []);
  });
});
