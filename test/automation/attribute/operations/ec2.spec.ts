import { deleted, drift } from "../shapes/drifts";
import { alice, record } from "../shapes/records";
import { specify } from "./rows";

const group = { type: "aws:ec2/securityGroup:SecurityGroup", identities: ["sg-1", "arn:aws:ec2:eu-west-1:111122223333:security-group/sg-1", "web"] };
const rule = (port: number, more = {}) => ({ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: [], prefixListIds: [], securityGroups: [], self: false, description: "", ...more });
const permission = (port: number, more: object = { ipRanges: { items: [{ cidrIp: "0.0.0.0/0" }] } }) => ({ ipPermissions: { items: [{ ipProtocol: "tcp", fromPort: port, toPort: port, groups: {}, ipRanges: {}, ipv6Ranges: {}, prefixListIds: {}, ...more }] } });
const ssh = drift(group, { path: "ingress[1]", actual: rule(22) });
const peer = (more: object) => drift(group, { path: "ingress[1]", actual: rule(22, { cidrBlocks: [], ...more }) });
const ec2 = (operation: string, parameters: unknown, responseElements: unknown = { requestId: "x", _return: true }) => record("ec2", operation, "02:00", alice, parameters, { responseElements });
const ruleSet = (more: object) => ({ requestId: "x", _return: true, revokedSecurityGroupRuleSet: { items: [{ securityGroupRuleId: "sgr-9", groupId: "sg-1", isEgress: false, ipProtocol: "tcp", fromPort: 443, toPort: 443, ...more }] } });
const ingressRule = { type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", identities: ["sgr-1", "sg-1"] };
const oldRule = { type: "aws:ec2/securityGroupRule:SecurityGroupRule", identities: ["sgrule-123", "sg-1"] };
const oldState = { type: "ingress", protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/8"], securityGroupId: "sg-1", self: false };
const gateway = { type: "aws:ec2/internetGateway:InternetGateway", identities: ["igw-1", "arn:aws:ec2:eu-west-1:111122223333:internet-gateway/igw-1"] };
const instance = { type: "aws:ec2/instance:Instance", identities: ["i-1"] };
const subnet = { type: "aws:ec2/subnet:Subnet", identities: ["subnet-1"] };
const modifyOne = (id: string, more: object) => ({ ModifySecurityGroupRulesRequest: { GroupId: "sg-1", SecurityGroupRule: { SecurityGroupRuleId: id, SecurityGroupRule: { IpProtocol: "tcp", FromPort: 22, ToPort: 22, CidrIpv4: "0.0.0.0/0", ...more }, tag: 1 } } });

describe("operations of EC2", () => {
  specify([
    ["a rule of a group that is named, not numbered", ssh, ec2("AuthorizeSecurityGroupIngress", { groupName: "web", ...permission(22) }), "explains"],
    ["a rule of a group of a similar name", ssh, ec2("AuthorizeSecurityGroupIngress", { groupName: "web-2", ...permission(22) }), "elsewhere"],
    ["a rule for an IPv6 range", peer({ ipv6CidrBlocks: ["::/0"] }), ec2("AuthorizeSecurityGroupIngress", { groupId: "sg-1", ...permission(22, { ipv6Ranges: { items: [{ cidrIpv6: "::/0" }] } }) }), "explains"],
    ["a rule for a prefix list", peer({ prefixListIds: ["pl-1"] }), ec2("AuthorizeSecurityGroupIngress", { groupId: "sg-1", ...permission(22, { prefixListIds: { items: [{ prefixListId: "pl-1" }] } }) }), "explains"],
    ["a rule for another group", peer({ securityGroups: ["sg-7"] }), ec2("AuthorizeSecurityGroupIngress", { groupId: "sg-1", ...permission(22, { groups: { items: [{ groupId: "sg-7", userId: "111122223333" }] } }) }), "explains"],
    ["a rule for another account's group", peer({ securityGroups: ["999999999999/sg-7"] }), ec2("AuthorizeSecurityGroupIngress", { groupId: "sg-1", ...permission(22, { groups: { items: [{ groupId: "sg-7", userId: "999999999999" }] } }) }), "explains"],
    ["a rule with a description", drift(group, { path: "ingress[1]", actual: rule(22, { description: "for a moment" }) }), ec2("AuthorizeSecurityGroupIngress", { groupId: "sg-1", ...permission(22, { ipRanges: { items: [{ cidrIp: "0.0.0.0/0", description: "for a moment" }] } }) }), "explains"],
    ["a rule for every protocol, whose ports are -1 here and 0 there", drift(group, { path: "ingress[1]", actual: { ...rule(0), protocol: "-1" } }), ec2("AuthorizeSecurityGroupIngress", { groupId: "sg-1", ipPermissions: { items: [{ ipProtocol: "-1", ipRanges: { items: [{ cidrIp: "0.0.0.0/0" }] } }] } }), "explains"],
    ["a rule revoked by its id, told in the answer", drift(group, { path: "ingress[0]", expected: rule(443) }), ec2("RevokeSecurityGroupIngress", { groupId: "sg-1", securityGroupRuleIds: { items: [{ securityGroupRuleId: "sgr-9" }] } }, ruleSet({ cidrIpv4: "0.0.0.0/0" })), "explains"],
    ["another rule revoked by its id, told in the answer", drift(group, { path: "ingress[0]", expected: rule(22) }), ec2("RevokeSecurityGroupIngress", { groupId: "sg-1", securityGroupRuleIds: { items: [{ securityGroupRuleId: "sgr-9" }] } }, ruleSet({ cidrIpv4: "0.0.0.0/0" })), "elsewhere"],
    ["a rule revoked by an id that nothing tells more of", drift(group, { path: "ingress[0]", expected: rule(443) }), ec2("RevokeSecurityGroupIngress", { groupId: "sg-1", securityGroupRuleIds: { items: [{ securityGroupRuleId: "sgr-9" }] } }), "touches"],
    ["a rule that replaced another in one element", drift(group, { path: "ingress[0].fromPort", expected: 443, actual: 22 }, { path: "ingress[0].toPort", expected: 443, actual: 22 }), ec2("ModifySecurityGroupRules", modifyOne("sgr-1", {})), "explains"],
    ["one address instead of another, modified", drift(group, { path: "ingress[0].cidrBlocks[0]", expected: "10.0.0.0/8", actual: "0.0.0.0/0" }), ec2("ModifySecurityGroupRules", modifyOne("sgr-1", {})), "explains"],
    ["a rule's description alone", drift(group, { path: "ingress[0].description", expected: "", actual: "for a moment" }), ec2("UpdateSecurityGroupRuleDescriptionsIngress", { groupId: "sg-1", ...permission(443, { ipRanges: { items: [{ cidrIp: "0.0.0.0/0", description: "for a moment" }] } }) }), "explains"],
    ["another description", drift(group, { path: "ingress[0].description", expected: "", actual: "for a moment" }), ec2("UpdateSecurityGroupRuleDescriptionsIngress", { groupId: "sg-1", ...permission(443, { ipRanges: { items: [{ cidrIp: "0.0.0.0/0", description: "else" }] } }) }), "elsewhere"],

    ["a rule of its own, changed by its id", drift(ingressRule, { path: "cidrIpv4", expected: "10.0.0.0/8", actual: "0.0.0.0/0" }), ec2("ModifySecurityGroupRules", modifyOne("sgr-1", {})), "explains"],
    ["another rule of its group, changed to the same", drift(ingressRule, { path: "cidrIpv4", expected: "10.0.0.0/8", actual: "0.0.0.0/0" }), ec2("ModifySecurityGroupRules", modifyOne("sgr-2", {})), "elsewhere"],
    ["a rule of its own, changed from the outside by address: no such call changes a rule", drift(ingressRule, { path: "cidrIpv4", expected: "10.0.0.0/8", actual: "0.0.0.0/0" }), ec2("AuthorizeSecurityGroupIngress", { groupId: "sg-1", ...permission(22) }), "elsewhere"],
    ["another rule of its group, removed by id", deleted(ingressRule), ec2("RevokeSecurityGroupIngress", { groupId: "sg-1", securityGroupRuleIds: { items: [{ securityGroupRuleId: "sgr-2" }] } }), "elsewhere"],
    ["a rule of its own, described anew by id", drift(ingressRule, { path: "description", expected: "", actual: "x" }), ec2("UpdateSecurityGroupRuleDescriptionsIngress", { groupId: "sg-1", securityGroupRuleDescriptions: { items: [{ securityGroupRuleId: "sgr-1", description: "x" }] } }), "explains"],
    ["the description of another rule of its group", drift(ingressRule, { path: "description", expected: "", actual: "x" }), ec2("UpdateSecurityGroupRuleDescriptionsIngress", { groupId: "sg-1", securityGroupRuleDescriptions: { items: [{ securityGroupRuleId: "sgr-2", description: "x" }] } }), "elsewhere"],
    ["an old rule, removed by its content", deleted(oldRule, oldState), ec2("RevokeSecurityGroupIngress", { groupId: "sg-1", ...permission(443, { ipRanges: { items: [{ cidrIp: "10.0.0.0/8" }] } }) }), "explains"],
    ["an old rule, where another was removed", deleted(oldRule, oldState), ec2("RevokeSecurityGroupIngress", { groupId: "sg-1", ...permission(22) }), "elsewhere"],
    ["an old rule that became another one", deleted(oldRule, oldState), ec2("ModifySecurityGroupRules", modifyOne("sgr-1", {})), "names"],
    ["an old rule's description", drift(oldRule, { path: "description", expected: "of the case", actual: "for a moment" }), ec2("UpdateSecurityGroupRuleDescriptionsIngress", { groupId: "sg-1", ...permission(443, { ipRanges: { items: [{ cidrIp: "10.0.0.0/8", description: "for a moment" }] } }) }), "explains"],

    ["a gateway that was detached", drift(gateway, { path: "vpcId", expected: "vpc-1" }), ec2("DetachInternetGateway", { internetGatewayId: "igw-1", vpcId: "vpc-1" }), "explains"],
    ["a gateway that is said to have no network now", drift(gateway, { path: "vpcId", expected: "vpc-1", actual: "" }), ec2("DetachInternetGateway", { internetGatewayId: "igw-1", vpcId: "vpc-1" }), "explains"],
    ["a gateway that was attached elsewhere", drift(gateway, { path: "vpcId", expected: "vpc-1", actual: "vpc-2" }), ec2("AttachInternetGateway", { internetGatewayId: "igw-1", vpcId: "vpc-2" }), "explains"],
    ["the network of a gateway that was detached", drift({ type: "aws:ec2/vpc:Vpc", identities: ["vpc-1"] }, { path: "enableDnsSupport", expected: true, actual: false }), ec2("DetachInternetGateway", { internetGatewayId: "igw-1", vpcId: "vpc-1" }), "elsewhere"],

    ["tags of several resources at once", drift(instance, { path: "tags.owner", expected: "a", actual: "b" }), ec2("CreateTags", { resourcesSet: { items: [{ resourceId: "vol-1" }, { resourceId: "i-1" }] }, tagSet: { items: [{ key: "owner", value: "b" }] } }), "explains"],
    ["a tag that was deleted", drift(instance, { path: "tags.owner", expected: "a" }), ec2("DeleteTags", { resourcesSet: { items: [{ resourceId: "i-1" }] }, tagSet: { items: [{ key: "owner" }] } }), "explains"],
    ["another value of a tag that was to be deleted", drift(instance, { path: "tags.owner", expected: "a" }), ec2("DeleteTags", { resourcesSet: { items: [{ resourceId: "i-2" }] }, tagSet: { items: [{ key: "owner" }] } }), "elsewhere"],
    ["all tags deleted, none is named", drift(instance, { path: "tags.owner", expected: "a" }), ec2("DeleteTags", { resourcesSet: { items: [{ resourceId: "i-1" }] } }), "touches"],

    ["an instance's type, wrapped", drift(instance, { path: "instanceType", expected: "t3.micro", actual: "m5.large" }), ec2("ModifyInstanceAttribute", { instanceId: "i-1", instanceType: { value: "m5.large" } }), "explains"],
    ["another attribute of the instance", drift(instance, { path: "instanceType", expected: "t3.micro", actual: "m5.large" }), ec2("ModifyInstanceAttribute", { instanceId: "i-1", disableApiTermination: { value: true } }), "elsewhere"],
    ["an attribute by its name and value", drift(instance, { path: "instanceType", expected: "t3.micro", actual: "m5.large" }), ec2("ModifyInstanceAttribute", { instanceId: "i-1", attribute: "instanceType", value: "m5.large" }), "explains"],
    ["the metadata options", drift(instance, { path: "metadataOptions.httpTokens", expected: "required", actual: "optional" }), ec2("ModifyInstanceMetadataOptions", { ModifyInstanceMetadataOptionsRequest: { InstanceId: "i-1", HttpTokens: "optional" } }), "explains"],
    ["an instance that was stopped", drift(instance, { path: "instanceState", expected: "running", actual: "stopped" }), ec2("StopInstances", { instancesSet: { items: [{ instanceId: "i-1" }] } }), "explains"],
    ["the groups of an instance", drift(instance, { path: "vpcSecurityGroupIds[0]", expected: "sg-1", actual: "sg-2" }), ec2("ModifyInstanceAttribute", { instanceId: "i-1", groupSet: { items: [{ groupId: "sg-2" }] } }), "explains"],
    ["a subnet's public addresses", drift(subnet, { path: "mapPublicIpOnLaunch", expected: false, actual: true }), ec2("ModifySubnetAttribute", { subnetId: "subnet-1", mapPublicIpOnLaunch: { value: true } }), "explains"],
    ["a subnet, where another attribute was set", drift(subnet, { path: "mapPublicIpOnLaunch", expected: false, actual: true }), ec2("ModifySubnetAttribute", { subnetId: "subnet-1", assignIpv6AddressOnCreation: { value: true } }), "elsewhere"],
    ["an instance that was terminated", deleted(instance), ec2("TerminateInstances", { instancesSet: { items: [{ instanceId: "i-1" }, { instanceId: "i-2" }] } }), "explains"],
  ]);
});
