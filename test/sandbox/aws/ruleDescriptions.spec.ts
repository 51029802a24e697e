import assert from "node:assert/strict";
import type { WireRequest } from "./exchange";
import { describingRules } from "./ruleDescriptions";

const live =
  "<DescribeSecurityGroupRulesResponse><securityGroupRuleSet><item><securityGroupRuleId>sgr-1</securityGroupRuleId>" +
  "<isEgress>false</isEgress><ipProtocol>tcp</ipProtocol><fromPort>443</fromPort><toPort>443</toPort>" +
  "<cidrIpv4>10.0.0.0/8</cidrIpv4></item></securityGroupRuleSet></DescribeSecurityGroupRulesResponse>";

function requestOf(parameters: Readonly<Record<string, string>>): WireRequest {
  return { method: "POST", url: "/", headers: {}, body: Buffer.from(new URLSearchParams(parameters).toString()) };
}

const describe443 = (action: string) =>
  requestOf({
    Action: action,
    GroupId: "sg-1",
    "IpPermissions.1.IpProtocol": "tcp",
    "IpPermissions.1.FromPort": "443",
    "IpPermissions.1.ToPort": "443",
    "IpPermissions.1.IpRanges.1.CidrIp": "10.0.0.0/8",
    "IpPermissions.1.IpRanges.1.Description": "office & co",
  });

describe("descriptions of security group rules", () => {
  /** @returns the answer's status, and what the emulator was asked */
  async function send(request: WireRequest) {
    const asked: URLSearchParams[] = [];
    const { status } = await describingRules((passed) => {
      asked.push(new URLSearchParams(passed.body.toString()));
      return Promise.resolve({ status: 200, headers: {}, body: Buffer.from(live) });
    })(request);
    return { status, asked };
  }

  it("are set by the rule's id where protocol, ports and source are given", async () => {
    const { status, asked } = await send(describe443("UpdateSecurityGroupRuleDescriptionsIngress"));
    const [, change] = asked;
    assert.equal(status, 200);
    assert.equal(change?.get("Action"), "ModifySecurityGroupRules");
    assert.equal(change.get("SecurityGroupRule.1.SecurityGroupRuleId"), "sgr-1");
    assert.equal(change.get("SecurityGroupRule.1.SecurityGroupRule.Description"), "office & co");
  });

  it("are refused where no such rule goes in that direction, and nothing is changed", async () => {
    const { status, asked } = await send(describe443("UpdateSecurityGroupRuleDescriptionsEgress"));
    assert.equal(status, 400);
    assert.deepEqual(asked.map((form) => form.get("Action")), ["DescribeSecurityGroupRules"]);
  });

  it("are the only calls that are not passed on as they are", async () => {
    const request = requestOf({ Action: "DescribeSecurityGroups" });
    const { asked } = await send(request);
    assert.deepEqual(asked.map(String), [request.body.toString()]);
  });
});
