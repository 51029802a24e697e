import type { Json, Severity } from "../../policypack/model";

interface Safeguard {
  /** Where the switch stands; the names on the path joined by dots. */
  readonly switch: RegExp;
  readonly types?: RegExp;
  /** Values with which it protects; anything else, and no value, does not. */
  readonly safe: (value: Json | undefined) => boolean;
  readonly severity: Severity;
  readonly opensAccess?: true;
}

const isOn = (value: Json | undefined): boolean => value === true || (typeof value === "string" && /^(true|enabled|on|active|required)$/i.test(value));
const isOff = (value: Json | undefined): boolean => !isOn(value);
const UNSET: readonly (Json | undefined)[] = [undefined, null, "", 0, "0", false, "false"];
const isSet = (value: Json | undefined): boolean => !UNSET.includes(value);

/** Switches whose turning off is what an attacker, or a hurry, does first. */
const SAFEGUARDS: readonly Safeguard[] = [
  // Public access
  { switch: /^(blockPublicAcls|blockPublicPolicy|ignorePublicAcls|restrictPublicBuckets)$/, safe: isOn, severity: "critical", opensAccess: true },
  { switch: /(^|\.)(publiclyAccessible|endpointPublicAccess|public)$/, safe: isOff, severity: "critical", opensAccess: true },
  { switch: /(^|\.)(associatePublicIpAddress|mapPublicIpOnLaunch)$/, safe: isOff, severity: "high", opensAccess: true },
  { switch: /^authorizationType$/, types: /functionUrl/i, safe: (value) => value !== "NONE", severity: "critical", opensAccess: true },
  { switch: /^authorization$/, types: /apigateway/i, safe: (value) => value !== "NONE", severity: "critical", opensAccess: true },
  { switch: /^acl$/, safe: (value) => typeof value !== "string" || !/^(public-|authenticated-read$)/.test(value), severity: "critical", opensAccess: true },
  { switch: /(^|\.)httpTokens$/, safe: isOn, severity: "high" },
  // Trails and logs
  { switch: /^(enableLogging|isMultiRegionTrail|includeGlobalServiceEvents|enableLogFileValidation|s3BucketName|cloudWatchLogsGroupArn)$/, types: /cloudtrail/, safe: isSet, severity: "critical" },
  { switch: /^(enable|recordingGroup\.allSupported|isEnabled)$/, types: /^aws:(guardduty|cfg|securityhub|inspector)/, safe: isOn, severity: "critical" },
  { switch: /(^|\.)(loggings?|accessLogs?|accessLogSettings|enabledCloudwatchLogsExports|loggingConfigurations?)(\.(enabled|targetBucket|destinationArn))?$/, safe: isSet, severity: "high" },
  // Encryption
  { switch: /(^|\.)(encrypted|storageEncrypted|sqsManagedSseEnabled|enableKeyRotation|encryptionAtRest|atRestEncryptionEnabled|transitEncryptionEnabled|inTransitEncryptionEnabled|nodeToNodeEncryption|serverSideEncryption|enforceHttps)(\.enabled)?$/, safe: isOn, severity: "high" },
  { switch: /^isEnabled$/, types: /^aws:kms\//, safe: isOn, severity: "high" },
  { switch: /(^|\.)(kmsKeyId|kmsMasterKeyId|kmsKeyArn|kmsMasterKeyArn|sseAlgorithm|serverSideEncryptionConfigurations?|encryptionConfigurations?)$/, safe: isSet, severity: "high" },
  // What makes a loss final
  { switch: /(^|\.)versioning(Configuration)?(\.(enabled|status))?$/, safe: (value) => isOn(value) || (typeof value === "object" && value !== null), severity: "high" },
  { switch: /(^|\.)mfaDelete$/, safe: isOn, severity: "high" },
  { switch: /(^|\.)(deletionProtection|deletionProtectionEnabled|enableDeletionProtection|disableApiTermination|disableApiStop|pointInTimeRecovery)(\.enabled)?$/, safe: isOn, severity: "high" },
  { switch: /(^|\.)(skipFinalSnapshot|forceDestroy)$/, safe: isOff, severity: "high" },
  { switch: /(^|\.)(backupRetentionPeriod|objectLockEnabled)$/, safe: isSet, severity: "high" },
];

/** The safeguard that a change turned off. A status may say "Disabled", "Suspended" or nothing at all. */
export function findLoweredGuard(
  type: string,
  names: readonly string[],
  expected: Json | undefined,
  actual: Json | undefined,
): { readonly severity: Severity; readonly opensAccess?: true } | undefined {
  const path = names.join(".");
  const guard = SAFEGUARDS.find((one) => one.switch.test(path) && (one.types?.test(type) ?? true));
  if (guard === undefined || guard.safe(actual) || (expected !== undefined && !guard.safe(expected))) return undefined;
  return { severity: guard.severity, ...(guard.opensAccess === undefined ? {} : { opensAccess: true }) };
}
