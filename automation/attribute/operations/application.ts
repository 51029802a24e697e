import { clears, implies, sets, type ResourceOperations, type Writer } from "./writer";

const QUEUE = {
  visibilityTimeoutSeconds: "VisibilityTimeout",
  messageRetentionSeconds: "MessageRetentionPeriod",
  maxMessageSize: "MaximumMessageSize",
  receiveWaitTimeSeconds: "ReceiveMessageWaitTimeSeconds",
};
const FUNCTION_CODE = ["sourceCodeHash", "codeSha256", "code", "s3Bucket", "s3Key", "s3ObjectVersion", "imageUri"];
const FUNCTION_SETTINGS = ["memorySize", "timeout", "handler", "runtime", "role", "environment", "layers", "description", "vpcConfig", "kmsKeyArn", "tracingConfig", "deadLetterConfig", "ephemeralStorage", "fileSystemConfig", "loggingConfig", "snapStart", "imageConfig"];

/** They tell the statement's parts, and not the document that comes of it. */
function statements(properties: readonly string[]): readonly Writer[] {
  return [{ ...sets(["AddPermission", "RemovePermission"], properties), whole: true }];
}

function partOfQueue(attribute: string): ResourceOperations {
  return { subjects: ["queueurl"], deletes: ["DeleteQueue"], emptiedBy: { SetQueueAttributes: attribute }, writers: [sets(["SetQueueAttributes"], ["*"])] };
}

const DATABASE = {
  password: "masterUserPassword",
  masterPassword: "masterUserPassword",
  identifier: "newDBInstanceIdentifier",
  parameterGroupName: "dBParameterGroupName",
  port: "dBPortNumber",
  caCertIdentifier: "cACertificateIdentifier",
  iamDatabaseAuthenticationEnabled: "enableIAMDatabaseAuthentication",
  performanceInsightsEnabled: "enablePerformanceInsights",
};

/** Exports of logs are switched on and off one by one. */
function logExports(operation: string): readonly Writer[] {
  const properties = ["enabledCloudwatchLogsExports"];
  return [
    { operations: [operation], properties, effect: "adds", names: { enabledCloudwatchLogsExports: "enableLogTypes" } },
    { operations: [operation], properties, effect: "removes", names: { enabledCloudwatchLogsExports: "disableLogTypes" } },
  ];
}

/** Queues, topics, functions, tables, databases, containers and rules. */
export const application: Readonly<Record<string, ResourceOperations>> = {
  "sqs/queue": {
    subjects: ["queueurl", "queuename"],
    deletes: ["DeleteQueue"],
    writers: [sets(["SetQueueAttributes", "CreateQueue"], ["*"], QUEUE), ...statements(["policy"])],
  },
  "sqs/queuePolicy": { ...partOfQueue("Policy"), writers: [sets(["SetQueueAttributes"], ["*"]), ...statements(["*"])] },
  "sqs/redrivePolicy": partOfQueue("RedrivePolicy"),
  "sqs/redriveAllowPolicy": partOfQueue("RedriveAllowPolicy"),
  "sns/topic": { subjects: ["topicarn"], deletes: ["DeleteTopic"], writers: [sets(["SetTopicAttributes"], ["*"]), ...statements(["policy"])] },
  "sns/topicPolicy": { subjects: ["topicarn"], deletes: ["DeleteTopic"], writers: [sets(["SetTopicAttributes"], ["*"]), ...statements(["*"])] },
  "sns/topicSubscription": { subjects: ["subscriptionarn", "topicarn"], deletes: ["Unsubscribe", "DeleteTopic"], writers: [sets(["SetSubscriptionAttributes"], ["*"])] },
  "lambda/function": {
    subjects: ["functionname", "functionarn"],
    deletes: ["DeleteFunction"],
    writers: [
      { operations: ["UpdateFunctionCode"], properties: FUNCTION_CODE, effect: "sets", names: { sourceCodeHash: "codeSha256" }, answered: true },
      sets(["UpdateFunctionCode"], ["architectures", "publish"]),
      sets(["UpdateFunctionConfiguration"], FUNCTION_SETTINGS),
      sets(["PutFunctionConcurrency"], ["reservedConcurrentExecutions"]),
      clears(["DeleteFunctionConcurrency"], ["reservedConcurrentExecutions"]),
      implies(["DeleteFunctionConcurrency"], ["reservedConcurrentExecutions"], -1),
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
    renames: { ModifyDBInstance: "newDBInstanceIdentifier" },
    writers: [
      sets(["ModifyDBInstance"], ["*"], DATABASE),
      ...logExports("ModifyDBInstance"),
      implies(["StopDBInstance"], ["status"], "stopped"),
      implies(["StartDBInstance"], ["status"], "available"),
      // Copies of the instance, and roles and streams beside it.
      sets(["CreateDBSnapshot", "CreateDBInstanceReadReplica", "RestoreDBInstanceFromDBSnapshot", "RebootDBInstance", "StartActivityStream", "StopActivityStream", "AddRoleToDBInstance", "RemoveRoleFromDBInstance"], []),
    ],
  },
  "rds/cluster": {
    subjects: ["dbclusteridentifier", "dbclusterarn"],
    deletes: ["DeleteDBCluster"],
    renames: { ModifyDBCluster: "newDBClusterIdentifier" },
    writers: [
      sets(["ModifyDBCluster"], ["*"], DATABASE),
      ...logExports("ModifyDBCluster"),
      { operations: ["AddRoleToDBCluster"], properties: ["iamRoles"], effect: "adds", names: { iamRoles: "roleArn" } },
      { operations: ["RemoveRoleFromDBCluster"], properties: ["iamRoles"], effect: "removes", names: { iamRoles: "roleArn" } },
    ],
  },
  "ecs/service": { subjects: ["service", "servicename"], alsoNamedBy: ["cluster"], deletes: ["DeleteService"], writers: [sets(["UpdateService", "CreateService"], ["*"])] },
  // Where the latest revision is tracked, a new one is the change.
  "ecs/taskDefinition": {
    subjects: ["taskdefinition", "family"],
    alsoNamedBy: ["taskDefinition"],
    deletes: ["DeregisterTaskDefinition"],
    writers: [{ operations: ["RegisterTaskDefinition"], properties: ["*"], effect: "sets" }],
  },
  "autoscaling/group": {
    subjects: ["autoscalinggroupname"],
    deletes: ["DeleteAutoScalingGroup"],
    open: true,
    writers: [
      sets(["UpdateAutoScalingGroup", "SetDesiredCapacity"], ["*"]),
      { operations: ["AttachLoadBalancerTargetGroups"], properties: ["targetGroupArns"], effect: "adds", names: { targetGroupArns: "targetGroupARNs" } },
      { operations: ["DetachLoadBalancerTargetGroups"], properties: ["targetGroupArns"], effect: "removes", names: { targetGroupArns: "targetGroupARNs" } },
      // What these change are resources of their own.
      sets(["PutScalingPolicy", "PutScheduledUpdateGroupAction", "PutLifecycleHook", "PutNotificationConfiguration", "ExecutePolicy", "SetInstanceHealth", "CompleteLifecycleAction", "StartInstanceRefresh"], []),
    ],
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
