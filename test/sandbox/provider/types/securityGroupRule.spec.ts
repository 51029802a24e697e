import assert from "node:assert/strict";
import { ruleId } from "./securityGroupRule";

const ports = { protocol: "tcp", fromPort: 80, toPort: 8000, securityGroupId: "sg-12345", description: "", self: false };
const none = { cidrBlocks: [], ipv6CidrBlocks: [], prefixListIds: [] };

/** https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ec2/vpc_security_group_rule_test.go */
describe("the id of a security group rule", () => {
  it("is the one that Terraform gives the same rule", () => {
    const office = { ...ports, ...none, cidrBlocks: ["10.0.0.0/8"] };
    assert.equal(ruleId({ ...office, type: "ingress" }), "sgrule-3403497314");
    assert.equal(ruleId({ ...office, type: "egress" }), "sgrule-1173186295");
  });

  it("counts no ports where all protocols are meant", () => {
    assert.equal(ruleId({ ...ports, ...none, protocol: "-1", cidrBlocks: ["10.0.0.0/8"], type: "egress" }), "sgrule-766323498");
  });

  it("does not depend on the order of the sources", () => {
    const sources = ["10.1.0.0/16", "10.2.0.0/16"];
    const idOf = (cidrBlocks: string[]) => ruleId({ ...ports, ...none, cidrBlocks, type: "ingress" });
    assert.equal(idOf(sources), idOf(sources.toReversed()));
  });
});
