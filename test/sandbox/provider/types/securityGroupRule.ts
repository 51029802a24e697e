import { isDeepStrictEqual } from "node:util";
import { crc32 } from "node:zlib";
import type { EC2, IpPermission } from "@aws-sdk/client-ec2";
import { z } from "zod";
import { resourceType } from "../resourceType";
import { present } from "../values";
import { liveDescription, permissionOf, rules } from "./securityGroupRules";

const texts = z.array(z.string()).default([]);

const inputs = z.object({
  cidrBlocks: texts,
  description: z.string().default(""),
  fromPort: z.number(),
  ipv6CidrBlocks: texts,
  prefixListIds: texts,
  protocol: z.string(),
  securityGroupId: z.string(),
  self: z.boolean().default(false),
  sourceSecurityGroupId: z.string().optional(),
  toPort: z.number(),
  type: z.enum(["ingress", "egress"]),
});
type Rule = z.infer<typeof inputs>;

export const securityGroupRule = resourceType(inputs, {
  token: "aws:ec2/securityGroupRule:SecurityGroupRule",
  defaults: { self: false },
  forceNew: [
    "cidrBlocks", "fromPort", "ipv6CidrBlocks", "prefixListIds", "protocol", "region", "securityGroupId", "self",
    "sourceSecurityGroupId", "toPort", "type",
  ],
  documents: [],
  sets: [],
  computed: ["securityGroupRuleId", "sourceSecurityGroupId"],
  secretOutputs: [],
  tagged: false,
  regional: true,
  missing: ["InvalidGroup.NotFound", "InvalidPermission.NotFound"],
  async create(cloud, rule) {
    const ec2 = await cloud.ec2();
    const wanted = { GroupId: rule.securityGroupId, IpPermissions: [permission(rule)] };
    if (rule.type === "ingress") await ec2.authorizeSecurityGroupIngress(wanted);
    else await ec2.authorizeSecurityGroupEgress(wanted);
    return ruleId(rule);
  },
  /**
   * The provider looks for the rule that it made, by content: what somebody changed, but for the description, is
   * another rule, and this one is gone.
   * https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ec2/vpc_security_group_rule.go
   */
  async read(cloud, { recorded }) {
    const rule = inputs.parse(recorded);
    const ec2 = await cloud.ec2();
    const { SecurityGroups: [group] = [] } = await ec2.describeSecurityGroups({ GroupIds: [rule.securityGroupId] });
    const live = rule.type === "ingress" ? group?.IpPermissions : group?.IpPermissionsEgress;
    const description = liveDescription(live ?? [], inlineRule(rule), rule.securityGroupId);
    if (description === undefined) return undefined;
    return present({
      description,
      protocol: permission(rule).IpProtocol,
      // Only what creates it looks it up, and only where there is one.
      securityGroupRuleId: recorded["securityGroupRuleId"] ?? (await onlyRuleId(ec2, rule)),
    });
  },
  async update(cloud, _id, rule) {
    const ec2 = await cloud.ec2();
    // All else replaces the rule.
    const wanted = { GroupId: rule.securityGroupId, IpPermissions: [permission(rule)] };
    if (rule.type === "ingress") await ec2.updateSecurityGroupRuleDescriptionsIngress(wanted);
    else await ec2.updateSecurityGroupRuleDescriptionsEgress(wanted);
  },
  async delete(cloud, _id, recorded) {
    const rule = inputs.parse(recorded);
    const ec2 = await cloud.ec2();
    const unwanted = { GroupId: rule.securityGroupId, IpPermissions: [permission(rule)] };
    if (rule.type === "ingress") await ec2.revokeSecurityGroupIngress(unwanted);
    else await ec2.revokeSecurityGroupEgress(unwanted);
  },
});

function inlineRule({ sourceSecurityGroupId: source, ...rule }: Rule) {
  return { ...rule, securityGroups: source === undefined || source === rule.securityGroupId ? [] : [source] };
}

function permission(rule: Rule): IpPermission {
  const [one] = rules.parse([inlineRule(rule)]);
  if (one === undefined) throw new Error("a rule that was parsed is there");
  return permissionOf(one, rule.securityGroupId);
}

/** `sgrule-<CRC-32>` of the rule's parts, as Terraform makes it; EC2 never sees it. */
export function ruleId(rule: Rule): string {
  const { IpProtocol: protocol = "", FromPort: from = 0, ToPort: to = 0, UserIdGroupPairs: groups = [] } = permission(rule);
  const parts = [
    rule.securityGroupId,
    ...[from, to].filter((port) => port > 0).map(String),
    protocol,
    rule.type,
    ...[rule.cidrBlocks, rule.ipv6CidrBlocks, rule.prefixListIds].flatMap((sources) => sources.toSorted()),
    // Each group's id, and the name that it does not give.
    ...groups.map(({ GroupId: id = "" }) => id).sort().flatMap((id) => [id, ""]),
  ];
  return `sgrule-${String(crc32(parts.map((part) => `${part}-`).join("")))}`;
}

/** EC2's own id, where the rule has one source and so is one rule of EC2's. */
async function onlyRuleId(ec2: EC2, rule: Rule): Promise<string | undefined> {
  const { IpProtocol, FromPort = -1, ToPort = -1, UserIdGroupPairs: groups = [] } = permission(rule);
  const [source, ...others] = [...rule.cidrBlocks, ...rule.ipv6CidrBlocks, ...rule.prefixListIds, ...groups.map(({ GroupId: id }) => id)];
  if (source === undefined || others.length > 0) return undefined;
  const { SecurityGroupRules: live = [] } = await ec2.describeSecurityGroupRules({ Filters: [{ Name: "group-id", Values: [rule.securityGroupId] }] });
  return live.find(
    (one) =>
      one.IsEgress === (rule.type === "egress") &&
      isDeepStrictEqual([one.IpProtocol, one.FromPort, one.ToPort], [IpProtocol, FromPort, ToPort]) &&
      [one.CidrIpv4, one.CidrIpv6, one.PrefixListId, one.ReferencedGroupInfo?.GroupId].includes(source),
  )?.SecurityGroupRuleId;
}
