import type { EC2, IpPermission, SecurityGroupRule } from "@aws-sdk/client-ec2";
import * as aws from "@pulumi/aws";
import type { Services } from "../../services";
import type { Live, OutOfBandChange, TypeCase } from "./case";

const part = { securityGroupId: "says which group it is a part of" };

function groupOf(name: string): aws.ec2.SecurityGroup {
  return new aws.ec2.SecurityGroup(`${name}-group`, { name: `case-${name}-group` });
}

type Call = (ec2: EC2, id: string) => Promise<unknown>;

function change(property: string, operation: string, seen: OutOfBandChange["seen"], call: Call): OutOfBandChange {
  return { property, operation: `ec2:${operation}`, make: async (services, { id }) => call(await services.ec2(), id), seen };
}

/** Rules of a whole group are told apart by their ports. */
const ssh = { IpProtocol: "tcp", FromPort: 22, ToPort: 22 };
const https = { IpProtocol: "tcp", FromPort: 443, ToPort: 443 };

const removeTag: Call = (ec2, id) => ec2.deleteTags({ Resources: [id], Tags: [{ Key: "app" }] });
const addTag: Call = (ec2, id) => ec2.createTags({ Resources: [id], Tags: [{ Key: "owner", Value: "bob" }] });
const tags = [
  change("tags", "CreateTags", { "tags.owner": "add", "tagsAll.owner": "add" }, addTag),
  change("tags", "DeleteTags", { "tags.app": "delete", "tagsAll.app": "delete" }, removeTag),
];

/** As the console's "Edit inbound rules" does: the whole rule, by EC2's id. */
function modify(property: string, changed: Partial<SecurityGroupRule>, seen: OutOfBandChange["seen"] = { [property]: "update" }): OutOfBandChange {
  return change(property, "ModifySecurityGroupRules", seen, async (ec2, id) => modifyRule(ec2, id, changed));
}

async function modifyRule(ec2: EC2, id: string, changed: Partial<SecurityGroupRule>): Promise<unknown> {
  const { SecurityGroupRules: [live] = [] } = await ec2.describeSecurityGroupRules({ SecurityGroupRuleIds: [id] });
  const { CidrIpv4, Description, FromPort, IpProtocol, ToPort } = { ...live, ...changed };
  const SecurityGroupRule = { CidrIpv4, Description, FromPort, IpProtocol, ToPort };
  return ec2.modifySecurityGroupRules({ GroupId: live?.GroupId, SecurityGroupRules: [{ SecurityGroupRuleId: id, SecurityGroupRule }] });
}

const fields = { description: "of the case", fromPort: 443, ipProtocol: "tcp", toPort: 443, tags: { app: "case" } };

const office = { CidrIp: "10.0.0.0/8" };

function ruleChange(property: string, operation: string, seen: OutOfBandChange["seen"], call: (ec2: EC2, group: string) => Promise<unknown>): OutOfBandChange {
  return { property, operation: `ec2:${operation}`, make: async (services, { text }) => call(await services.ec2(), text("securityGroupId")), seen };
}

const revokeRule = (ec2: EC2, GroupId: string) => ec2.revokeSecurityGroupIngress({ GroupId, IpPermissions: [{ ...https, IpRanges: [office] }] });

/** The provider finds this type's rule by its content: another one is none of its own. */
function insteadOfTheRule(property: string, other: IpPermission): OutOfBandChange {
  return ruleChange(property, "RevokeSecurityGroupIngress", "delete", async (ec2, GroupId) => {
    await revokeRule(ec2, GroupId);
    return ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: [other] });
  });
}

const remove = (call: (ec2: EC2, live: Live) => Promise<unknown>) => async (services: Services, live: Live) => call(await services.ec2(), live);

