import type { Json, Severity } from "../../policypack/model";
import { opensPath } from "./doors";
import { becomes, gains, isDeleted, leaves, loses, lowers, raises, strays, turnsOff, turnsOn, type Does } from "./effects";
import { findGain, type Gain } from "../../policypack/exposure/policyGrants";

export interface Row {
  readonly what: string;
  /** Of which types; absent: of all. */
  readonly on?: RegExp;
  /** Where: how the path ends, without indices. Absent: anywhere. */
  readonly at?: readonly string[];
  readonly does: Does;
  readonly severity: Severity;
  readonly opens?: true;
}

/** Whatever is written on a label, nothing works differently. */
export const LABELS: ReadonlySet<string> = new Set(["tags", "tagsAll", "description", "labels", "annotations", "comment", "alarmDescription", "displayName"]);

// What a number means where there is none.
const FOREVER = Infinity;
const NONE = 0;
const HOUR = 3_600;
const A_YEAR = 365;
const STATEFUL =
  /^aws:(s3\/(bucket(V2)?|directoryBucket):|s3tables\/|dynamodb\/(table|globalTable):|rds\/(instance|cluster|globalCluster|snapshot|clusterSnapshot):|(docdb|neptune|redshift|msk|memorydb|dax)\/cluster:|elasticache\/(cluster|replicationGroup|globalReplicationGroup|serverlessCache):|efs\/fileSystem:|ebs\/(volume|snapshot):|fsx\/|sqs\/queue:|kinesis\/stream:|kms\/(key|replicaKey):|secretsmanager\/secret:|ssm\/parameter:|opensearch\/domain:|elasticsearch\/domain:|backup\/vault:|glacier\/vault:|mq\/broker:|timestreamwrite\/|ecr\/repository:|cognito\/userPool:|cloudwatch\/logGroup:|cloudtrail\/eventDataStore:|route53\/zone:|directoryservice\/directory:)/;
const WATCHERS = /^aws:(cloudtrail\/|guardduty\/|cfg\/(recorder|deliveryChannel)|securityhub\/|macie2?\/|inspector2\/|accessanalyzer\/|ec2\/flowLog|route53\/(queryLog|resolverQueryLogConfig)|kms\/alias|wafv2\/webAcl(Association|LoggingConfiguration)|wafregional\/webAclAssociation|shield\/|networkfirewall\/|backup\/(plan|selection|vaultLockConfiguration))/;
const PUBLIC_BLOCKS = /PublicAccessBlock|BlockPublicAccess/;
const CLOUDTRAIL = /^aws:cloudtrail\//;
const DETECTORS = /^aws:(guardduty|cfg|securityhub|macie2?)\//;
// TLS 1.1 or older can still be agreed on.
const OLD_TLS = /^(SSLv3|TLSv1(_2016|\.1_2016)?|TLS_1_0|Policy-Min-TLS-1-0-.*|ELBSecurityPolicy-(2016-08|2015-05|TLS-1-[01]-.*|FS-2018-06|FS-1-1-.*|TLS13-1-[01]-.*))$/;
const ACCESS = /^aws:(iam|kms|sns\/topicPolicy|sqs\/queuePolicy|s3\/bucket(Policy|Versioning|ServerSideEncryption|Logging|ObjectLock|OwnershipControls|Acl|Repl)|ebs\/encryptionByDefault|efs\/(fileSystemPolicy|backupPolicy)|secretsmanager\/secretPolicy|ecr\/repositoryPolicy|backup\/vaultPolicy)/;

