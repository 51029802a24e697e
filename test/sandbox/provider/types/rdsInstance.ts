import type { DBInstance } from "@aws-sdk/client-rds";
import { z } from "zod";
import { resourceType } from "../resourceType";
import { tagChanges, tagList, tagOutputs, tagsAll, tagsFrom } from "../tags";
import type { Plain, PlainValues } from "../values";

const inputs = z.object({
  allocatedStorage: z.number().optional(),
  applyImmediately: z.boolean().default(false),
  autoMinorVersionUpgrade: z.boolean(),
  backupRetentionPeriod: z.number().optional(),
  backupWindow: z.string().optional(),
  copyTagsToSnapshot: z.boolean(),
  dbName: z.string().optional(),
  deleteAutomatedBackups: z.boolean(),
  deletionProtection: z.boolean().default(false),
  engine: z.string(),
  engineVersion: z.string().optional(),
  finalSnapshotIdentifier: z.string().optional(),
  iamDatabaseAuthenticationEnabled: z.boolean().default(false),
  identifier: z.string(),
  instanceClass: z.string(),
  kmsKeyId: z.string().optional(),
  maintenanceWindow: z.string().optional(),
  multiAz: z.boolean().optional(),
  password: z.string().optional(),
  publiclyAccessible: z.boolean(),
  skipFinalSnapshot: z.boolean(),
  storageEncrypted: z.boolean().default(false),
  storageType: z.string().optional(),
  tagsAll,
  username: z.string().optional(),
  vpcSecurityGroupIds: z.array(z.string()).optional(),
});
type Inputs = z.infer<typeof inputs>;

/** https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/rds/instance.go */
export const rdsInstance = resourceType(inputs, {
  token: "aws:rds/instance:Instance",
  autonamed: "identifier",
  defaults: {
    autoMinorVersionUpgrade: true,
    copyTagsToSnapshot: false,
    deleteAutomatedBackups: true,
    monitoringInterval: 0,
    performanceInsightsEnabled: false,
    publiclyAccessible: false,
    skipFinalSnapshot: false,
  },
  forceNew: [
    "availabilityZone", "characterSetName", "customIamInstanceProfile", "dbName", "engine", "identifier", "identifierPrefix", "kmsKeyId",
    "ncharCharacterSetName", "region", "snapshotIdentifier", "storageEncrypted", "timezone", "username",
  ],
  documents: [],
  sets: ["enabledCloudwatchLogsExports", "vpcSecurityGroupIds"],
  computed: [
    "address", "allocatedStorage", "applyImmediately", "arn", "availabilityZone", "backupRetentionPeriod", "backupTarget", "backupWindow",
    "caCertIdentifier", "dbName", "dbSubnetGroupName", "endpoint", "engine", "engineVersion", "engineVersionActual", "hostedZoneId",
    "identifier", "identifierPrefix", "kmsKeyId", "latestRestorableTime", "licenseModel", "maintenanceWindow", "monitoringRoleArn", "multiAz",
    "networkType", "optionGroupName", "parameterGroupName", "port", "replicaMode", "replicas", "resourceId", "status", "storageThroughput",
    "storageType", "username", "vpcSecurityGroupIds",
  ],
  secretOutputs: ["password"],
  tagged: true,
  regional: true,
  missing: ["DBInstanceNotFoundFault", "DBInstanceNotFound"],
  /** Without Docker the emulator's instances are there at once: nothing waits for them to become available. */
  async create(cloud, instance) {
    const answer = await (await cloud.rds()).createDBInstance({
      ...settingsOf(instance),
      DBInstanceIdentifier: instance.identifier,
      DBName: instance.dbName,
      Engine: instance.engine,
      KmsKeyId: instance.kmsKeyId,
      MasterUsername: instance.username,
      StorageEncrypted: instance.storageEncrypted,
      Tags: tagList(instance.tagsAll),
    });
    // Since version 5 of the provider: a name can be given to another instance, this id cannot.
    return answer.DBInstance?.DbiResourceId ?? "";
  },
  async read(cloud, { id, recorded }) {
    const { DBInstances: [live] = [] } = await (await cloud.rds()).describeDBInstances({ Filters: [{ Name: "dbi-resource-id", Values: [id] }] });
    if (live === undefined) return undefined;
    return { ...outputsOf(live, recorded["engineVersion"]), ...tagOutputs(cloud, tagsFrom(live.TagList ?? []), recorded) };
  },
  async update(cloud, _id, instance, recorded) {
    const rds = await cloud.rds();
    const before = new Map(Object.entries(settingsOf(inputs.parse(recorded))));
    const changed = Object.entries(settingsOf(instance)).filter(([name, value]) => JSON.stringify(before.get(name)) !== JSON.stringify(value));
    if (changed.length > 0) {
      const { identifier: DBInstanceIdentifier, applyImmediately: ApplyImmediately } = instance;
      await rds.modifyDBInstance({ ...Object.fromEntries(changed), DBInstanceIdentifier, ApplyImmediately });
    }
    const { set, remove } = tagChanges(recorded, instance.tagsAll);
    const ResourceName = z.string().parse(recorded["arn"]);
    if (remove.length > 0) await rds.removeTagsFromResource({ ResourceName, TagKeys: remove });
    if (Object.keys(set).length > 0) await rds.addTagsToResource({ ResourceName, Tags: tagList(set) });
  },
  async delete(cloud, _id, recorded) {
    const { identifier, skipFinalSnapshot, finalSnapshotIdentifier, deleteAutomatedBackups } = inputs.parse(recorded);
    await (await cloud.rds()).deleteDBInstance({
      DBInstanceIdentifier: identifier,
      DeleteAutomatedBackups: deleteAutomatedBackups,
      SkipFinalSnapshot: skipFinalSnapshot,
      FinalDBSnapshotIdentifier: finalSnapshotIdentifier,
    });
  },
});

