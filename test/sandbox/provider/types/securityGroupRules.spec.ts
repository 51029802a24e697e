import assert from "node:assert/strict";
import fc from "fast-check";
import { isSameRule, permissionOf, rules, rulesFrom } from "./securityGroupRules";

const GROUP = "sg-1";
const [https, ssh, peers] = rules.parse([
  { protocol: "TCP", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/8", "192.168.0.0/16"] },
  { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8"], description: "office" },
  { protocol: "all", fromPort: 0, toPort: 0, self: true, securityGroups: ["sg-2"] },
]);

describe("security group rules", () => {
  it("are found as they were declared, however EC2 merged and ordered them", () => {
    assert.ok(https && ssh && peers);
    const declared = [https, ssh, peers];
    const permissions = declared.map((rule) => permissionOf(rule, GROUP));
    fc.assert(
      fc.property(fc.shuffledSubarray(permissions, { minLength: 3 }), (live) => {
        const found = rulesFrom(live, declared, GROUP);
        return found.length === 3 && declared.every((rule) => found.some((other) => isSameRule(rule, other)));
      }),
    );
  });

  it("stay two rules where two were declared for the same ports", () => {
    const declared = rules.parse([
      { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.1.0.0/16"] },
      { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.2.0.0/16"] },
    ]);
    const merged = { IpProtocol: "tcp", FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: "10.1.0.0/16" }, { CidrIp: "10.2.0.0/16" }] };
    assert.deepEqual(rulesFrom([merged], declared, GROUP), declared);
  });

  it("show a source that somebody added as a rule of its own", () => {
    assert.ok(ssh);
    const ranges = [{ CidrIp: "10.0.0.0/8", Description: "office" }, { CidrIp: "0.0.0.0/0" }];
    const live = { IpProtocol: "tcp", FromPort: 22, ToPort: 22, IpRanges: ranges };
    const [first, second] = rulesFrom([live], [ssh], GROUP);
    assert.deepEqual(first, ssh);
    assert.deepEqual(second?.cidrBlocks, ["0.0.0.0/0"]);
  });

  it("show what is left where a source was taken away", () => {
    assert.ok(https);
    const live = { IpProtocol: "tcp", FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: "10.0.0.0/8" }] };
    assert.deepEqual(rulesFrom([live], [https], GROUP).map(({ cidrBlocks }) => cidrBlocks), [["10.0.0.0/8"]]);
  });
});
