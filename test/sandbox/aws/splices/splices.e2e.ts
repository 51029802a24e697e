import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { credentialsOf, startAws, type SandboxAws } from "..";
import { openServices, type Services } from "../../services";
import { ensureEmulator } from "../../toolchain/emulator";

describe("the sandbox's AWS, where the emulator answered otherwise", function () {
  this.timeout(60_000);
  let aws: SandboxAws;
  let dir: string;
  let bob: Services;

  before(async () => {
    dir = await mkdtemp(path.join(tmpdir(), "sandbox-splices-"));
    aws = await startAws({ ...(await ensureEmulator()), dir });
    const { endpoint, region, people } = aws;
    bob = openServices((service) =>
      Promise.resolve({ endpoint, region, credentials: credentialsOf(people.bob), maxAttempts: 1, ...(service === "s3" ? { forcePathStyle: true } : {}) }));
  });
  after(async () => {
    await aws.stop();
    await rm(dir, { recursive: true, force: true });
  });

  describe("a rule of a security group", () => {
    const https = { IpProtocol: "tcp", FromPort: 443, ToPort: 443 };
    const two = [{ ...https, IpRanges: [{ CidrIp: "10.0.0.0/8", Description: "office" }, { CidrIp: "192.168.0.0/16" }] }];

    async function newGroup(GroupName: string): Promise<string> {
      return (await (await bob.ec2()).createSecurityGroup({ GroupName, Description: "d" })).GroupId ?? "";
    }
    async function ingressOf(group: string) {
      const { SecurityGroupRules: rules = [] } = await (await bob.ec2()).describeSecurityGroupRules({ Filters: [{ Name: "group-id", Values: [group] }] });
      return rules.filter(({ IsEgress }) => IsEgress === false);
    }

    it("is one for each source, while the group shows those of the same ports together", async () => {
      const ec2 = await bob.ec2();
      const GroupId = await newGroup("each-source");
      const { SecurityGroupRules: made = [] } = await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: two });
      const live = await ingressOf(GroupId);
      assert.equal(new Set(live.map(({ SecurityGroupRuleId }) => SecurityGroupRuleId)).size, 2);
      assert.deepEqual(live, made);
      assert.deepEqual(live.map(({ CidrIpv4, Description }) => [CidrIpv4, Description]), [["10.0.0.0/8", "office"], ["192.168.0.0/16", undefined]]);
      const { SecurityGroups: [group] = [] } = await ec2.describeSecurityGroups({ GroupIds: [GroupId] });
      assert.partialDeepStrictEqual(group?.IpPermissions, two);
    });

    it("can be taken away by itself, by id or by what it is, and is another one when it comes back", async () => {
      const ec2 = await bob.ec2();
      const GroupId = await newGroup("another-one");
      const { SecurityGroupRules: [first, second] = [] } = await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: two });
      const gone = await ec2.revokeSecurityGroupIngress({ GroupId, IpPermissions: [{ ...https, IpRanges: [{ CidrIp: "10.0.0.0/8" }] }] });
      assert.deepEqual(gone.RevokedSecurityGroupRules?.map(({ SecurityGroupRuleId }) => SecurityGroupRuleId), [first?.SecurityGroupRuleId]);
      assert.deepEqual(await ingressOf(GroupId), [second]);
      await ec2.revokeSecurityGroupIngress({ GroupId, SecurityGroupRuleIds: [second?.SecurityGroupRuleId ?? ""] });
      const { SecurityGroupRules: again = [] } = await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: two });
      assert.equal(new Set([first, second, ...again].map((rule) => rule?.SecurityGroupRuleId)).size, 4);
      await assert.rejects(ec2.describeSecurityGroupRules({ SecurityGroupRuleIds: [first?.SecurityGroupRuleId ?? ""] }), { name: "InvalidSecurityGroupRuleId.NotFound" });
    });

    it("stays the same rule when it is modified, with a source of the same kind", async () => {
      const ec2 = await bob.ec2();
      const [GroupId, other, third] = await Promise.all([newGroup("modified"), newGroup("modified-2"), newGroup("modified-3")]);
      const from = (group: string) => ({ ...https, UserIdGroupPairs: [{ GroupId: group }] });
      const { SecurityGroupRules: [made, prefixed] = [] } = await ec2.authorizeSecurityGroupIngress({
        GroupId, IpPermissions: [from(other), { ...https, PrefixListIds: [{ PrefixListId: "pl-0123456789abcdef0", Description: "a list" }] }],
      });
      const { SecurityGroupRuleId = "" } = made ?? {};
      assert.partialDeepStrictEqual(prefixed, { PrefixListId: "pl-0123456789abcdef0", Description: "a list" });
      const modify = (rule: object, id = SecurityGroupRuleId) =>
        ec2.modifySecurityGroupRules({ GroupId, SecurityGroupRules: [{ SecurityGroupRuleId: id, SecurityGroupRule: { ...https, ...rule } }] });
      await modify({ ReferencedGroupId: third });
      await modify({ PrefixListId: "pl-0fedcba9876543210" }, prefixed?.SecurityGroupRuleId);
      const live = await ingressOf(GroupId);
      assert.deepEqual(live.map((rule) => [rule.SecurityGroupRuleId, rule.ReferencedGroupInfo?.GroupId ?? rule.PrefixListId]),
        [[SecurityGroupRuleId, third], [prefixed?.SecurityGroupRuleId, "pl-0fedcba9876543210"]]);
      await assert.rejects(modify({ CidrIpv4: "10.0.0.0/8" }), { name: "InvalidParameterValue" });
      await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: [from(other)] });
      await assert.rejects(modify({ ReferencedGroupId: other }), { name: "InvalidPermission.Duplicate" });
    });
  });
});
