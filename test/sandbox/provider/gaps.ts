/** What a type of the stand-in has otherwise than `@pulumi/aws` declares it, or lacks: by token and reason. */
const gaps: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  "aws:cloudwatch/eventRule:EventRule": {
    "Terraform suppresses the difference where the program does not set it": ["isEnabled", "state"],
  },
  "aws:dynamodb/table:Table": { "the emulator has none": ["globalTableWitness", "warmThroughput"] },
  "aws:ec2/instance:Instance": {
    "not stood in for": [
      "capacityReservationSpecification", "cpuOptions", "enablePrimaryIpv6", "enclaveOptions", "ephemeralBlockDevices", "hostId",
      "hostResourceGroupArn", "instanceMarketOptions", "maintenanceOptions", "networkInterfaces", "placementGroupId", "primaryNetworkInterface",
      "privateDnsNameOptions", "secondaryNetworkInterfaces",
    ],
    "left out where there is none": [
      "outpostArn", "passwordData", "placementGroup", "placementPartitionNumber", "primaryNetworkInterfaceId", "securityGroups",
      "spotInstanceRequestId", "userDataBase64",
    ],
  },
  "aws:ec2/securityGroupRule:SecurityGroupRule": { "left out where there is none": ["sourceSecurityGroupId"] },
  "aws:ecs/service:Service": {
    "not stood in for": ["deploymentConfiguration"],
    "Terraform suppresses the difference where the program does not set it": ["deploymentCircuitBreaker", "deploymentController"],
  },
  "aws:iam/accessKey:AccessKey": { "only with a PGP key": ["encryptedSecret", "encryptedSesSmtpPasswordV4", "keyFingerprint"] },
  "aws:rds/instance:Instance": {
    "Terraform computes it, though Pulumi declares it otherwise": ["applyImmediately"],
    "not stood in for": [
      "characterSetName", "databaseInsightsMode", "domainFqdn", "engineLifecycleSupport", "iops", "listenerEndpoints", "masterUserSecretKmsKeyId",
      "masterUserSecrets", "ncharCharacterSetName", "performanceInsightsKmsKeyId", "performanceInsightsRetentionPeriod", "snapshotIdentifier",
      "timezone", "upgradeRolloutOrder",
    ],
    "left out where there is none": ["monitoringRoleArn", "replicaMode", "storageThroughput"],
  },
  "aws:s3/bucket:Bucket": {
    "not stood in for": ["acl", "bucketNamespace", "websiteDomain", "websiteEndpoint"],
    "left out where there is none": ["logging", "objectLockConfiguration", "replicationConfiguration", "website"],
  },
  "aws:sns/topic:Topic": { "the emulator has none": ["fifoThroughputScope"] },
};

export function gapsOf(token: string): ReadonlySet<string> {
  return new Set(Object.values(gaps[token] ?? {}).flat());
}
