import assert from "node:assert/strict";
import { relationOf } from "../../../automation/attribute/operationNames";
import { servicesOf } from "../../../automation/attribute/resourceServices";
import { weigh } from "../../../automation/attribute/weigh";
import type { TrailRecord } from "../../../automation/audit/trailRecord";
import { findIdentities } from "../../../automation/compare/identities";
import type { FoundDrift } from "../../../policypack/model";
import { deleted, drift, masker } from "./shapes/drifts";
import { alice, record } from "./shapes/records";

const call = (service: string, operation: string, parameters: unknown): TrailRecord => record(service, operation, "02:00", alice, parameters);

const addon = drift({ type: "aws:eks/addon:Addon", identities: ["blue:coredns", "coredns", "blue"] }, { path: "addonVersion", expected: "v1", actual: "v2" });
const stage = drift({ type: "aws:apigatewayv2/stage:Stage", identities: ["live", "a1b2c3"] }, { path: "description", expected: "x", actual: "y" });
const files = drift({ type: "aws:efs/fileSystem:FileSystem", identities: ["fs-1"] }, { path: "throughputMode", expected: "bursting", actual: "elastic" });
const listenerRule = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener-rule/app/web/1/2/3";
const networkInterface = drift({ type: "aws:ec2/networkInterface:NetworkInterface", identities: ["eni-1"] }, { path: "ipv6AddressCount", expected: 1, actual: 2 });

describe("weigh, of a type that only the catalogue knows", () => {
  for (const [says, found, made, verdict] of [
    ["a child that the call names with its parent", addon, call("eks", "UpdateAddon", { clusterName: "blue", addonName: "coredns", addonVersion: "v2" }), "explains"],
    ["a sibling under the same parent, set to the same value", addon, call("eks", "UpdateAddon", { clusterName: "blue", addonName: "vpc-cni", addonVersion: "v2" }), "elsewhere"],
    ["a namesake under another parent", addon, call("eks", "UpdateAddon", { clusterName: "green", addonName: "coredns", addonVersion: "v2" }), "elsewhere"],
    ["the parent itself", addon, call("eks", "UpdateClusterConfig", { name: "blue", addonVersion: "v2" }), "elsewhere"],
    ["a parent's name that is hidden", addon, call("eks", "UpdateAddon", { clusterName: "HIDDEN_DUE_TO_SECURITY_REASONS", addonName: "coredns", addonVersion: "v2" }), "explains"],
    ["a stage of this API", stage, call("apigateway", "UpdateStage", { apiId: "a1b2c3", stageName: "live", description: "y" }), "explains"],
    ["the same stage of another API", stage, call("apigateway", "UpdateStage", { apiId: "zzz999", stageName: "live", description: "y" }), "elsewhere"],
    ["a call of this type alone, under another noun, that gives the value", networkInterface, call("ec2", "AssignIpv6Addresses", { networkInterfaceId: "eni-1", ipv6AddressCount: 2 }), "explains"],
    ["a call of this type alone that says nothing of the property", networkInterface, call("ec2", "AssignPrivateIpAddresses", { networkInterfaceId: "eni-1", secondaryPrivateIpAddressCount: 3 }), "names"],
    ["a call that is listed to other types only", files, call("elasticfilesystem", "ModifyMountTargetSecurityGroups", { fileSystemId: "fs-1", securityGroups: ["sg-1"] }), "elsewhere"],
    ["a call that only refers to it", networkInterface, call("ec2", "CreateFlowLogs", { resourceIds: ["eni-1"] }), "elsewhere"],
    ["its removal, under a shorter noun", deleted({ type: "aws:lb/listenerRule:ListenerRule", identities: [listenerRule] }), call("elasticloadbalancing", "DeleteRule", { ruleArn: listenerRule }), "explains"],
    ["the removal of another", deleted({ type: "aws:lb/listenerRule:ListenerRule", identities: [listenerRule] }), call("elasticloadbalancing", "DeleteRule", { ruleArn: `${listenerRule}4` }), "elsewhere"],
  ] satisfies readonly (readonly [string, FoundDrift, TrailRecord, string])[]) {
    it(`says of ${says}: ${verdict}`, () => {
      const [change] = found.changes;
      assert.ok(change);
      assert.equal(weigh(made.record, found, change, masker).verdict, verdict);
    });
  }
});

describe("what the catalogue adds", () => {
  it("names a resource by the outputs that its calls take, parents among them", () => {
    assert.deepEqual(findIdentities("aws:grafana/workspaceApiKey:WorkspaceApiKey", "key-id", { key: "very-secret", keyName: "ci", workspaceId: "g-0123" }), ["key-id", "g-0123"]);
    assert.deepEqual(findIdentities("aws:cognito/userPoolClient:UserPoolClient", "client-1", { userPoolId: "eu-west-1_AbC", name: "web" }), ["client-1", "web", "eu-west-1_AbC"]);
  });

  it("knows the services that no rule does", () => {
    assert.deepEqual(servicesOf("aws:mskconnect/connector:Connector"), ["kafkaconnect.amazonaws.com", "tagging.amazonaws.com"]);
    assert.deepEqual(servicesOf("aws:notinthecatalogue/thing:Thing"), ["notinthecatalogue.amazonaws.com", "tagging.amazonaws.com"]);
  });

  it("tells a thing that was detached from one that was deleted", () => {
    assert.equal(relationOf("DetachInternetGateway", "aws:ec2/internetGateway:InternetGateway"), "changes");
    assert.equal(relationOf("DeleteInternetGateway", "aws:ec2/internetGateway:InternetGateway"), "deletes");
    assert.equal(relationOf("DisassociateWebACL", "aws:wafv2/webAcl:WebAcl"), "changes");
  });

  it("leaves open what is listed to this type and to others", () => {
    assert.equal(relationOf("DeleteLocation", "aws:datasync/locationSmb:LocationSmb"), "unclear");
    assert.equal(relationOf("UpdateStage", "aws:apigateway/deployment:Deployment"), "changes-another");
  });
});
