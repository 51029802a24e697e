import type { EC2, SecurityGroupRule } from "@aws-sdk/client-ec2";
import { z } from "zod";
import { operationOf } from "../conduct";
import { parametersAs, type Stricture } from "./stricture";

const described = { Description: z.string().default("") };
const Parameters = z.object({
  GroupId: z.string(),
  IpPermissions: z.array(z.object({
    IpProtocol: z.string(),
    FromPort: z.number().default(-1),
    ToPort: z.number().default(-1),
    IpRanges: z.array(z.object({ CidrIp: z.string(), ...described })).default([]),
    Ipv6Ranges: z.array(z.object({ CidrIpv6: z.string(), ...described })).default([]),
    PrefixListIds: z.array(z.object({ PrefixListId: z.string(), ...described })).default([]),
    UserIdGroupPairs: z.array(z.object({ GroupId: z.string(), ...described })).default([]),
  })).default([]),
});

/**
 * EC2's older calls to describe rules, which the emulator lacks: they are told in the words of the newer one.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_UpdateSecurityGroupRuleDescriptionsIngress.html
 */
export const ruleDescriptions: Stricture = {
  calls: ["ec2:UpdateSecurityGroupRuleDescriptionsIngress", "ec2:UpdateSecurityGroupRuleDescriptionsEgress"],
  instead: async (asked, live) => {
    const parameters = parametersAs(Parameters, asked.parameters);
    if (parameters === undefined) return { code: "MissingParameter", message: "The request must contain the parameter groupId" };
    const ec2 = await live.ec2();
    const rules = await rulesOf(ec2, parameters.GroupId, operationOf(asked).endsWith("Egress"));
    const changes = parameters.IpPermissions.flatMap(wantedOf).map(({ rule, description }) => ({ id: rules.get(rule), description }));
    if (changes.some(({ id }) => id === undefined)) {
      return { code: "InvalidPermission.NotFound", message: "The specified rule does not exist in this security group." };
    }
    for (const { id, description } of changes) {
      await ec2.modifySecurityGroupRules({
        GroupId: parameters.GroupId,
        SecurityGroupRules: [{ SecurityGroupRuleId: id, SecurityGroupRule: { Description: description } }],
      });
    }
    return "<return>true</return>";
  },
};

/** Ids by what a rule is, whatever its description. */
async function rulesOf(ec2: EC2, group: string, isEgress: boolean): Promise<ReadonlyMap<string, string>> {
  const { SecurityGroupRules: rules = [] } = await ec2.describeSecurityGroupRules({ Filters: [{ Name: "group-id", Values: [group] }] });
  return new Map(rules.filter(({ IsEgress }) => IsEgress === isEgress).map((rule) => [textOf(rule), rule.SecurityGroupRuleId ?? ""]));
}

function textOf({ IpProtocol, FromPort, ToPort, CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupInfo }: SecurityGroupRule): string {
  return JSON.stringify([IpProtocol, FromPort ?? -1, ToPort ?? -1, CidrIpv4 ?? CidrIpv6 ?? PrefixListId ?? ReferencedGroupInfo?.GroupId]);
}

function wantedOf({ IpProtocol, FromPort, ToPort, ...sources }: z.infer<typeof Parameters>["IpPermissions"][number]) {
  const rule = (source: string) => JSON.stringify([IpProtocol, FromPort, ToPort, source]);
  return [
    ...sources.IpRanges.map(({ CidrIp, Description: description }) => ({ rule: rule(CidrIp), description })),
    ...sources.Ipv6Ranges.map(({ CidrIpv6, Description: description }) => ({ rule: rule(CidrIpv6), description })),
    ...sources.PrefixListIds.map(({ PrefixListId, Description: description }) => ({ rule: rule(PrefixListId), description })),
    ...sources.UserIdGroupPairs.map(({ GroupId, Description: description }) => ({ rule: rule(GroupId), description })),
  ];
}
