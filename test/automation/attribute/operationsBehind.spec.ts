import assert from "node:assert/strict";
import { operationsBehind } from "../../../automation/attribute";
import { drift, type Told } from "./shapes/drifts";

function behind(type: string, ...told: readonly Told[]) {
  const { kind, changes } = drift({ type, identities: ["x"] }, ...told);
  return operationsBehind(type, kind, changes);
}

const QUEUE = "aws:sqs/queue:Queue";

describe("operationsBehind", () => {
  it("are those that write the changed properties, and not what made the resource", () => {
    assert.deepEqual(behind(QUEUE, { path: "visibilityTimeoutSeconds", actual: 60 }), ["SetQueueAttributes"]);
    assert.deepEqual(behind(QUEUE, { path: "policy", actual: "{}" }), ["SetQueueAttributes", "AddPermission", "RemovePermission"]);
  });

  it("are those that delete where the resource is gone", () => {
    assert.deepEqual(behind(QUEUE, { path: "" }), ["DeleteQueue"]);
  });

  it("are the service's own tag calls for tags, those of the kind for IAM, beside those of other properties", () => {
    assert.deepEqual(behind(QUEUE, { path: "tags.owner", actual: "x" }), ["TagQueue", "UntagQueue"]);
    assert.deepEqual(behind("aws:iam/role:Role", { path: "tagsAll.owner", actual: "x" }), ["TagRole", "UntagRole"]);
    assert.deepEqual(behind(QUEUE, { path: "tags.owner", actual: "x" }, { path: "delaySeconds", actual: 1 }), ["TagQueue", "UntagQueue", "SetQueueAttributes"]);
  });

  it("are not known where no table knows the type or what writes one of the properties, nor for names that bear a version", () => {
    assert.equal(behind("aws:elasticache/cluster:Cluster", { path: "numCacheNodes", actual: 1 }), undefined);
    assert.equal(behind("aws:ec2/vpc:Vpc", { path: "cidrBlock", actual: "x" }), undefined);
    assert.equal(behind("aws:lambda/function:Function", { path: "memorySize", actual: 1 }), undefined);
  });
});
