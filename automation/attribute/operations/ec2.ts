import { clears, sets, type ResourceOperations, type Writer } from "./writer";

const GROUP = ["groupid", "groupname", "securitygroupruleid", "securitygrouprule", "securitygroupruleids", "securitygroupruleset"];

const ingress: Writer = {
  operations: ["AuthorizeSecurityGroupIngress", "RevokeSecurityGroupIngress", "ModifySecurityGroupRules", "UpdateSecurityGroupRuleDescriptionsIngress"],
  properties: ["ingress"],
  effect: "rules",
};
const egress: Writer = {
  operations: ["AuthorizeSecurityGroupEgress", "RevokeSecurityGroupEgress", "ModifySecurityGroupRules", "UpdateSecurityGroupRuleDescriptionsEgress"],
  properties: ["egress"],
  effect: "rules",
};

/** A rule that is a resource of its own. */
function ruleResource(deletes: readonly string[], ...writers: readonly Writer[]): ResourceOperations {
  return {
    subjects: GROUP,
    deletes: ["RevokeSecurityGroupIngress", "RevokeSecurityGroupEgress", "DeleteSecurityGroup", ...deletes],
    writers: writers.map((writer) => ({ ...writer, properties: ["*"] })),
  };
}

/** A rule with an id keeps it: what authorises or revokes makes and deletes others. */
function inPlace(writer: Writer): Writer {
  return { ...writer, operations: writer.operations.filter((operation) => /^(Modify|Update)/.test(operation)) };
}

const routes = {
  names: { cidrBlock: "destinationCidrBlock", ipv6CidrBlock: "destinationIpv6CidrBlock", destinationPrefixListId: "destinationPrefixListId" },
};

export const ec2: Readonly<Record<string, ResourceOperations>> = {
  "ec2/securityGroup": { subjects: GROUP, deletes: ["DeleteSecurityGroup"], writers: [ingress, egress] },
  "ec2/defaultSecurityGroup": { subjects: GROUP, deletes: ["DeleteSecurityGroup"], writers: [ingress, egress] },
  // Pulumi finds it by its content: one that was changed in place is gone.
  "ec2/securityGroupRule": ruleResource(["ModifySecurityGroupRules"], ingress, egress),
  "vpc/securityGroupIngressRule": ruleResource([], inPlace(ingress)),
  "vpc/securityGroupEgressRule": ruleResource([], inPlace(egress)),
  "ec2/vpc": { subjects: ["vpcid"], deletes: ["DeleteVpc"], writers: [sets(["ModifyVpcAttribute"], ["enableDnsSupport", "enableDnsHostnames", "enableNetworkAddressUsageMetrics"]), sets(["ModifyVpcTenancy"], ["instanceTenancy"])] },
  "ec2/internetGateway": {
    subjects: ["internetgatewayid"],
    deletes: ["DeleteInternetGateway"],
    writers: [sets(["AttachInternetGateway"], ["vpcId"]), clears(["DetachInternetGateway"], ["vpcId"])],
  },
  "ec2/internetGatewayAttachment": { subjects: ["internetgatewayid"], deletes: ["DetachInternetGateway", "DeleteInternetGateway"], writers: [sets(["AttachInternetGateway"], ["*"])] },
  "ec2/subnet": { subjects: ["subnetid"], deletes: ["DeleteSubnet"], writers: [sets(["ModifySubnetAttribute"], ["*"])] },
  "ec2/routeTable": {
    subjects: ["routetableid"],
    deletes: ["DeleteRouteTable"],
    writers: [
      { operations: ["CreateRoute", "ReplaceRoute"], properties: ["routes"], effect: "adds", ...routes },
      { operations: ["DeleteRoute"], properties: ["routes"], effect: "removes", ...routes },
      sets(["EnableVgwRoutePropagation", "DisableVgwRoutePropagation"], ["propagatingVgws"], { propagatingVgws: "gatewayId" }),
    ],
  },
  "ec2/route": {
    subjects: ["routetableid"],
    deletes: ["DeleteRoute", "DeleteRouteTable"],
    // A route's names do not tell its destination, so which of the table's routes it was cannot be proven.
    vague: true,
    writers: [sets(["CreateRoute", "ReplaceRoute"], ["*"])],
  },
  "ec2/instance": {
    subjects: ["instanceid", "instancesset", "instanceids"],
    deletes: ["TerminateInstances", "TerminateInstanceInAutoScalingGroup"],
    open: true,
    writers: [
      sets(["ModifyInstanceAttribute"], ["instanceType", "disableApiTermination", "disableApiStop", "ebsOptimized", "sourceDestCheck", "userData", "userDataBase64", "instanceInitiatedShutdownBehavior", "blockDeviceMappings"], { userDataBase64: "userData" }),
      sets(["ModifyInstanceAttribute", "ModifyNetworkInterfaceAttribute"], ["vpcSecurityGroupIds", "securityGroups"], { vpcSecurityGroupIds: "groupSet", securityGroups: "groupSet" }),
      sets(["AssociateIamInstanceProfile", "ReplaceIamInstanceProfileAssociation"], ["iamInstanceProfile"]),
      clears(["DisassociateIamInstanceProfile"], ["iamInstanceProfile"]),
      { operations: ["MonitorInstances"], properties: ["monitoring"], effect: { implies: true } },
      { operations: ["UnmonitorInstances"], properties: ["monitoring"], effect: { implies: false } },
      { operations: ["StartInstances"], properties: ["instanceState"], effect: { implies: "running" } },
      { operations: ["StopInstances"], properties: ["instanceState"], effect: { implies: "stopped" } },
      sets(["ModifyInstanceMetadataOptions"], ["metadataOptions"]),
      sets(["ModifyInstanceCreditSpecification"], ["creditSpecification"]),
    ],
  },
  "ec2/flowLog": { subjects: ["flowlogid", "flowlogids"], deletes: ["DeleteFlowLogs"], writers: [] },
};