/** What can be changed. */
function settingsOf(instance: Inputs) {
  return {
    AllocatedStorage: instance.allocatedStorage,
    AutoMinorVersionUpgrade: instance.autoMinorVersionUpgrade,
    BackupRetentionPeriod: instance.backupRetentionPeriod,
    CopyTagsToSnapshot: instance.copyTagsToSnapshot,
    DBInstanceClass: instance.instanceClass,
    DeletionProtection: instance.deletionProtection,
    EnableIAMDatabaseAuthentication: instance.iamDatabaseAuthenticationEnabled,
    EngineVersion: instance.engineVersion,
    MasterUserPassword: instance.password,
    MultiAZ: instance.multiAz,
    PreferredBackupWindow: instance.backupWindow,
    PreferredMaintenanceWindow: instance.maintenanceWindow,
    PubliclyAccessible: instance.publiclyAccessible,
    StorageType: instance.storageType,
    VpcSecurityGroupIds: instance.vpcSecurityGroupIds,
  };
}

function outputsOf(live: DBInstance, version: Plain | undefined): PlainValues {
  const { Address: address = "", Port: port = 0, HostedZoneId: hostedZoneId = "" } = live.Endpoint ?? {};
  const engineVersionActual = live.EngineVersion ?? "";
  return {
    address,
    allocatedStorage: live.AllocatedStorage ?? 0,
    arn: live.DBInstanceArn ?? "",
    autoMinorVersionUpgrade: live.AutoMinorVersionUpgrade === true,
    availabilityZone: live.AvailabilityZone ?? "",
    backupRetentionPeriod: live.BackupRetentionPeriod ?? 0,
    backupTarget: live.BackupTarget ?? "",
    backupWindow: live.PreferredBackupWindow ?? "",
    caCertIdentifier: live.CACertificateIdentifier ?? "",
    copyTagsToSnapshot: live.CopyTagsToSnapshot === true,
    dbName: live.DBName ?? "",
    dbSubnetGroupName: live.DBSubnetGroup?.DBSubnetGroupName ?? "",
    deletionProtection: live.DeletionProtection === true,
    endpoint: `${address}:${port}`,
    engine: live.Engine ?? "",
    // A program that says "16" does not mind 16.3 becoming 16.4: only the actual version tells.
    engineVersion: typeof version === "string" && engineVersionActual.startsWith(version) ? version : engineVersionActual,
    engineVersionActual,
    hostedZoneId,
    iamDatabaseAuthenticationEnabled: live.IAMDatabaseAuthenticationEnabled === true,
    identifier: live.DBInstanceIdentifier ?? "",
    identifierPrefix: "",
    instanceClass: live.DBInstanceClass ?? "",
    kmsKeyId: live.KmsKeyId ?? "",
    latestRestorableTime: live.LatestRestorableTime?.toISOString().replace(/\.\d+Z$/, "Z") ?? "",
    licenseModel: live.LicenseModel ?? "",
    maintenanceWindow: live.PreferredMaintenanceWindow ?? "",
    multiAz: live.MultiAZ === true,
    networkType: live.NetworkType ?? "",
    optionGroupName: live.OptionGroupMemberships?.[0]?.OptionGroupName ?? "",
    parameterGroupName: live.DBParameterGroups?.[0]?.DBParameterGroupName ?? "",
    port,
    publiclyAccessible: live.PubliclyAccessible === true,
    replicas: live.ReadReplicaDBInstanceIdentifiers ?? [],
    resourceId: live.DbiResourceId ?? "",
    status: live.DBInstanceStatus ?? "",
    storageEncrypted: live.StorageEncrypted === true,
    storageType: live.StorageType ?? "",
    username: live.MasterUsername ?? "",
    vpcSecurityGroupIds: (live.VpcSecurityGroups ?? []).map(({ VpcSecurityGroupId: group = "" }) => group),
  };
}