export const securityGroup: readonly TypeCase[] = [
  {
    token: "aws:ec2/securityGroup:SecurityGroup",
    name: "group",
    declare: (name) =>
      new aws.ec2.SecurityGroup(name, {
        name: "case-group",
        description: "of the case",
        revokeRulesOnDelete: true,
        ingress: [
          { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/8", "192.168.0.0/16"] },
          { protocol: "tcp", fromPort: 22, toPort: 22, self: true, description: "among ourselves" },
        ],
        egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
        tags: { app: "case" },
      }),
    fixed: {
      name: "is what EC2 cannot change",
      description: "is what EC2 cannot change",
      revokeRulesOnDelete: "is the provider's own, AWS does not know it",
    },
    changes: [
      change("ingress", "AuthorizeSecurityGroupIngress", { "ingress[2]": "add" }, (ec2, id) =>
        ec2.authorizeSecurityGroupIngress({ GroupId: id, IpPermissions: [{ ...ssh, IpRanges: [{ CidrIp: "0.0.0.0/0" }] }] })),
      // The old form, with its parameters beside the group.
      change("ingress", "AuthorizeSecurityGroupIngress", { "ingress[2]": "add" }, (ec2, id) =>
        ec2.authorizeSecurityGroupIngress({ GroupId: id, IpProtocol: "tcp", FromPort: 3389, ToPort: 3389, CidrIp: "0.0.0.0/0" })),
      change("ingress", "RevokeSecurityGroupIngress", { "ingress[1]": "delete" }, (ec2, id) =>
        ec2.revokeSecurityGroupIngress({
          GroupId: id,
          IpPermissions: [{ ...ssh, UserIdGroupPairs: [{ GroupId: id, Description: "among ourselves" }] }],
        })),
      change("egress", "RevokeSecurityGroupEgress", { "egress[0]": "delete" }, (ec2, id) =>
        ec2.revokeSecurityGroupEgress({ GroupId: id, IpPermissions: [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }] })),
      change("egress", "AuthorizeSecurityGroupEgress", { "egress[1]": "add" }, (ec2, id) =>
        ec2.authorizeSecurityGroupEgress({ GroupId: id, IpPermissions: [{ ...https, IpRanges: [{ CidrIp: "198.51.100.0/24" }] }] })),
      ...tags,
    ],
    remove: remove((ec2, { id }) => ec2.deleteSecurityGroup({ GroupId: id })),
  },
  {
    token: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    name: "ingress-rule",
    declare: (name) => new aws.vpc.SecurityGroupIngressRule(name, { securityGroupId: groupOf(name).id, cidrIpv4: "10.0.0.0/8", ...fields }),
    fixed: part,
    changes: [
      modify("cidrIpv4", { CidrIpv4: "0.0.0.0/0" }),
      modify("description", { Description: "for a moment" }),
      modify("fromPort", { FromPort: 80 }),
      modify("toPort", { ToPort: 8443 }),
      modify("ipProtocol", { IpProtocol: "udp" }),
      ...tags,
    ],
    remove: remove((ec2, { id, text }) => ec2.revokeSecurityGroupIngress({ GroupId: text("securityGroupId"), SecurityGroupRuleIds: [id] })),
  },
  {
    token: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    name: "egress-rule",
    declare: (name) => new aws.vpc.SecurityGroupEgressRule(name, { securityGroupId: groupOf(name).id, cidrIpv4: "10.0.0.0/8", ...fields }),
    fixed: part,
    changes: [
      modify("cidrIpv4", { CidrIpv4: "0.0.0.0/0" }),
      modify("description", { Description: "for a moment" }),
      modify("fromPort", { FromPort: 80 }),
      modify("toPort", { ToPort: 8443 }),
      modify("ipProtocol", { IpProtocol: "udp" }),
      ...tags,
    ],
    remove: remove((ec2, { id, text }) => ec2.revokeSecurityGroupEgress({ GroupId: text("securityGroupId"), SecurityGroupRuleIds: [id] })),
  },
  {
    token: "aws:ec2/securityGroupRule:SecurityGroupRule",
    name: "group-rule",
    declare: (name) =>
      new aws.ec2.SecurityGroupRule(name, {
        type: "ingress",
        securityGroupId: groupOf(name).id,
        protocol: "tcp",
        fromPort: 443,
        toPort: 443,
        cidrBlocks: ["10.0.0.0/8"],
        description: "of the case",
      }),
    fixed: { ...part, type: "is the list that the rule is in" },
    changes: [
      ruleChange("description", "UpdateSecurityGroupRuleDescriptionsIngress", { description: "update" }, (ec2, GroupId) =>
        ec2.updateSecurityGroupRuleDescriptionsIngress({ GroupId, IpPermissions: [{ ...https, IpRanges: [{ ...office, Description: "for a moment" }] }] })),
      insteadOfTheRule("cidrBlocks", { ...https, IpRanges: [{ CidrIp: "0.0.0.0/0" }] }),
      insteadOfTheRule("fromPort", { ...https, FromPort: 80, IpRanges: [office] }),
      insteadOfTheRule("toPort", { ...https, ToPort: 8443, IpRanges: [office] }),
      ruleChange("protocol", "ModifySecurityGroupRules", "delete", async (ec2, group) => {
        const { SecurityGroupRules: rules = [] } = await ec2.describeSecurityGroupRules({ Filters: [{ Name: "group-id", Values: [group] }] });
        const mine = rules.find(({ CidrIpv4, FromPort, ToPort }) => CidrIpv4 === office.CidrIp && FromPort === ToPort);
        return modifyRule(ec2, mine?.SecurityGroupRuleId ?? "", { IpProtocol: "udp" });
      }),
    ],
    remove: async (services, { text }) => revokeRule(await services.ec2(), text("securityGroupId")),
  },
];
