/** Settings of an account, its region or its organisation: there is one, so calls need no name for it. */
const ACCOUNT_WIDE = new Set([
  "account/alternativeContact", "account/primaryContact", "arczonalshift/autoshiftObserverNotificationStatus", "auditmanager/accountRegistration",
  "backup/globalSettings", "backup/regionSettings", "bedrock/useCaseForModelAccess", "bedrockmodel/invocationLoggingConfiguration",
  "chime/sdkvoiceGlobalSettings", "cloudwatch/logStorageTierPolicy", "cloudwatch/otelEnrichment", "computeoptimizer/enrollmentStatus",
  "costoptimizationhub/enrollmentStatus", "costoptimizationhub/preferences", "devopsguru/eventSourcesConfig", "devopsguru/serviceIntegration",
  "ebs/encryptionByDefault", "ebs/snapshotBlockPublicAccess", "ec2/allowedImagesSettings", "ec2/imageBlockPublicAccess",
  "ec2/instanceMetadataDefaults", "ec2/serialConsoleAccess", "ec2/vpcBlockPublicAccessOptions", "emr/blockPublicAccessConfiguration",
  "fms/adminAccount", "glue/resourcePolicy", "iam/accountPasswordPolicy", "iam/organizationsFeatures", "iam/outboundWebIdentityFederation",
  "iam/securityTokenServicePreferences", "inspector2/enabler", "inspector2/organizationConfiguration", "iot/eventConfigurations",
  "iot/indexingConfiguration", "iot/loggingOptions", "kinesis/accountSettings", "macie2/account", "macie2/classificationExportConfiguration",
  "macie2/organizationConfiguration", "notifications/organizationsAccess", "observabilityadmin/telemetryEnrichment",
  "observabilityadmin/telemetryEvaluation", "observabilityadmin/telemetryEvaluationForOrganization", "ram/sharingWithOrganization",
  "rds/certificate", "sagemaker/servicecatalogPortfolioStatus", "securityhub/account", "securityhub/accountV2", "servicecatalog/organizationsAccess",
  "servicequotas/autoManagement", "servicequotas/templateAssociation", "sesv2/accountSuppressionAttributes", "sesv2/accountVdmAttributes",
  "shield/proactiveEngagement", "shield/subscription", "sns/smsPreferences", "uxc/accountCustomizations", "xray/encryptionConfig", "xray/traceSegmentDestination",
]);

export function isAccountWide(type: string): boolean {
  return ACCOUNT_WIDE.has(kindOf(type));
}

const RETIRED = "the service is retired and no source describes it any more";
const DATA = "its calls are data events, which management trails do not hold";
const TAG = "its calls are those that tag any resource of the service";
const NAMELESS = "no operation bears its name";

/** Types whose operations no source tells, and why. */
export const WITHOUT_OPERATIONS: Readonly<Record<string, string>> = {
  "auditmanager/assessmentDelegation": NAMELESS,
  "cognito/identityPoolProviderPrincipalTag": NAMELESS,
  "dynamodb/tableItem": DATA,
  "dynamodb/tag": TAG,
  "ec2/proxyProtocolPolicy": NAMELESS,
  "ecs/tag": TAG,
  "elastictranscoder/pipeline": RETIRED,
  "elastictranscoder/preset": RETIRED,
  "evidently/feature": RETIRED,
  "evidently/launch": RETIRED,
  "evidently/project": RETIRED,
  "evidently/segment": RETIRED,
  "inspector2/enabler": "its operations are a bare Enable and Disable",
  "kms/ciphertext": DATA,
  "lambda/invocation": DATA,
  "location/routeCalculation": DATA,
  "organizations/tag": TAG,
  "qldb/ledger": RETIRED,
  "qldb/stream": RETIRED,
  "s3/bucketObjectv2": DATA,
  "s3/objectCopy": DATA,
  "s3control/multiRegionAccessPointRoutes": NAMELESS,
  "secretsmanager/tag": TAG,
  "securityhub/standardsSubscription": "its operations enable and disable standards in batches",
  "transfer/tag": TAG,
};

/** `aws:s3/bucketObjectv2:BucketObjectv2` → `s3/bucketObjectv2` */
export function kindOf(type: string): string {
  return type.split(":")[1] ?? "";
}
