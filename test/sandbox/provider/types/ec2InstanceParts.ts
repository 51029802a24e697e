import { isDeepStrictEqual } from "node:util";
import type {
  EC2, Instance as LiveInstance, InstanceAttribute, InstanceAttributeName, InstanceMetadataOptionsRequest, _InstanceType,
} from "@aws-sdk/client-ec2";
import { z } from "zod";
import { tagsAll } from "../tags";
import type { PlainValues } from "../values";

const enabled = z.enum(["enabled", "disabled"]);

export const instance = z.object({
  ami: z.string(),
  disableApiStop: z.boolean().optional(),
  disableApiTermination: z.boolean().optional(),
  ebsOptimized: z.boolean().optional(),
  instanceInitiatedShutdownBehavior: z.enum(["stop", "terminate"]).optional(),
  // EC2 knows which there are.
  instanceType: z.custom<_InstanceType>((type) => typeof type === "string"),
  keyName: z.string().optional(),
  metadataOptions: z
    .object({
      httpEndpoint: enabled,
      httpProtocolIpv6: enabled,
      httpPutResponseHopLimit: z.number().optional(),
      httpTokens: z.enum(["optional", "required"]).optional(),
      instanceMetadataTags: enabled.optional(),
    })
    .optional(),
  monitoring: z.boolean().optional(),
  privateIp: z.string().optional(),
  sourceDestCheck: z.boolean(),
  subnetId: z.string().optional(),
  tagsAll,
  userData: z.string().optional(),
  userDataBase64: z.string().optional(),
  vpcSecurityGroupIds: z.array(z.string()).optional(),
});
type Instance = z.infer<typeof instance>;

export function metadataParameters(options: Instance["metadataOptions"]): InstanceMetadataOptionsRequest | undefined {
  return options && {
    HttpEndpoint: options.httpEndpoint,
    HttpProtocolIpv6: options.httpProtocolIpv6,
    HttpPutResponseHopLimit: options.httpPutResponseHopLimit,
    HttpTokens: options.httpTokens,
    InstanceMetadataTags: options.instanceMetadataTags,
  };
}

export function userDataOf({ userData, userDataBase64 }: Pick<Instance, "userData" | "userDataBase64">): Buffer | undefined {
  if (userDataBase64 !== undefined) return Buffer.from(userDataBase64, "base64");
  return userData === undefined ? undefined : Buffer.from(userData);
}

/** What `DescribeInstances` does not tell: one call for each. */
export async function attributesOf(ec2: EC2, id: string) {
  const ask = (attribute: InstanceAttributeName): Promise<InstanceAttribute> => ec2.describeInstanceAttribute({ InstanceId: id, Attribute: attribute });
  const [stop, termination, shutdown, userData] = await Promise.all([
    ask("disableApiStop"), ask("disableApiTermination"), ask("instanceInitiatedShutdownBehavior"), ask("userData"),
  ]);
  return {
    disableApiStop: stop.DisableApiStop?.Value ?? false,
    disableApiTermination: termination.DisableApiTermination?.Value ?? false,
    instanceInitiatedShutdownBehavior: shutdown.InstanceInitiatedShutdownBehavior?.Value ?? "",
    userData: Buffer.from(userData.UserData?.Value ?? "", "base64"),
  };
}

export async function rootVolumeOf(ec2: EC2, live: LiveInstance): Promise<PlainValues> {
  const mapping = live.BlockDeviceMappings?.find(({ DeviceName: device }) => device === live.RootDeviceName);
  const volumeId = mapping?.Ebs?.VolumeId;
  if (volumeId === undefined) return {};
  const { Volumes: [volume] = [] } = await ec2.describeVolumes({ VolumeIds: [volumeId] });
  return {
    rootBlockDevice: {
      deleteOnTermination: mapping?.Ebs?.DeleteOnTermination ?? true,
      deviceName: live.RootDeviceName ?? "",
      encrypted: volume?.Encrypted ?? false,
      iops: volume?.Iops ?? 0,
      kmsKeyId: volume?.KmsKeyId ?? "",
      tags: {},
      tagsAll: {},
      throughput: volume?.Throughput ?? 0,
      volumeId,
      volumeSize: volume?.Size ?? 0,
      volumeType: volume?.VolumeType ?? "",
    },
  };
}

/** One call for each attribute that changed: EC2 takes one at a time. */
export async function updateInstance(ec2: EC2, id: string, wanted: Instance, recorded: PlainValues): Promise<void> {
  const isChanged = (property: keyof Instance) => wanted[property] !== undefined && wanted[property] !== recorded[property];
  const before = instance.pick({ metadataOptions: true, vpcSecurityGroupIds: true }).parse(recorded);
  const { vpcSecurityGroupIds: groups, metadataOptions: options } = wanted;
  if (isChanged("sourceDestCheck")) await ec2.modifyInstanceAttribute({ InstanceId: id, SourceDestCheck: { Value: wanted.sourceDestCheck } });
  if (groups !== undefined && !isDeepStrictEqual(new Set(groups), new Set(before.vpcSecurityGroupIds))) {
    await ec2.modifyInstanceAttribute({ InstanceId: id, Groups: groups });
  }
  await updateStopped(ec2, id, wanted, recorded);
  if (isChanged("instanceInitiatedShutdownBehavior")) {
    await ec2.modifyInstanceAttribute({ InstanceId: id, InstanceInitiatedShutdownBehavior: { Value: wanted.instanceInitiatedShutdownBehavior } });
  }
  if (isChanged("disableApiTermination")) {
    await ec2.modifyInstanceAttribute({ InstanceId: id, DisableApiTermination: { Value: wanted.disableApiTermination } });
  }
  if (isChanged("disableApiStop")) await ec2.modifyInstanceAttribute({ InstanceId: id, DisableApiStop: { Value: wanted.disableApiStop } });
  if (isChanged("monitoring")) {
    if (wanted.monitoring === true) await ec2.monitorInstances({ InstanceIds: [id] });
    else await ec2.unmonitorInstances({ InstanceIds: [id] });
  }
  if (options !== undefined && !isDeepStrictEqual(before.metadataOptions, { ...before.metadataOptions, ...options })) {
    await ec2.modifyInstanceMetadataOptions({ InstanceId: id, ...metadataParameters(options) });
  }
}

/** Type and user data: EC2 changes them only while the instance stands still. */
async function updateStopped(ec2: EC2, id: string, wanted: Instance, recorded: PlainValues): Promise<void> {
  const { instanceType } = wanted;
  const isOtherType = instanceType !== recorded["instanceType"];
  const userData = userDataOf(wanted) ?? Buffer.alloc(0);
  const before = userDataOf(instance.pick({ userData: true, userDataBase64: true }).parse(recorded)) ?? Buffer.alloc(0);
  const isOtherData = !userData.equals(before);
  if (!isOtherType && !isOtherData) return;
  await ec2.stopInstances({ InstanceIds: [id] });
  if (isOtherType) await ec2.modifyInstanceAttribute({ InstanceId: id, InstanceType: { Value: instanceType } });
  if (isOtherData) await ec2.modifyInstanceAttribute({ InstanceId: id, UserData: { Value: userData } });
  await ec2.startInstances({ InstanceIds: [id] });
}
