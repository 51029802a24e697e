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
  },
  "aws:ecs/service:Service": {
    "not stood in for": ["deploymentConfiguration"],
    "Terraform suppresses the difference where the program does not set it": ["deploymentCircuitBreaker", "deploymentController"],
  },
  "aws:rds/instance:Instance": {
    "Terraform computes it, though Pulumi declares it otherwise": ["applyImmediately"],
    "not stood in for": [
      "characterSetName", "databaseInsightsMode", "domainFqdn", "engineLifecycleSupport", "iops", "listenerEndpoints", "masterUserSecretKmsKeyId",
      "masterUserSecrets", "ncharCharacterSetName", "performanceInsightsKmsKeyId", "performanceInsightsRetentionPeriod", "snapshotIdentifier",
      "timezone", "upgradeRolloutOrder",
    ],
  },
  "aws:s3/bucket:Bucket": { "not stood in for": ["acl", "bucketNamespace", "websiteDomain", "websiteEndpoint"] },
};

export function gapsOf(token: string): ReadonlySet<string> {
  return new Set(Object.values(gaps[token] ?? {}).flat());
}
