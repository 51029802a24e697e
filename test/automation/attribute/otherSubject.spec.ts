import assert from "node:assert/strict";
import { actsOnAnother } from "../../../automation/attribute/otherSubject";
import { alice, record } from "./shapes/records";

const call = (operation: string, parameters: unknown) => record("x", operation, "02:00", alice, parameters).record;
const balancer = { type: "aws:lb/loadBalancer:LoadBalancer", identities: ["web"] };
const filter = { type: "aws:ec2/trafficMirrorFilter:TrafficMirrorFilter", identities: ["tmf-1"] };
const layer = { type: "aws:lambda/layerVersion:LayerVersion", identities: ["arn:aws:lambda:eu-west-1:1:layer:l:1"] };

describe("a call acts on another resource", () => {
  for (const [why, operation, parameters, resource] of [
    ["where its noun is another's, whose ARN holds the same name", "ModifyTargetGroup", { targetGroupArn: "arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/web/1" }, balancer],
    ["where its noun is the beginning of the operation's", "UpdateFunctionConfiguration", { functionName: "f", layers: layer.identities }, layer],
    ["where its parameters are wrapped", "ModifyTrafficMirrorSession", { ModifyTrafficMirrorSessionRequest: { TrafficMirrorSessionId: "tms-1", TrafficMirrorFilterId: "tmf-1" } }, filter],
  ] as const) {
    it(why, () => { assert.equal(actsOnAnother(call(operation, parameters), resource), true); });
  }
});

describe("a call may act on the resource", () => {
  for (const [why, operation, parameters, resource] of [
    ["where its noun is the resource's", "ModifyLoadBalancerAttributes", { loadBalancerArn: "arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/app/web/1" }, balancer],
    ["where its noun is the end of the resource's", "SetSubscriptionAttributes", { subscriptionArn: "arn:s" }, { type: "aws:sns/topicSubscription:TopicSubscription", identities: ["s"] }],
    ["where AWS calls the resource otherwise", "DeregisterImage", { imageId: "ami-1" }, { type: "aws:ec2/ami:Ami", identities: ["ami-1"] }],
    ["where no parameter has its noun", "SetRulePriorities", { rulePriorities: [] }, { type: "aws:lb/listenerRule:ListenerRule", identities: ["r"] }],
  ] as const) {
    it(why, () => { assert.equal(actsOnAnother(call(operation, parameters), resource), false); });
  }
});
