import { resourceType } from "../resourceType";
import { tagOutputs, tagsFrom } from "../tags";
import { attributesOf, instance as inputs, metadataParameters, rootVolumeOf, updateInstance, userDataOf } from "./ec2InstanceParts";
import { tagSpecifications, updateTags } from "./ec2Tags";

export const ec2Instance = resourceType(inputs, {
  token: "aws:ec2/instance:Instance",
  defaults: {
    forceDestroy: false,
    getPasswordData: false,
    "metadataOptions.httpEndpoint": "enabled",
    "metadataOptions.httpProtocolIpv6": "disabled",
    sourceDestCheck: true,
    userDataReplaceOnChange: false,
  },
  forceNew: [
    "ami", "associatePublicIpAddress", "availabilityZone", "ebsOptimized", "hibernation", "keyName", "placementGroup", "privateIp", "region",
    "securityGroups", "subnetId", "tenancy",
  ],
  documents: [],
  sets: ["ebsBlockDevices", "secondaryPrivateIps", "securityGroups", "vpcSecurityGroupIds"],
  computed: [
    "ami", "arn", "associatePublicIpAddress", "availabilityZone", "disableApiStop", "disableApiTermination", "ebsBlockDevices", "ebsOptimized",
    "iamInstanceProfile", "instanceInitiatedShutdownBehavior", "instanceLifecycle", "instanceState", "instanceType", "ipv6AddressCount",
    "ipv6Addresses", "keyName", "metadataOptions", "metadataOptions.httpPutResponseHopLimit", "metadataOptions.httpTokens",
    "metadataOptions.instanceMetadataTags", "monitoring", "outpostArn", "passwordData", "placementGroup", "placementPartitionNumber",
    "primaryNetworkInterfaceId", "privateDns", "privateIp", "publicDns", "publicIp", "rootBlockDevice", "secondaryPrivateIps", "securityGroups",
    "spotInstanceRequestId", "subnetId", "tenancy", "userDataBase64", "vpcSecurityGroupIds",
  ],
  secretOutputs: [],
  tagged: true,
  regional: true,
  missing: ["InvalidInstanceID.NotFound"],
  async create(cloud, instance) {
    const ec2 = await cloud.ec2();
    const { Instances: [created] = [] } = await ec2.runInstances({
      MinCount: 1,
      MaxCount: 1,
      ImageId: instance.ami,
      DisableApiStop: instance.disableApiStop,
      DisableApiTermination: instance.disableApiTermination,
      EbsOptimized: instance.ebsOptimized,
      InstanceInitiatedShutdownBehavior: instance.instanceInitiatedShutdownBehavior,
      InstanceType: instance.instanceType,
      KeyName: instance.keyName,
      MetadataOptions: metadataParameters(instance.metadataOptions),
      Monitoring: instance.monitoring === undefined ? undefined : { Enabled: instance.monitoring },
      PrivateIpAddress: instance.privateIp,
      SecurityGroupIds: instance.vpcSecurityGroupIds,
      SubnetId: instance.subnetId,
      UserData: userDataOf(instance)?.toString("base64"),
      ...tagSpecifications("instance", instance.tagsAll),
    });
    const id = created?.InstanceId ?? "";
    if (!instance.sourceDestCheck) await ec2.modifyInstanceAttribute({ InstanceId: id, SourceDestCheck: { Value: false } });
    return id;
  },
  async read(cloud, { id, recorded }) {
    const ec2 = await cloud.ec2();
    const { Reservations: [reservation] = [] } = await ec2.describeInstances({ InstanceIds: [id] });
    const live = reservation?.Instances?.[0];
    // EC2 tells of it for an hour more.
    if (live === undefined || live.State?.Name === "terminated") return undefined;
    const { userData, ...attributes } = await attributesOf(ec2, id);
    const options = live.MetadataOptions;
    return {
      ...attributes,
      ami: live.ImageId ?? "",
      arn: `arn:aws:ec2:${cloud.region}:${reservation?.OwnerId ?? ""}:instance/${id}`,
      associatePublicIpAddress: live.PublicIpAddress !== undefined,
      availabilityZone: live.Placement?.AvailabilityZone ?? "",
      ebsBlockDevices: [],
      ebsOptimized: live.EbsOptimized ?? false,
      iamInstanceProfile: live.IamInstanceProfile?.Arn?.split("/").at(-1) ?? "",
      instanceLifecycle: live.InstanceLifecycle ?? "",
      instanceState: live.State?.Name ?? "",
      instanceType: live.InstanceType ?? "",
      ipv6AddressCount: 0,
      ipv6Addresses: [],
      keyName: live.KeyName ?? "",
      metadataOptions: {
        httpEndpoint: options?.HttpEndpoint ?? "",
        httpProtocolIpv6: options?.HttpProtocolIpv6 ?? "",
        httpPutResponseHopLimit: options?.HttpPutResponseHopLimit ?? 0,
        httpTokens: options?.HttpTokens ?? "",
        instanceMetadataTags: options?.InstanceMetadataTags ?? "",
      },
      monitoring: live.Monitoring?.State === "enabled" || live.Monitoring?.State === "pending",
      privateDns: live.PrivateDnsName ?? "",
      privateIp: live.PrivateIpAddress ?? "",
      publicDns: live.PublicDnsName ?? "",
      publicIp: live.PublicIpAddress ?? "",
      ...(await rootVolumeOf(ec2, live)),
      secondaryPrivateIps: [],
      sourceDestCheck: live.SourceDestCheck ?? true,
      subnetId: live.SubnetId ?? "",
      tenancy: live.Placement?.Tenancy ?? "default",
      // In clear text since v7; the other one is set only where the program gave that.
      ...(recorded["userDataBase64"] === undefined ? { userData: userData.toString("utf8") } : { userDataBase64: userData.toString("base64") }),
      vpcSecurityGroupIds: (live.SecurityGroups ?? []).flatMap(({ GroupId: group }) => group ?? []),
      ...tagOutputs(cloud, tagsFrom(live.Tags ?? []), recorded),
    };
  },
  async update(cloud, id, instance, recorded) {
    const ec2 = await cloud.ec2();
    await updateInstance(ec2, id, instance, recorded);
    await updateTags(ec2, id, recorded, instance.tagsAll);
  },
  async delete(cloud, id, recorded) {
    const ec2 = await cloud.ec2();
    if (recorded["forceDestroy"] === true) {
      await ec2.modifyInstanceAttribute({ InstanceId: id, DisableApiTermination: { Value: false } });
      await ec2.modifyInstanceAttribute({ InstanceId: id, DisableApiStop: { Value: false } });
    }
    await ec2.terminateInstances({ InstanceIds: [id] });
  },
});
