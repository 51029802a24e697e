import { clears, implies, sets, type ResourceOperations } from "./writer";

const QUEUE = {
  visibilityTimeoutSeconds: "VisibilityTimeout",
  messageRetentionSeconds: "MessageRetentionPeriod",
  maxMessageSize: "MaximumMessageSize",
  receiveWaitTimeSeconds: "ReceiveMessageWaitTimeSeconds",
};
const FUNCTION_CODE = ["sourceCodeHash", "codeSha256", "code", "s3Bucket", "s3Key", "s3ObjectVersion", "imageUri"];
const FUNCTION_SETTINGS = ["memorySize", "timeout", "handler", "runtime", "role", "environment", "layers", "description", "vpcConfig", "kmsKeyArn", "tracingConfig", "deadLetterConfig", "ephemeralStorage", "fileSystemConfig", "loggingConfig", "snapStart", "imageConfig"];

/** Queues, topics, functions, tables, databases, containers and rules. */
export const application: Readonly<Record<string, ResourceOperations>> = {
  "sqs/queue": {
    subjects: ["queueurl", "queuename"],
    deletes: ["DeleteQueue"],
    writers: [sets(["SetQueueAttributes", "CreateQueue"], ["*"], QUEUE), sets(["AddPermission", "RemovePermission"], ["policy"])],
  },
  "sqs/queuePolicy": { subjects: ["queueurl"], deletes: ["DeleteQueue"], writers: [sets(["SetQueueAttributes", "AddPermission", "RemovePermission"], ["*"])] },
  "sns/topic": { subjects: ["topicarn"], deletes: ["DeleteTopic"], writers: [sets(["SetTopicAttributes"], ["*"]), sets(["AddPermission", "RemovePermission"], ["policy"])] },
  "sns/topicPolicy": { subjects: ["topicarn"], deletes: ["DeleteTopic"], writers: [sets(["SetTopicAttributes", "AddPermission", "RemovePermission"], ["*"])] },
  "lambda/function": {
    subjects: ["functionname", "functionarn"],
    deletes: ["DeleteFunction"],
    writers: [
      { operations: ["UpdateFunctionCode"], properties: FUNCTION_CODE, effect: "sets", names: { sourceCodeHash: "codeSha256" }, answered: true },
      sets(["UpdateFunctionCode"], ["architectures", "publish"]),
      sets(["UpdateFunctionConfiguration"], FUNCTION_SETTINGS),
      sets(["PutFunctionConcurrency"], ["reservedConcurrentExecutions"]),
      clears(["DeleteFunctionConcurrency"], ["reservedConcurrentExecutions"]),
      // What these change are resources of their own.
      sets(["AddPermission", "RemovePermission", "CreateAlias", "UpdateAlias", "CreateFunctionUrlConfig", "PublishVersion", "CreateEventSourceMapping"], []),
    ],
  },
  "lambda/permission": { subjects: ["functionname"], alsoNamedBy: ["statementId"], deletes: ["RemovePermission", "DeleteFunction"], writers: [sets(["AddPermission"], ["*"])] },
  "dynamodb/table": {
    subjects: ["tablename", "tablearn"],
    deletes: ["DeleteTable"],
    writers: [
      sets(["UpdateTable"], ["billingMode", "readCapacity", "writeCapacity", "streamEnabled", "streamViewType", "serverSideEncryption", "deletionProtectionEnabled", "tableClass", "globalSecondaryIndexes", "replicas", "attributes"], { readCapacity: "readCapacityUnits", writeCapacity: "writeCapacityUnits" }),
      sets(["UpdateTimeToLive"], ["ttl"]),
      sets(["UpdateContinuousBackups"], ["pointInTimeRecovery"], { enabled: "pointInTimeRecoveryEnabled" }),
    ],
  },
  "rds/instance": {
    subjects: ["dbinstanceidentifier", "dbinstancearn"],
    deletes: ["DeleteDBInstance"],
    writers: [
      sets(["ModifyDBInstance"], ["*"], { password: "masterUserPassword", identifier: "newDBInstanceIdentifier", parameterGroupName: "dBParameterGroupName", vpcSecurityGroupIds: "vpcSecurityGroupIds", multiAz: "multiAZ" }),
      implies(["StopDBInstance"], ["status"], "stopped"),
      implies(["StartDBInstance"], ["status"], "available"),
      // Copies of the instance, and roles and streams beside it.
      sets(["CreateDBSnapshot", "CreateDBInstanceReadReplica", "RestoreDBInstanceFromDBSnapshot", "RebootDBInstance", "StartActivityStream", "StopActivityStream", "AddRoleToDBInstance", "RemoveRoleFromDBInstance"], []),
    ],
  },
  "rds/cluster": {
    subjects: ["dbclusteridentifier", "dbclusterarn"],
    deletes: ["DeleteDBCluster"],
    writers: [
      sets(["ModifyDBCluster"], ["*"], { masterPassword: "masterUserPassword" }),
      { operations: ["AddRoleToDBCluster"], properties: ["iamRoles"], effect: "adds", names: { iamRoles: "roleArn" } },
      { operations: ["RemoveRoleFromDBCluster"], properties: ["iamRoles"], effect: "removes", names: { iamRoles: "roleArn" } },
    ],
  },
  "ecs/service": { subjects: ["service", "servicename"], alsoNamedBy: ["cluster"], deletes: ["DeleteService"], writers: [sets(["UpdateService", "CreateService"], ["*"])] },
  "autoscaling/group": {
    subjects: ["autoscalinggroupname"],
    deletes: ["DeleteAutoScalingGroup"],
    open: true,
    writers: [sets(["UpdateAutoScalingGroup", "SetDesiredCapacity"], ["*"])],
  },
  "cloudwatch/eventRule": {
    subjects: ["name", "rule"],
    deletes: ["DeleteRule"],
    writers: [
      sets(["PutRule"], ["*"]),
      implies(["EnableRule"], ["state"], "ENABLED"),
      implies(["EnableRule"], ["isEnabled"], true),
      implies(["DisableRule"], ["state"], "DISABLED"),
      implies(["DisableRule"], ["isEnabled"], false),
    ],
  },
  "cloudwatch/eventTarget": { subjects: ["rule"], deletes: ["RemoveTargets", "DeleteRule"], writers: [sets(["PutTargets"], ["*"])] },
};
