import { clears, implies, sets, type ResourceOperations } from "./writer";

/** Keys, secrets, parameters, trails and logs. */
export const security: Readonly<Record<string, ResourceOperations>> = {
  "ssm/parameter": { subjects: ["name", "names"], deletes: ["DeleteParameter", "DeleteParameters"], writers: [{ ...sets(["PutParameter"], ["value", "insecureValue"], { insecureValue: "value" }), whole: true }, sets(["PutParameter"], ["*"])] },
  "secretsmanager/secret": {
    subjects: ["secretid", "name", "arn"],
    deletes: ["DeleteSecret"],
    writers: [
      sets(["UpdateSecret"], ["description", "kmsKeyId"]),
      sets(["PutResourcePolicy"], ["policy"], { policy: "resourcePolicy" }),
      clears(["DeleteResourcePolicy"], ["policy"]),
      sets(["PutSecretValue", "UpdateSecretVersionStage", "RotateSecret"], []),
    ],
  },
  "secretsmanager/secretVersion": { subjects: ["secretid", "arn"], deletes: ["DeleteSecret"], writers: [{ ...sets(["PutSecretValue", "UpdateSecret", "UpdateSecretVersionStage", "RotateSecret"], ["*"]), whole: true }] },
  "secretsmanager/secretRotation": { subjects: ["secretid", "arn"], deletes: ["CancelRotateSecret", "DeleteSecret"], writers: [sets(["RotateSecret"], ["*"])] },
  "secretsmanager/secretPolicy": { subjects: ["secretid", "arn"], deletes: ["DeleteResourcePolicy", "DeleteSecret"], writers: [sets(["PutResourcePolicy"], ["*"], { policy: "resourcePolicy" })] },
  "kms/key": {
    subjects: ["keyid"],
    deletes: ["ScheduleKeyDeletion"],
    writers: [
      sets(["PutKeyPolicy"], ["policy"]),
      implies(["EnableKey"], ["isEnabled"], true),
      implies(["DisableKey"], ["isEnabled"], false),
      // A key whose deletion was called off stays disabled. https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
      implies(["ScheduleKeyDeletion", "CancelKeyDeletion"], ["isEnabled"], false),
      implies(["EnableKeyRotation"], ["enableKeyRotation"], true),
      implies(["DisableKeyRotation"], ["enableKeyRotation"], false),
      sets(["EnableKeyRotation"], ["rotationPeriodInDays"]),
      sets(["UpdateKeyDescription"], ["description"]),
    ],
  },
  "kms/keyPolicy": { subjects: ["keyid"], deletes: ["ScheduleKeyDeletion"], writers: [sets(["PutKeyPolicy"], ["*"])] },
  "cloudtrail/trail": {
    subjects: ["name", "trailname", "trailarn"],
    deletes: ["DeleteTrail"],
    writers: [
      implies(["StopLogging"], ["enableLogging"], false),
      implies(["StartLogging"], ["enableLogging"], true),
      sets(["PutEventSelectors"], ["eventSelectors", "advancedEventSelectors"]),
      sets(["PutInsightSelectors"], ["insightSelectors"]),
      sets(
        ["UpdateTrail"],
        ["s3BucketName", "s3KeyPrefix", "snsTopicName", "isMultiRegionTrail", "includeGlobalServiceEvents", "enableLogFileValidation", "cloudWatchLogsGroupArn", "cloudWatchLogsRoleArn", "kmsKeyId", "isOrganizationTrail"],
        { cloudWatchLogsGroupArn: "cloudWatchLogsLogGroupArn" },
      ),
    ],
  },
  "cloudwatch/logGroup": {
    subjects: ["loggroupname", "resourceidentifier"],
    deletes: ["DeleteLogGroup"],
    writers: [sets(["PutRetentionPolicy"], ["retentionInDays"]), clears(["DeleteRetentionPolicy"], ["retentionInDays"]), sets(["AssociateKmsKey"], ["kmsKeyId"]), clears(["DisassociateKmsKey"], ["kmsKeyId"])],
  },
};
