import type { EC2, SecurityGroupRule, SecurityGroupRuleRequest } from "@aws-sdk/client-ec2";
import { z } from "zod";
import { resourceType } from "../resourceType";
import type { ResourceType } from "../resourceType";
import { tagChanges, tagList, tagOutputs, tagsAll, tagsFrom } from "../tags";
import { present } from "../values";

const inputs = z.object({
  cidrIpv4: z.string().optional(),
  cidrIpv6: z.string().optional(),
  description: z.string().optional(),
  fromPort: z.number().optional(),
  ipProtocol: z.string(),
  prefixListId: z.string().optional(),
  referencedSecurityGroupId: z.string().optional(),
  securityGroupId: z.string(),
  tagsAll,
  toPort: z.number().optional(),
});
type Rule = z.infer<typeof inputs>;

export const vpcSecurityGroupIngressRule = directedRule("ingress", "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
export const vpcSecurityGroupEgressRule = directedRule("egress", "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule");

/** One rule of EC2's, with EC2's id: what somebody changes in it stays the same rule. */
function directedRule(direction: "ingress" | "egress", token: string): ResourceType {
  return resourceType(inputs, {
    token,
    defaults: {},
    forceNew: ["region", "securityGroupId"],
    documents: [],
    sets: [],
    computed: ["arn", "securityGroupRuleId"],
    secretOutputs: [],
    tagged: true,
    regional: true,
    missing: ["InvalidGroup.NotFound", "InvalidSecurityGroupRuleId.NotFound"],
    async create(cloud, rule) {
      const ec2 = await cloud.ec2();
      const { SecurityGroupRules: [created] = [] } = await authorize(ec2, rule);
      return created?.SecurityGroupRuleId ?? "";
    },
    async read(cloud, { id, recorded }) {
      const { SecurityGroupRules: [live] = [] } = await (await cloud.ec2()).describeSecurityGroupRules({ SecurityGroupRuleIds: [id] });
      if (live === undefined) return undefined;
      return {
        ...outputsOf(live, recorded["fromPort"] === undefined),
        arn: live.SecurityGroupRuleArn ?? `arn:aws:ec2:${cloud.region}:${live.GroupOwnerId ?? ""}:security-group-rule/${id}`,
        securityGroupRuleId: id,
        ...tagOutputs(cloud, tagsFrom(live.Tags ?? []), recorded),
      };
    },
    async update(cloud, id, rule, recorded) {
      const ec2 = await cloud.ec2();
      await ec2.modifySecurityGroupRules({
        GroupId: rule.securityGroupId,
        SecurityGroupRules: [{ SecurityGroupRuleId: id, SecurityGroupRule: requestOf(rule) }],
      });
      const { set, remove } = tagChanges(recorded, rule.tagsAll);
      if (remove.length > 0) await ec2.deleteTags({ Resources: [id], Tags: remove.map((Key) => ({ Key })) });
      if (Object.keys(set).length > 0) await ec2.createTags({ Resources: [id], Tags: tagList(set) });
    },
    async delete(cloud, id, { securityGroupId }) {
      const ec2 = await cloud.ec2();
      const unwanted = { GroupId: z.string().parse(securityGroupId), SecurityGroupRuleIds: [id] };
      if (direction === "ingress") await ec2.revokeSecurityGroupIngress(unwanted);
      else await ec2.revokeSecurityGroupEgress(unwanted);
    },
  });

  function authorize(ec2: EC2, rule: Rule) {
    const said = { Description: rule.description };
    const wanted = {
      GroupId: rule.securityGroupId,
      IpPermissions: [
        {
          IpProtocol: rule.ipProtocol,
          FromPort: rule.fromPort,
          ToPort: rule.toPort,
          IpRanges: rule.cidrIpv4 === undefined ? undefined : [{ CidrIp: rule.cidrIpv4, ...said }],
          Ipv6Ranges: rule.cidrIpv6 === undefined ? undefined : [{ CidrIpv6: rule.cidrIpv6, ...said }],
          PrefixListIds: rule.prefixListId === undefined ? undefined : [{ PrefixListId: rule.prefixListId, ...said }],
          UserIdGroupPairs: rule.referencedSecurityGroupId === undefined ? undefined : [{ GroupId: rule.referencedSecurityGroupId, ...said }],
        },
      ],
      // EC2 refuses an empty list of tags.
      ...(Object.keys(rule.tagsAll).length === 0
        ? {}
        : { TagSpecifications: [{ ResourceType: "security-group-rule" as const, Tags: tagList(rule.tagsAll) }] }),
    };
    return direction === "ingress" ? ec2.authorizeSecurityGroupIngress(wanted) : ec2.authorizeSecurityGroupEgress(wanted);
  }
}

function requestOf(rule: Rule): SecurityGroupRuleRequest {
  return {
    CidrIpv4: rule.cidrIpv4,
    CidrIpv6: rule.cidrIpv6,
    Description: rule.description ?? "",
    FromPort: rule.fromPort,
    IpProtocol: rule.ipProtocol,
    PrefixListId: rule.prefixListId,
    ReferencedGroupId: rule.referencedSecurityGroupId,
    ToPort: rule.toPort,
  };
}

/** @param isPortless EC2 answers -1 where a rule has no ports, which the provider leaves unset where the program does */
function outputsOf(live: SecurityGroupRule, isPortless: boolean) {
  const port = (value: number | undefined) => (value === -1 && isPortless ? undefined : value);
  return present({
    cidrIpv4: live.CidrIpv4,
    cidrIpv6: live.CidrIpv6,
    description: live.Description,
    fromPort: port(live.FromPort),
    ipProtocol: live.IpProtocol ?? "",
    prefixListId: live.PrefixListId,
    referencedSecurityGroupId: live.ReferencedGroupInfo?.GroupId,
    securityGroupId: live.GroupId ?? "",
    toPort: port(live.ToPort),
  });
}
