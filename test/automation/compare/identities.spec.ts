import assert from "node:assert/strict";
import type { JsonObject } from "../../../policypack/model";
import { compare, stackOf, masker, observe } from "./observed";
import { compareStack } from "../../../automation/compare/compareStack";
import type { StateResource } from "../../../automation/estate/deployment";

function resourceOf(type: string, id: string, outputs: JsonObject, state: Partial<StateResource> = {}) {
  const [drift] = compare([{ type, id, outputs, live: null, state }]).drifts;
  assert.ok(drift);
  return drift.resource;
}

describe("compare: who the drifted resource is", () => {
  for (const [type, id, outputs, expected] of [
    ["aws:s3/bucket:Bucket", "logs-b", { bucket: "logs-b", arn: "arn:aws:s3:::logs-b", region: "eu-west-1" }, ["logs-b", "arn:aws:s3:::logs-b"]],
    ["aws:s3/bucketVersioning:BucketVersioning", "logs-b,123456789012", { bucket: "logs-b" }, ["logs-b,123456789012", "logs-b"]],
    ["aws:iam/rolePolicy:RolePolicy", "app:inline-a", { role: "app", name: "inline-a" }, ["app:inline-a", "inline-a", "app"]],
    ["aws:iam/rolePolicyAttachment:RolePolicyAttachment", "app-2024", { role: "app", policyArn: "arn:aws:iam::aws:policy/X" }, ["app-2024", "app", "arn:aws:iam::aws:policy/X"]],
    ["aws:ec2/securityGroupRule:SecurityGroupRule", "sgrule-1", { securityGroupId: "sg-1234", protocol: "tcp" }, ["sgrule-1", "sg-1234"]],
    ["aws:ec2/route:Route", "r-rtb-1", { routeTableId: "rtb-1" }, ["r-rtb-1", "rtb-1"]],
    ["aws:sqs/queue:Queue", "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs", { name: "jobs", url: "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs" }, ["https://sqs.eu-west-1.amazonaws.com/123456789012/jobs", "jobs"]],
    ["aws:ecs/service:Service", "arn:aws:ecs:eu-west-1:123456789012:service/main/web", { name: "web" }, ["arn:aws:ecs:eu-west-1:123456789012:service/main/web", "web"]],
  ] as const) {
    it(`knows the names of ${type} in the trail`, () => {
      assert.deepEqual(resourceOf(type, id, outputs).identities, expected);
    });
  }

  it("takes no region, account, short or common word for a name", () => {
    assert.deepEqual(resourceOf("aws:x/y:Z", "eu-west-1", { name: "default", arn: "123456789012", url: "ab" }).identities, []);
  });

  it("reads account and region from the ARN, else from the resource or its provider", () => {
    const lambda = resourceOf("aws:lambda/function:Function", "f", { arn: "arn:aws:lambda:eu-west-1:123456789012:function:f" });
    assert.deepEqual([lambda.account, lambda.region], ["123456789012", "eu-west-1"]);
    assert.equal(resourceOf("aws:s3/bucket:Bucket", "b", { arn: "arn:aws:s3:::b", region: "us-east-2" }).region, "us-east-2");

    const observation = observe({ type: "aws:s3/bucket:Bucket", live: null, state: { provider: "urn:p::1" } });
    const stack = stackOf([observation]);
    const provider: StateResource = { urn: "urn:p", type: "pulumi:providers:aws", custom: true, id: "1", inputs: { region: "ap-south-1" }, outputs: {} };
    const { drifts } = compareStack({ ...stack, deployment: { resources: [provider, ...stack.deployment.resources] } }, { observations: [observation] }, masker(), new Set());
    assert.equal(drifts[0]?.resource.region, "ap-south-1");
  });

  it("says where the program declares it, what protects it, and whose child it is", () => {
    const state = { sourcePosition: "project:///src/in%20dex.ts#12,3", protect: true, parent: "urn:parent" };
    const { declaredAt, protect, parent, name } = resourceOf("aws:s3/bucket:Bucket", "b", {}, state);
    assert.deepEqual({ declaredAt, protect, parent, name }, { declaredAt: { file: "src/in dex.ts", line: 12 }, protect: true, parent: "urn:parent", name: "it" });
  });

  it("does not name a resource by a secret", () => {
    const id = "canary-7f3a-id";
    assert.doesNotMatch(JSON.stringify(resourceOf("random:index/randomPassword:RandomPassword", id, { result: id, name: id })), /canary/);
  });
});
