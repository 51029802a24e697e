import type { EC2, VpcAttributeName } from "@aws-sdk/client-ec2";
import { z } from "zod";
import { resourceType } from "../resourceType";
import { tagOutputs, tagsAll, tagsFrom } from "../tags";
import { tagSpecifications, updateTags } from "./ec2Tags";

const inputs = z.object({
  cidrBlock: z.string(),
  enableDnsHostnames: z.boolean().optional(),
  enableDnsSupport: z.boolean(),
  enableNetworkAddressUsageMetrics: z.boolean().optional(),
  instanceTenancy: z.enum(["default", "dedicated"]),
  tagsAll,
});
type Vpc = z.infer<typeof inputs>;

/** What EC2 gives a new VPC. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcAttribute.html */
const FRESH = { enableDnsHostnames: false, enableDnsSupport: true, enableNetworkAddressUsageMetrics: false };

export const ec2Vpc = resourceType(inputs, {
  token: "aws:ec2/vpc:Vpc",
  defaults: { enableDnsSupport: true, instanceTenancy: "default" },
  // To `dedicated` only a new VPC comes; the way back is not in the emulator.
  forceNew: ["cidrBlock", "instanceTenancy", "ipv4IpamPoolId", "ipv4NetmaskLength", "region"],
  documents: [],
  sets: [],
  computed: [
    "arn", "cidrBlock", "defaultNetworkAclId", "defaultRouteTableId", "defaultSecurityGroupId", "dhcpOptionsId", "enableDnsHostnames",
    "enableNetworkAddressUsageMetrics", "ipv6AssociationId", "ipv6CidrBlock", "ipv6CidrBlockNetworkBorderGroup", "mainRouteTableId", "ownerId",
  ],
  secretOutputs: [],
  tagged: true,
  regional: true,
  missing: ["InvalidVpcID.NotFound"],
  async create(cloud, vpc) {
    const ec2 = await cloud.ec2();
    const created = await ec2.createVpc({
      CidrBlock: vpc.cidrBlock,
      InstanceTenancy: vpc.instanceTenancy,
      ...tagSpecifications("vpc", vpc.tagsAll),
    });
    const id = created.Vpc?.VpcId ?? "";
    await setAttributes(ec2, id, FRESH, vpc);
    return id;
  },
  async read(cloud, { id, recorded }) {
    const ec2 = await cloud.ec2();
    const inVpc = { Name: "vpc-id", Values: [id] };
    const [{ Vpcs: [live] = [] }, { RouteTables: [main] = [] }, { NetworkAcls: acls = [] }, { SecurityGroups: groups = [] }, hostnames, support, metrics] =
      await Promise.all([
        ec2.describeVpcs({ VpcIds: [id] }),
        ec2.describeRouteTables({ Filters: [inVpc, { Name: "association.main", Values: ["true"] }] }),
        ec2.describeNetworkAcls({ Filters: [inVpc] }),
        ec2.describeSecurityGroups({ Filters: [inVpc] }),
        attributeOf(ec2, id, "enableDnsHostnames"),
        attributeOf(ec2, id, "enableDnsSupport"),
        attributeOf(ec2, id, "enableNetworkAddressUsageMetrics"),
      ]);
    if (live === undefined) return undefined;
    const mainRouteTableId = main?.RouteTableId ?? "";
    return {
      arn: `arn:aws:ec2:${cloud.region}:${live.OwnerId ?? ""}:vpc/${id}`,
      assignGeneratedIpv6CidrBlock: false,
      cidrBlock: live.CidrBlock ?? "",
      defaultNetworkAclId: acls.find(({ IsDefault: isDefault }) => isDefault)?.NetworkAclId ?? "",
      defaultRouteTableId: mainRouteTableId,
      defaultSecurityGroupId: groups.find(({ GroupName: name }) => name === "default")?.GroupId ?? "",
      dhcpOptionsId: live.DhcpOptionsId ?? "",
      enableDnsHostnames: hostnames,
      enableDnsSupport: support,
      enableNetworkAddressUsageMetrics: metrics,
      instanceTenancy: live.InstanceTenancy ?? "default",
      ipv6AssociationId: "",
      ipv6CidrBlock: "",
      ipv6CidrBlockNetworkBorderGroup: "",
      ipv6IpamPoolId: "",
      ipv6NetmaskLength: 0,
      mainRouteTableId,
      ownerId: live.OwnerId ?? "",
      ...tagOutputs(cloud, tagsFrom(live.Tags ?? []), recorded),
    };
  },
  async update(cloud, id, vpc, recorded) {
    const ec2 = await cloud.ec2();
    await setAttributes(ec2, id, recorded, vpc);
    await updateTags(ec2, id, recorded, vpc.tagsAll);
  },
  async delete(cloud, id) {
    await (await cloud.ec2()).deleteVpc({ VpcId: id });
  },
});

async function attributeOf(ec2: EC2, id: string, attribute: VpcAttributeName): Promise<boolean> {
  const answer = await ec2.describeVpcAttribute({ VpcId: id, Attribute: attribute });
  return (answer.EnableDnsHostnames ?? answer.EnableDnsSupport ?? answer.EnableNetworkAddressUsageMetrics)?.Value ?? false;
}

/** One call for each that changed: EC2 takes one attribute at a time. */
async function setAttributes(ec2: EC2, id: string, before: Readonly<Record<string, unknown>>, wanted: Vpc): Promise<void> {
  for (const [property, parameter] of [
    ["enableDnsSupport", "EnableDnsSupport"],
    ["enableDnsHostnames", "EnableDnsHostnames"],
    ["enableNetworkAddressUsageMetrics", "EnableNetworkAddressUsageMetrics"],
  ] as const) {
    const value = wanted[property];
    if (value !== undefined && value !== before[property]) await ec2.modifyVpcAttribute({ VpcId: id, [parameter]: { Value: value } });
  }
}
