import type { EC2, Subnet as LiveSubnet } from "@aws-sdk/client-ec2";
import { z } from "zod";
import { resourceType } from "../resourceType";
import { tagOutputs, tagsAll, tagsFrom } from "../tags";
import { tagSpecifications, updateTags } from "./ec2Tags";

const inputs = z.object({
  availabilityZone: z.string().optional(),
  availabilityZoneId: z.string().optional(),
  cidrBlock: z.string(),
  enableResourceNameDnsARecordOnLaunch: z.boolean(),
  enableResourceNameDnsAaaaRecordOnLaunch: z.boolean(),
  mapPublicIpOnLaunch: z.boolean(),
  privateDnsHostnameTypeOnLaunch: z.enum(["ip-name", "resource-name"]).optional(),
  tagsAll,
  vpcId: z.string(),
});
type Subnet = z.infer<typeof inputs>;

export const ec2Subnet = resourceType(inputs, {
  token: "aws:ec2/subnet:Subnet",
  defaults: {
    assignIpv6AddressOnCreation: false,
    enableDns64: false,
    enableResourceNameDnsARecordOnLaunch: false,
    enableResourceNameDnsAaaaRecordOnLaunch: false,
    ipv6Native: false,
    mapPublicIpOnLaunch: false,
  },
  forceNew: ["availabilityZone", "availabilityZoneId", "cidrBlock", "ipv6Native", "outpostArn", "region", "vpcId"],
  documents: [],
  sets: [],
  computed: [
    "arn", "availabilityZone", "availabilityZoneId", "cidrBlock", "ipv6CidrBlock", "ipv6CidrBlockAssociationId", "ownerId",
    "privateDnsHostnameTypeOnLaunch",
  ],
  secretOutputs: [],
  tagged: true,
  regional: true,
  missing: ["InvalidSubnetID.NotFound"],
  async create(cloud, subnet) {
    const ec2 = await cloud.ec2();
    const { Subnet: created } = await ec2.createSubnet({
      VpcId: subnet.vpcId,
      CidrBlock: subnet.cidrBlock,
      AvailabilityZone: subnet.availabilityZone,
      AvailabilityZoneId: subnet.availabilityZoneId,
      ...tagSpecifications("subnet", subnet.tagsAll),
    });
    const id = created?.SubnetId ?? "";
    await setAttributes(ec2, id, attributesOf(created ?? {}), subnet);
    return id;
  },
  async read(cloud, { id, recorded }) {
    const ec2 = await cloud.ec2();
    const { Subnets: [live] = [] } = await ec2.describeSubnets({ SubnetIds: [id] });
    if (live === undefined) return undefined;
    return {
      ...attributesOf(live),
      arn: live.SubnetArn ?? "",
      assignIpv6AddressOnCreation: live.AssignIpv6AddressOnCreation ?? false,
      availabilityZone: live.AvailabilityZone ?? "",
      availabilityZoneId: live.AvailabilityZoneId ?? "",
      cidrBlock: live.CidrBlock ?? "",
      customerOwnedIpv4Pool: live.CustomerOwnedIpv4Pool ?? "",
      enableDns64: live.EnableDns64 ?? false,
      enableLniAtDeviceIndex: live.EnableLniAtDeviceIndex ?? 0,
      ipv6CidrBlock: "",
      ipv6CidrBlockAssociationId: "",
      ipv6Native: live.Ipv6Native ?? false,
      mapCustomerOwnedIpOnLaunch: live.MapCustomerOwnedIpOnLaunch ?? false,
      outpostArn: live.OutpostArn ?? "",
      ownerId: live.OwnerId ?? "",
      vpcId: live.VpcId ?? "",
      ...tagOutputs(cloud, tagsFrom(live.Tags ?? []), recorded),
    };
  },
  async update(cloud, id, subnet, recorded) {
    const ec2 = await cloud.ec2();
    await setAttributes(ec2, id, recorded, subnet);
    await updateTags(ec2, id, recorded, subnet.tagsAll);
  },
  async delete(cloud, id) {
    await (await cloud.ec2()).deleteSubnet({ SubnetId: id });
  },
});

function attributesOf(live: LiveSubnet) {
  const names = live.PrivateDnsNameOptionsOnLaunch;
  return {
    enableResourceNameDnsARecordOnLaunch: names?.EnableResourceNameDnsARecord ?? false,
    enableResourceNameDnsAaaaRecordOnLaunch: names?.EnableResourceNameDnsAAAARecord ?? false,
    mapPublicIpOnLaunch: live.MapPublicIpOnLaunch ?? false,
    privateDnsHostnameTypeOnLaunch: names?.HostnameType ?? "ip-name",
  };
}

/** One call for each that changed: EC2 takes one attribute at a time. */
async function setAttributes(ec2: EC2, id: string, before: Readonly<Record<string, unknown>>, wanted: Subnet): Promise<void> {
  for (const [property, parameter] of [
    ["enableResourceNameDnsARecordOnLaunch", "EnableResourceNameDnsARecordOnLaunch"],
    ["enableResourceNameDnsAaaaRecordOnLaunch", "EnableResourceNameDnsAAAARecordOnLaunch"],
    ["mapPublicIpOnLaunch", "MapPublicIpOnLaunch"],
  ] as const) {
    const value = wanted[property];
    if (value !== before[property]) await ec2.modifySubnetAttribute({ SubnetId: id, [parameter]: { Value: value } });
  }
  const { privateDnsHostnameTypeOnLaunch: names } = wanted;
  if (names !== undefined && names !== before["privateDnsHostnameTypeOnLaunch"]) {
    await ec2.modifySubnetAttribute({ SubnetId: id, PrivateDnsHostnameTypeOnLaunch: names });
  }
}
