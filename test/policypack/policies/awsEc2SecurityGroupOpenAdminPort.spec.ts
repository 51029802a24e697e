import assert from "node:assert/strict";
import { awsEc2SecurityGroupOpenAdminPort } from "../../../policypack/policies/awsEc2SecurityGroupOpenAdminPort";
import { judge, UNKNOWN } from "./runGuardrail";

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

const policy = awsEc2SecurityGroupOpenAdminPort();
const ssh = { protocol: "tcp", fromPort: 22, toPort: 22 };

describe("aws-ec2-security-group-open-admin-port", () => {
  const open: readonly (readonly [what: string, type: string, props: object, said: string])[] = [
    ["SSH from everywhere, in a group", GROUP, { ingress: [{ ...ssh, cidrBlocks: ["0.0.0.0/0"] }] }, "ingress[0] lets everybody (0.0.0.0/0) in on port 22 (SSH)."],
    ["by IPv6", GROUP, { ingress: [{ ...ssh, ipv6CidrBlocks: ["::/0"] }] }, "ingress[0] lets everybody (::/0) in on port 22 (SSH)."],
    ["in the default group", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", { ingress: [{ ...ssh, cidrBlocks: ["0.0.0.0/0"] }] }, "ingress[0] lets everybody (0.0.0.0/0) in on port 22 (SSH)."],
    ["a range that contains some", GROUP, { ingress: [{ protocol: "tcp", fromPort: 3000, toPort: 6000, cidrBlocks: ["0.0.0.0/0"] }] }, "ingress[0] lets everybody (0.0.0.0/0) in on ports 3389 (RDP), 5900 (VNC), 5985 (WinRM), 5986 (WinRM)."],
    ["RDP by UDP", RULE, { type: "ingress", protocol: "udp", fromPort: 3389, toPort: 3389, cidrBlocks: ["0.0.0.0/0"] }, "it lets everybody (0.0.0.0/0) in on port 3389 (RDP)."],
    ["half of the world", RULE, { type: "ingress", ...ssh, cidrBlocks: ["10.0.0.0/8", "128.0.0.0/1"] }, "it lets everybody (128.0.0.0/1) in on port 22 (SSH)."],
    ["a rule of its own", INGRESS, { ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv4: "0.0.0.0/0" }, "it lets everybody (0.0.0.0/0) in on port 22 (SSH)."],
    ["a rule of its own, by IPv6, a protocol by number", INGRESS, { ipProtocol: "6", fromPort: 22, toPort: 22, cidrIpv6: "::/0" }, "it lets everybody (::/0) in on port 22 (SSH)."],
  ];
  for (const [what, type, props, said] of open) {
    it(`reports ${what}`, async () => {
      assert.deepEqual(await judge(policy, type, props), { said: [said], unknown: false });
    });
  }

  for (const [type, props] of [
    [GROUP, { ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }] }],
    [INGRESS, { ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" }],
  ] as const) {
    it(`reports all ports of ${type} in one sentence`, async () => {
      const { said } = await judge(policy, type, props);
      assert.equal(said.length, 1);
      assert.match(said[0] ?? "", /ports 22 \(SSH\), 23 \(Telnet\), .*5986 \(WinRM\)\.$/);
    });
  }

  const closed: readonly (readonly [what: string, type: string, props: object])[] = [
    ["HTTPS from everywhere", GROUP, { ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }] }],
    ["SSH from a network", GROUP, { ingress: [{ ...ssh, cidrBlocks: ["10.0.0.0/8", "203.0.113.0/24"], ipv6CidrBlocks: ["2001:db8::/32"] }] }],
    ["SSH from a group", GROUP, { ingress: [{ ...ssh, securityGroups: ["sg-1"], self: true }] }],
    ["what goes out", GROUP, { egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }] }],
    ["a rule for what goes out", RULE, { type: "egress", protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
    ["ICMP, whose types stand where ports do", GROUP, { ingress: [{ protocol: "icmp", fromPort: -1, toPort: -1, cidrBlocks: ["0.0.0.0/0"] }] }],
    ["a group without rules", GROUP, {}],
    ["another type", "aws:ec2/networkAcl:NetworkAcl", { ingress: [{ ...ssh, cidrBlock: "0.0.0.0/0", action: "allow" }] }],
  ];
  for (const [what, type, props] of closed) {
    it(`is silent about ${what}`, async () => {
      assert.deepEqual(await judge(policy, type, props), { said: [], unknown: false });
    });
  }

  it("takes the ports from the configuration", async () => {
    const props = { ingress: [{ protocol: "tcp", fromPort: 22, toPort: 80, cidrBlocks: ["0.0.0.0/0"] }] };
    assert.deepEqual((await judge(policy, GROUP, props, { ports: [80] })).said, ["ingress[0] lets everybody (0.0.0.0/0) in on port 80."]);
    assert.deepEqual((await judge(policy, GROUP, props, { ports: [] })).said, []);
  });

  it("takes no rule away", () => {
    assert.equal(policy.remediateResource, undefined);
  });

  describe("in a preview that does not know everything", () => {
    const unknown: readonly (readonly [what: string, props: object])[] = [
      ["the rules", { ingress: UNKNOWN }],
      ["a rule", { ingress: [UNKNOWN] }],
      ["a source", { ingress: [{ ...ssh, cidrBlocks: [UNKNOWN] }] }],
      ["the sources", { ingress: [{ ...ssh, ipv6CidrBlocks: UNKNOWN }] }],
      ["a port", { ingress: [{ protocol: "tcp", fromPort: UNKNOWN, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }] }],
      ["the protocol", { ingress: [{ protocol: UNKNOWN, fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }] }],
    ];
    for (const [what, props] of unknown) {
      it(`says that it could not judge, where ${what} may turn out open`, async () => {
        assert.deepEqual(await judge(policy, GROUP, props), { said: [], unknown: true });
      });
    }

    it("still reports what it knows, wherever the unknown stands", async () => {
      const rules = [{ ...ssh, cidrBlocks: [UNKNOWN, "0.0.0.0/0", UNKNOWN] }, UNKNOWN, { ...ssh, ipv6CidrBlocks: ["::/0"] }];
      const { said, unknown } = await judge(policy, GROUP, { ingress: rules });
      assert.deepEqual([said.length, unknown], [2, true]);
    });

    it("is silent where the unknown can open no port that counts", async () => {
      const group = { vpcId: UNKNOWN, ingress: [{ ...ssh, description: UNKNOWN, securityGroups: [UNKNOWN], cidrBlocks: ["10.0.0.0/8"] }, { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: [UNKNOWN] }] };
      assert.deepEqual(await judge(policy, GROUP, group), { said: [], unknown: false });
    });
  });
});
