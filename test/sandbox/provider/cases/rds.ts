import type { ModifyDBInstanceMessage } from "@aws-sdk/client-rds";
import * as aws from "@pulumi/aws";
import { secret } from "@pulumi/pulumi";
import type { OutOfBandChange, TypeCase } from "./case";

const DBInstanceIdentifier = "case-database";
const OTHER_GROUP = "case-database-other";

function setting(property: string, changed: Partial<ModifyDBInstanceMessage>): OutOfBandChange {
  return {
    property,
    operation: "rds:ModifyDBInstance",
    make: async (services) => (await services.rds()).modifyDBInstance({ ...changed, DBInstanceIdentifier, ApplyImmediately: true }),
    seen: { [property]: "update" },
  };
}

export const rds: readonly TypeCase[] = [
  {
    token: "aws:rds/instance:Instance",
    name: "database",
    declare: (name) => {
      new aws.ec2.SecurityGroup(`${name}-other`, { name: OTHER_GROUP });
      return new aws.rds.Instance(name, {
        identifier: DBInstanceIdentifier,
        engine: "postgres",
        engineVersion: "16.3",
        instanceClass: "db.t4g.medium",
        allocatedStorage: 50,
        storageType: "gp3",
        storageEncrypted: true,
        dbName: "orders",
        username: "owner",
        password: secret("correct horse"),
        backupRetentionPeriod: 7,
        // The emulator takes no other for a new instance.
        backupWindow: "03:00-04:00",
        maintenanceWindow: "sun:04:00-sun:05:00",
        copyTagsToSnapshot: true,
        deletionProtection: false,
        iamDatabaseAuthenticationEnabled: true,
        multiAz: true,
        publiclyAccessible: false,
        vpcSecurityGroupIds: [new aws.ec2.SecurityGroup(`${name}-group`, {}).id],
        skipFinalSnapshot: true,
        applyImmediately: true,
        tags: { app: "case" },
      });
    },
    fixed: {
      identifier: "is the instance's identity, for people",
      engine: "cannot be changed",
      dbName: "cannot be changed",
      username: "cannot be changed",
      storageEncrypted: "cannot be changed",
      skipFinalSnapshot: "is the provider's own: no call reads it",
      applyImmediately: "is the provider's own: no call reads it",
    },
    changes: [
      setting("publiclyAccessible", { PubliclyAccessible: true }),
      // Nobody can read it back.
      { ...setting("password", { MasterUserPassword: "taken over" }), seen: {} },
      setting("deletionProtection", { DeletionProtection: true }),
      setting("instanceClass", { DBInstanceClass: "db.r6g.16xlarge" }),
      setting("engineVersion", { EngineVersion: "16.4" }),
      setting("allocatedStorage", { AllocatedStorage: 500 }),
      setting("storageType", { StorageType: "gp2" }),
      setting("backupRetentionPeriod", { BackupRetentionPeriod: 1 }),
      setting("backupWindow", { PreferredBackupWindow: "12:00-13:00" }),
      setting("maintenanceWindow", { PreferredMaintenanceWindow: "mon:12:00-mon:13:00" }),
      setting("copyTagsToSnapshot", { CopyTagsToSnapshot: false }),
      setting("iamDatabaseAuthenticationEnabled", { EnableIAMDatabaseAuthentication: false }),
      setting("multiAz", { MultiAZ: false }),
      {
        ...setting("vpcSecurityGroupIds", {}),
        make: async (services) => {
          const [rds, ec2] = [await services.rds(), await services.ec2()];
          const { DBInstances: [live] = [] } = await rds.describeDBInstances({ DBInstanceIdentifier });
          const { SecurityGroups: [other] = [] } = await ec2.describeSecurityGroups({ Filters: [{ Name: "group-name", Values: [OTHER_GROUP] }] });
          const groups = [...(live?.VpcSecurityGroups ?? []).map(({ VpcSecurityGroupId }) => VpcSecurityGroupId), other?.GroupId];
          await rds.modifyDBInstance({ DBInstanceIdentifier, VpcSecurityGroupIds: groups.filter((group) => group !== undefined), ApplyImmediately: true });
        },
        seen: { "vpcSecurityGroupIds[1]": "add" },
      },
      {
        property: "tags",
        operation: "rds:AddTagsToResource",
        make: async (services, { text }) => (await services.rds()).addTagsToResource({ ResourceName: text("arn"), Tags: [{ Key: "owner", Value: "bob" }] }),
        seen: { "tags.owner": "add", "tagsAll.owner": "add" },
      },
    ],
    remove: async (services) => (await services.rds()).deleteDBInstance({ DBInstanceIdentifier, SkipFinalSnapshot: true }),
  },
];
