/** The bridge leaves nulls out of a state, whatever the type says. */
const NULL = "null where the resource has none";

/** What a type of the stand-in has otherwise than `@pulumi/aws` declares it, or lacks: by token and reason. */
const gaps: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  "aws:cloudwatch/eventRule:EventRule": {
    "Terraform suppresses the difference where the program does not set it": ["isEnabled", "state"],
  },
  "aws:dynamodb/table:Table": { "the emulator has none": ["globalTableWitness", "warmThroughput"] },
  "aws:ec2/instance:Instance": {
    [NULL]: [
      "outpostArn", "passwordData", "placementGroup", "placementPartitionNumber", "primaryNetworkInterfaceId", "securityGroups",
      "spotInstanceRequestId", "userDataBase64",
    ],
    "not stood in for": [
      "capacityReservationSpecification", "cpuOptions", "enablePrimaryIpv6", "enclaveOptions", "ephemeralBlockDevices", "hostId",
      "hostResourceGroupArn", "instanceMarketOptions", "maintenanceOptions", "networkInterfaces", "placementGroupId", "primaryNetworkInterface",
      "privateDnsNameOptions", "secondaryNetworkInterfaces",
    ],
  },
  "aws:ec2/securityGroupRule:SecurityGroupRule": { [NULL]: ["sourceSecurityGroupId"] },
  "aws:ecs/service:Service": {
    "Terraform suppresses the difference where the program does not set it": ["deploymentCircuitBreaker", "deploymentController"],
    "not stood in for": ["deploymentConfiguration"],
  },
  "aws:iam/accessKey:AccessKey": { [NULL]: ["encryptedSecret", "encryptedSesSmtpPasswordV4", "keyFingerprint"] },
  "aws:rds/instance:Instance": {
    [NULL]: ["monitoringRoleArn", "replicaMode", "storageThroughput"],
    "Terraform computes it, though Pulumi declares it otherwise": ["applyImmediately"],
    "not stood in for": [
      "characterSetName", "databaseInsightsMode", "domainFqdn", "engineLifecycleSupport", "iops", "listenerEndpoints", "masterUserSecretKmsKeyId",
      "masterUserSecrets", "ncharCharacterSetName", "performanceInsightsKmsKeyId", "performanceInsightsRetentionPeriod", "snapshotIdentifier",
      "timezone", "upgradeRolloutOrder",
    ],
  },
  "aws:s3/bucket:Bucket": {
    [NULL]: ["logging", "objectLockConfiguration", "replicationConfiguration", "website"],
    "not stood in for": ["acl", "bucketNamespace", "websiteDomain", "websiteEndpoint"],
  },
  "aws:sns/topic:Topic": { [NULL]: ["fifoThroughputScope"] },
};

export function gapsOf(token: string): ReadonlySet<string> {
  return new Set(Object.values(gaps[token] ?? {}).flat());
}