/** What changes do, worst case by worst case; a change that no row speaks of is of medium severity. */
export const TABLE: readonly Row[] = [
  // Gone
  { what: "something that holds data or keys", on: STATEFUL, does: isDeleted, severity: "critical" },
  { what: "what watches, or stands in the way", on: WATCHERS, does: isDeleted, severity: "critical" },
  { what: "a block of public access", on: PUBLIC_BLOCKS, does: isDeleted, severity: "critical", opens: true },
  { what: "what regulates access, or protects data", on: ACCESS, does: isDeleted, severity: "high" },
  { what: "a policy that denied something", does: forgetsDenial, severity: "high", opens: true },

  // The network
  { what: "a path for the world", does: opensPath("world"), severity: "critical", opens: true },
  { what: "a path for somebody outside", does: opensPath("outside"), severity: "high", opens: true },
  { what: "a path for somebody inside", does: opensPath("inside"), severity: "medium", opens: true },
  { what: "a public endpoint", at: ["publiclyAccessible", "endpointPublicAccess"], does: turnsOn, severity: "critical", opens: true },
  { what: "a public endpoint", at: ["publicAccess.type", "endpointType", "endpointConfiguration.types"], does: becomes(/^(SERVICE_PROVIDED_EIPS|PUBLIC|REGIONAL|EDGE)$/), severity: "critical", opens: true },
  { what: "a public address", at: ["associatePublicIpAddress", "mapPublicIpOnLaunch", "assignPublicIp", "directInternetAccess"], does: turnsOn, severity: "high", opens: true },
  { what: "a route to the internet", at: ["gatewayId"], does: becomes(/^igw-/), severity: "high", opens: true },
  { what: "a route to another network", at: ["vpcPeeringConnectionId", "transitGatewayId"], on: /^aws:ec2\/.*[rR]oute/, does: gains, severity: "medium", opens: true },
  { what: "one more group, whoever that lets in", at: ["vpcSecurityGroupIds", "securityGroupIds", "securityGroups"], on: /^aws:(?!ec2\/(securityGroup|defaultSecurityGroup))/, does: gains, severity: "high", opens: true },
  { what: "an endpoint of its own beside the guarded one", at: ["disableExecuteApiEndpoint"], does: turnsOff, severity: "high", opens: true },
  { what: "an endpoint service for more", at: ["acceptanceRequired"], does: turnsOff, severity: "high", opens: true },
  { what: "a firewall taken away", at: ["webAclId", "webAclArn"], does: loses, severity: "high", opens: true },
  { what: "a firewall with a rule less", at: ["rules"], on: /^aws:waf/, does: loses, severity: "high", opens: true },
  { what: "no restriction by country", at: ["geoRestriction.restrictionType"], does: becomes(/^none$/), severity: "high", opens: true },

  // Principals and actions
  { what: "a policy for everybody, or for everything", does: allows("everybody", "everything"), severity: "critical", opens: true },
  { what: "a policy for somebody, or for more", does: allows("somebody", "more"), severity: "high", opens: true },
  { what: "an administrator's policy attached", at: ["managedPolicyArns", "policyArns", "policyArn"], does: becomes(/(AdministratorAccess|PowerUserAccess|FullAccess)$/), severity: "critical", opens: true },
  { what: "a policy attached, or for one more", at: ["managedPolicyArns", "policyArns", "policyArn", "policyAttachments"], does: gains, severity: "high", opens: true },
  { what: "one more member", at: ["users", "groups", "roles"], on: /^aws:iam\//, does: gains, severity: "high", opens: true },
  { what: "one more member", at: ["kubernetesGroups"], does: gains, severity: "high", opens: true },
  { what: "another identity for what runs", at: ["role"], on: /^aws:iam\/instanceProfile/, does: gains, severity: "high", opens: true },
  { what: "another identity for what runs", at: ["iamInstanceProfile", "roleArn", "serviceRole", "executionRoleArn", "taskRoleArn"], does: gains, severity: "high" },
  { what: "another identity for what runs", at: ["role"], on: /^aws:lambda\/function/, does: gains, severity: "high" },
  { what: "a boundary or an identity provider that is another", at: ["permissionsBoundary", "samlMetadataDocument"], does: strays, severity: "high", opens: true },
  { what: "a key that works again", at: ["status"], on: /^aws:iam\/accessKey/, does: becomes(/^Active$/), severity: "high", opens: true },
  { what: "a trusted identity provider with more keys or clients", at: ["clientIdLists", "thumbprintLists", "callbackUrls"], does: gains, severity: "high", opens: true },
  { what: "longer sessions", at: ["maxSessionDuration"], does: raises(HOUR), severity: "high" },
  { what: "everybody may call it", at: ["authorizationType", "authorization"], does: becomes(/^NONE$/), severity: "critical", opens: true },
  { what: "everybody may call it", at: ["unauthenticated", "allowUnauthenticatedIdentities"], does: turnsOn, severity: "critical", opens: true },
  { what: "everybody may call it", at: ["principal"], does: becomes(/^\*$/), severity: "critical", opens: true },
  { what: "somebody else may call it", at: ["principal", "principalArn", "allowedPrincipals"], does: gains, severity: "high", opens: true },
  { what: "a permission that names no source", at: ["sourceArn", "sourceAccount", "principalOrgId"], on: /^aws:lambda\/permission/, does: strays, severity: "high", opens: true },
  { what: "a caller is not asked who it is", at: ["apiKeyRequired", "allowAdminCreateUserOnly", "advancedSecurityOptions.enabled"], does: turnsOff, severity: "high", opens: true },
  { what: "a caller is not asked who it is", at: ["defaultActions.type", "actions.type"], on: /^aws:(lb|alb)\//, does: leaves(/^(authenticate-|jwt-)/), severity: "high", opens: true },
  { what: "a caller shows no certificate or signature", at: ["truststoreUri", "trustedKeyGroups", "trustedSigners", "userGroupIds"], does: loses, severity: "high", opens: true },
  { what: "a caller shows no certificate or signature", at: ["mutualAuthentication.mode"], does: becomes(/^(off|passthrough)$/), severity: "high", opens: true },
  { what: "a shell", at: ["enableExecuteCommand"], does: turnsOn, severity: "high", opens: true },

  // Public data and copies
  { what: "a block of public access lifted", at: ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets", "blockPublicSecurityGroupRules"], does: turnsOff, severity: "critical", opens: true },
  { what: "a block of public access lifted", at: ["state"], on: PUBLIC_BLOCKS, does: becomes(/^unblocked$/), severity: "critical", opens: true },
  { what: "an ACL for everybody", at: ["acl"], does: becomes(/^public-|^authenticated-read$/), severity: "critical", opens: true },
  { what: "an ACL for everybody", at: ["uri"], does: becomes(/\/global\/(AllUsers|AuthenticatedUsers)$/), severity: "critical", opens: true },
  { what: "an ACL for somebody else", at: ["grants.id", "grantee.id", "grantee.emailAddress"], does: gains, severity: "high", opens: true },
  { what: "ACLs count again", at: ["objectOwnership"], does: becomes(/^(ObjectWriter|BucketOwnerPreferred)$/), severity: "high", opens: true },
  { what: "a copy for everybody", at: ["sharedAccounts", "group", "permissions.account_ids", "projectVisibility"], on: /^aws:(rds|ec2|ssm|codebuild|docdb|neptune)\//, does: becomes(/^(all|PUBLIC_READ)$/i), severity: "critical", opens: true },
  { what: "a copy for another account", at: ["sharedAccounts", "permissions.account_ids", "accountId"], on: /^aws:(rds|ec2|ssm|docdb|neptune)\//, does: gains, severity: "high", opens: true },
  { what: "shares that leave the organisation", at: ["allowExternalPrincipals"], does: turnsOn, severity: "high", opens: true },

  // What would tell
  { what: "a trail stopped or narrowed", at: ["enableLogging", "enableLogFileValidation", "isMultiRegionTrail", "includeGlobalServiceEvents", "isOrganizationTrail", "includeManagementEvents"], on: CLOUDTRAIL, does: turnsOff, severity: "critical" },
  { what: "a trail narrowed", at: ["readWriteType", "trafficType"], does: leaves(/^All$/i), severity: "critical" },
  { what: "a trail narrowed", at: ["eventSelectors", "dataResources", "advancedEventSelectors", "insightSelectors"], on: CLOUDTRAIL, does: loses, severity: "critical" },
  { what: "a trail narrowed", at: ["excludeManagementEventSources"], on: CLOUDTRAIL, does: gains, severity: "critical" },
  { what: "a record that goes elsewhere", at: ["s3BucketName", "cloudWatchLogsGroupArn"], on: /^aws:(cloudtrail|cfg)\//, does: strays, severity: "critical" },
  { what: "a recorder narrowed", at: ["recordingGroup.resourceTypes"], does: loses, severity: "critical" },
  { what: "a recorder narrowed", at: ["exclusionByResourceTypes.resourceTypes"], does: gains, severity: "critical" },
  { what: "a detector off", at: ["enable", "isEnabled", "status", "controlStatus", "allSupported", "includeGlobalResourceTypes", "autoEnableControls"], on: DETECTORS, does: turnsOff, severity: "critical" },
  { what: "an alarm that is silent", at: ["actionsEnabled"], does: turnsOff, severity: "high" },
  { what: "an alarm that tells nobody", at: ["alarmActions"], does: loses, severity: "high" },
  { what: "logs off", at: ["accessLogs.enabled", "connectionLogs.enabled", "logPublishingOptions.enabled", "logs.audit", "logs.general", "cloudwatchLogs.status", "s3Logs.status", "logging.enable", "scanOnPush"], does: turnsOff, severity: "high" },
  { what: "logs off", at: ["loggingConfiguration.level", "executeCommandConfiguration.logging"], does: becomes(/^(OFF|NONE)$/), severity: "high" },
  { what: "logs off, or elsewhere", at: ["targetBucket", "loggingConfig.bucket", "accessLogs.bucket", "accessLogSettings.destinationArn", "logDestination"], does: strays, severity: "high" },
  { what: "a kind of log off", at: ["enabledClusterLogTypes", "enabledCloudwatchLogsExports", "enableCloudwatchLogsExports", "logExports", "logDeliveryConfigurations"], does: loses, severity: "high" },
  { what: "logs for a shorter time", at: ["retentionInDays"], does: lowers(FOREVER), severity: "high" },

  // Encryption
  { what: "encryption off", at: ["encrypted", "storageEncrypted", "sqsManagedSseEnabled", "atRestEncryptionEnabled", "transitEncryptionEnabled", "serverSideEncryption.enabled", "encryptAtRest.enabled", "nodeToNodeEncryption.enabled", "enforceHttps"], does: turnsOff, severity: "high" },
  { what: "encryption off", at: ["enabled"], on: /^aws:ebs\/encryptionByDefault/, does: turnsOff, severity: "high" },
  { what: "encryption off", at: ["encryptionDisabled"], does: turnsOn, severity: "high" },
  { what: "another key, or none", at: ["kmsKeyId", "kmsMasterKeyId", "kmsKeyArn", "kmsMasterKeyArn", "encryptionConfig.provider.keyArn"], does: strays, severity: "high" },
  { what: "encryption with a key of nobody's own", at: ["sseAlgorithm", "encryptionType"], does: leaves(/^(aws:kms|aws:kms:dsse|KMS)$/), severity: "high" },
  { what: "encryption off", at: ["type"], on: /^aws:ssm\/parameter/, does: leaves(/^SecureString$/), severity: "high" },
  { what: "traffic in the clear", at: ["protocol"], on: /^aws:(lb|alb)\//, does: leaves(/^(HTTPS|TLS)$/), severity: "high" },
  { what: "traffic in the clear", at: ["transitEncryptionMode", "clientBroker", "viewerProtocolPolicy"], does: becomes(/^(preferred|TLS_PLAINTEXT|PLAINTEXT|allow-all)$/), severity: "high" },
  { what: "old TLS", at: ["sslPolicy", "minimumProtocolVersion", "securityPolicy", "tlsSecurityPolicy"], does: becomes(OLD_TLS), severity: "high" },
  { what: "keys that are not renewed", at: ["enableKeyRotation", "rotationEnabled"], does: turnsOff, severity: "high" },
  { what: "keys renewed less often", at: ["rotationPeriodInDays"], does: raises(A_YEAR), severity: "high" },

  // What makes a loss final, or a break-in easy
  { what: "a key disabled", at: ["isEnabled"], on: /^aws:kms\//, does: turnsOff, severity: "high" },
  { what: "no versions", at: ["versioning.enabled", "versionings.enabled", "versioningConfiguration.status", "mfaDelete"], does: turnsOff, severity: "high" },
  { what: "no lock", at: ["objectLockEnabled", "deletionProtection", "deletionProtectionEnabled", "enableDeletionProtection", "terminationProtectionEnabled", "disableApiTermination", "disableApiStop", "deleteProtection"], does: turnsOff, severity: "high" },
  { what: "a lock that opens", at: ["defaultRetention.mode"], does: leaves(/^COMPLIANCE$/), severity: "high" },
  { what: "a lock that opens", at: ["imageTagMutability"], does: leaves(/^IMMUTABLE/), severity: "high" },
  { what: "no way back", at: ["pointInTimeRecovery.enabled", "backupPolicy.status"], does: turnsOff, severity: "high" },
  { what: "no way back", at: ["skipFinalSnapshot", "forceDestroy", "deleteAutomatedBackups", "ttl.enabled"], does: turnsOn, severity: "high" },
  { what: "data deleted sooner", at: ["expiration.days", "noncurrentVersionExpiration.noncurrentDays", "lifecycle.deleteAfter"], does: lowers(FOREVER), severity: "high" },
  { what: "copies for a shorter time", at: ["backupRetentionPeriod", "snapshotRetentionLimit", "automatedSnapshotRetentionPeriod", "retentionPeriod", "defaultRetention.days", "defaultRetention.years", "minRetentionDays", "deletionWindowInDays", "recoveryWindowInDays"], does: lowers(NONE), severity: "high" },
  { what: "a copy that is not made", at: ["rules"], on: /^aws:(s3\/bucketReplicationConfig|backup\/plan):/, does: loses, severity: "high" },
  { what: "instance metadata for whoever can make it fetch", at: ["httpTokens"], does: turnsOff, severity: "high" },
  { what: "instance metadata from farther away", at: ["httpPutResponseHopLimit"], does: raises(1), severity: "high" },
  { what: "traffic that is not looked at", at: ["sourceDestCheck", "dropInvalidHeaderFields"], does: turnsOff, severity: "high" },
  { what: "traffic that is not looked at", at: ["enableWafFailOpen"], does: turnsOn, severity: "high" },
  { what: "code that nobody signed", at: ["codeSigningConfigArn"], does: loses, severity: "high" },
  { what: "plain passwords", at: ["requireLowercaseCharacters", "requireUppercaseCharacters", "requireNumbers", "requireSymbols", "requireLowercase", "requireUppercase", "iamDatabaseAuthenticationEnabled"], does: turnsOff, severity: "high" },
  { what: "plain passwords", at: ["minimumPasswordLength", "passwordReusePrevention", "passwordPolicy.minimumLength"], does: lowers(NONE), severity: "high" },
  { what: "old passwords", at: ["maxPasswordAge"], does: raises(FOREVER), severity: "high" },
  { what: "no second factor", at: ["mfaConfiguration"], does: becomes(/^OFF$/, /^(OFF|OPTIONAL)$/), severity: "high" },
];

function allows(...gained: readonly Gain[]): Does {
  return ({ expected, actual }) => {
    const gain = findGain(expected, actual);
    return gain !== undefined && gained.includes(gain);
  };
}

/** A policy that denied something may have been the only thing in the way. */
function forgetsDenial({ gone, recorded }: Parameters<Does>[0]): boolean {
  return gone && Object.values(recorded).some((value: Json) => findGain(value, undefined) !== undefined);
}
