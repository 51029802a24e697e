import { z } from "zod";
import { operationOf } from "../conduct";
import type { Refusal } from "../refusal";
import { parametersAs, unlessAbsent, type Stricture } from "./stricture";

const Group = z.object({ GroupId: z.string().optional() });
const Permission = z.object({
  IpProtocol: z.string().default("-1"),
  FromPort: z.number().optional(),
  ToPort: z.number().optional(),
  IpRanges: z.array(z.object({ CidrIp: z.string().optional() })).default([]),
  Ipv6Ranges: z.array(z.object({ CidrIpv6: z.string().optional() })).default([]),
  PrefixListIds: z.array(z.object({ PrefixListId: z.string().optional() })).default([]),
  UserIdGroupPairs: z.array(Group).default([]),
});
const Parameters = z.object({
  GroupId: z.string(),
  IpPermissions: z.array(Permission).default([]),
  // The flat form, of one rule.
  IpProtocol: z.string().optional(),
  FromPort: z.number().optional(),
  ToPort: z.number().optional(),
  CidrIp: z.string().optional(),
});

/**
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html: `InvalidPermission.Duplicate`,
 * `InvalidPermission.NotFound`, `InvalidGroup.NotFound`.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RevokeSecurityGroupIngress.html: a rule's description is
 * no part of it, and in a default VPC revoking what is not there is no error.
 */
export const securityGroupRules: Stricture = {
  calls: ["AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress", "RevokeSecurityGroupIngress", "RevokeSecurityGroupEgress"].map((name) => `ec2:${name}`),
  refuse: async (asked, live) => {
    const parameters = parametersAs(Parameters, asked.parameters);
    if (parameters === undefined) return undefined;
    const ec2 = await live.ec2();
    const groupsNamed = async (...GroupIds: string[]) => (await unlessAbsent(ec2.describeSecurityGroups({ GroupIds })))?.SecurityGroups ?? [];
    const [group] = await groupsNamed(parameters.GroupId);
    if (group === undefined) return undefined;

    const { IpPermissions, CidrIp, ...flat } = parameters;
    const asRanges = CidrIp === undefined ? [] : [{ ...flat, IpRanges: [{ CidrIp }] }];
    const asked_ = z.array(Permission).parse([...IpPermissions, ...asRanges]);
    const rules = asked_.flatMap(rulesOf);
    const isEgress = operationOf(asked).endsWith("Egress");
    const present = new Set(z.array(Permission).parse((isEgress ? group.IpPermissionsEgress : group.IpPermissions) ?? []).flatMap(rulesOf).map(({ key }) => key));

    if (operationOf(asked).startsWith("ec2:Revoke")) {
      const vpcs = group.VpcId === undefined ? undefined : await unlessAbsent(ec2.describeVpcs({ VpcIds: [group.VpcId] }));
      const isDefault = vpcs?.Vpcs?.[0]?.IsDefault === true;
      const absent = rules.some(({ key }) => !present.has(key));
      return absent && !isDefault ? { code: "InvalidPermission.NotFound", message: "The specified rule does not exist in this security group." } : undefined;
    }
    for (const id of asked_.flatMap(({ UserIdGroupPairs: pairs }) => pairs.flatMap(({ GroupId }) => GroupId ?? []))) {
      if ((await groupsNamed(id)).length === 0) return { code: "InvalidGroup.NotFound", message: `The security group '${id}' does not exist` };
    }
    return duplicate(rules, present);
  },
};

interface Rule {
  readonly key: string;
  readonly text: string;
}

function duplicate(rules: readonly Rule[], present: ReadonlySet<string>): Refusal | undefined {
  if (new Set(rules.map(({ key }) => key)).size < rules.length) {
    return { code: "InvalidParameterValue", message: "The same permission must not appear multiple times" };
  }
  const again = rules.find(({ key }) => present.has(key));
  return again && { code: "InvalidPermission.Duplicate", message: `the specified rule "${again.text}" already exists` };
}

const PROTOCOLS: Readonly<Record<string, string>> = { 1: "icmp", 6: "tcp", 17: "udp", 58: "icmpv6", all: "-1" };

/** One for each source; the ports of "all protocols" mean nothing. */
function rulesOf(permission: z.infer<typeof Permission>): readonly Rule[] {
  const protocol = PROTOCOLS[permission.IpProtocol] ?? permission.IpProtocol;
  const { FromPort = -1, ToPort = -1 } = protocol === "-1" ? {} : permission;
  const sources = [
    ...permission.IpRanges.map(({ CidrIp }) => CidrIp),
    ...permission.Ipv6Ranges.map(({ CidrIpv6 }) => CidrIpv6),
    ...permission.PrefixListIds.map(({ PrefixListId }) => PrefixListId),
    ...permission.UserIdGroupPairs.map(({ GroupId }) => GroupId),
  ];
  const name = protocol === "-1" ? "ALL" : `${protocol.toUpperCase()}, from port: ${FromPort}, to port: ${ToPort}`;
  return sources.flatMap((source) =>
    source === undefined ? [] : [{ key: JSON.stringify([protocol, FromPort, ToPort, source]), text: `peer: ${source}, ${name}, ALLOW` }]);
}
