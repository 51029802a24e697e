import { deleted, drift, type Told } from "../shapes/drifts";
import { alice, record } from "../shapes/records";
import { specify } from "./rows";

const at = (type: string, ...identities: readonly string[]) => (...told: readonly Told[]) => drift({ type, identities }, ...told);
const fnArn = "arn:aws:lambda:eu-west-1:111122223333:function:fn";
const fn = at("aws:lambda/function:Function", "fn", fnArn);
const lambda = (operation: string, parameters: unknown, responseElements: unknown = null) => record("lambda", operation, "02:00", alice, parameters, { responseElements });
const permission = { type: "aws:lambda/permission:Permission", identities: ["s3-may", "fn"] };
const memory = fn({ path: "memorySize", expected: 128, actual: 512 });
const code = fn({ path: "sourceCodeHash", expected: "a=", actual: "b=" });
const codeAsOutput = fn({ path: "codeSha256", expected: "a=", actual: "b=" });
const table = at("aws:dynamodb/table:Table", "orders", "arn:aws:dynamodb:eu-west-1:111122223333:table/orders");
const dynamodb = (operation: string, parameters: unknown) => record("dynamodb", operation, "02:00", alice, parameters);
const db = at("aws:rds/instance:Instance", "db-ABC123", "orders-db", "arn:aws:rds:eu-west-1:111122223333:db:orders-db");
const rds = (operation: string, parameters: unknown, responseElements: unknown = null) => record("rds", operation, "02:00", alice, parameters, { responseElements });
const url = "https://sqs.eu-west-1.amazonaws.com/111122223333/jobs";
const queue = at("aws:sqs/queue:Queue", url, "jobs", "arn:aws:sqs:eu-west-1:111122223333:jobs");
const sqs = (operation: string, parameters: unknown) => record("sqs", operation, "02:00", alice, parameters);
const topicArn = "arn:aws:sns:eu-west-1:111122223333:t";
const topic = at("aws:sns/topic:Topic", topicArn);
const sns = (operation: string, parameters: unknown) => record("sns", operation, "02:00", alice, parameters);
const service = at("aws:ecs/service:Service", "arn:aws:ecs:eu-west-1:111122223333:service/main/web", "web", "main");
const ecs = (operation: string, parameters: unknown, responseElements: unknown = null) => record("ecs", operation, "02:00", alice, parameters, { responseElements });
const group = at("aws:autoscaling/group:Group", "web-asg", "arn:aws:autoscaling:eu-west-1:111122223333:autoScalingGroup:1:autoScalingGroupName/web-asg");
const scaling = (operation: string, parameters: unknown) => record("autoscaling", operation, "02:00", alice, parameters);
const tagging = (arns: readonly string[], tags: object) => record("tagging", "TagResources", "02:00", alice, { resourceARNList: arns, tags });
const policy = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: "*", Action: "sqs:*", Resource: "*" }] });

describe("operations of functions", () => {
  specify([
    ["a function named by its ARN", memory, lambda("UpdateFunctionConfiguration20150331v2", { functionName: fnArn, memorySize: 512 }), "explains"],
    ["a function named by half of its ARN", memory, lambda("UpdateFunctionConfiguration20150331v2", { functionName: "111122223333:function:fn", memorySize: 512 }), "explains"],
    ["a function named with a qualifier", memory, lambda("UpdateFunctionConfiguration20150331v2", { functionName: "fn:$LATEST", memorySize: 512 }), "explains"],
    ["a function whose name begins alike", memory, lambda("UpdateFunctionConfiguration20150331v2", { functionName: "fn-2", memorySize: 512 }), "elsewhere"],
    ["a function with another's alias of its name", memory, lambda("UpdateFunctionConfiguration20150331v2", { functionName: "other:fn", memorySize: 512 }), "elsewhere"],
    ["code, told by the answer", code, lambda("UpdateFunctionCode20150331v2", { functionName: "fn", publish: false, dryRun: false }, { functionName: "fn", codeSha256: "b=", codeSize: 3 }), "explains"],
    ["other code, told by the answer", code, lambda("UpdateFunctionCode20150331v2", { functionName: "fn" }, { functionName: "fn", codeSha256: "c=" }), "contradicts"],
    ["code, told by nothing", code, lambda("UpdateFunctionCode20150331v2", { functionName: "fn" }), "touches"],
    ["code as the output that the program never set", codeAsOutput, lambda("UpdateFunctionCode20150331v2", { functionName: "fn" }, { codeSha256: "b=" }), "explains"],
    ["memory, where code was changed", memory, lambda("UpdateFunctionCode20150331v2", { functionName: "fn" }, { functionName: "fn", codeSha256: "b=", memorySize: 512 }), "elsewhere"],
    ["variables, which the trail hides", fn({ path: "environment.variables.LEVEL", expected: "a", actual: "b" }), lambda("UpdateFunctionConfiguration20150331v2", { functionName: "fn", environment: { variables: "HIDDEN_DUE_TO_SECURITY_REASONS" } }), "touches"],
    ["variables, which the trail leaves out", fn({ path: "environment.variables.LEVEL", expected: "a", actual: "b" }), lambda("UpdateFunctionConfiguration20150331v2", { functionName: "fn", environment: {} }), "touches"],
    ["a reserved concurrency", fn({ path: "reservedConcurrentExecutions", expected: -1, actual: 5 }), lambda("PutFunctionConcurrency20171031", { functionName: "fn", reservedConcurrentExecutions: 5 }), "explains"],
    ["a concurrency that was given back", fn({ path: "reservedConcurrentExecutions", expected: 5, actual: -1 }), lambda("DeleteFunctionConcurrency20171031", { functionName: "fn" }), "explains"],
    ["a permission, by its statement", drift(permission, { path: "principal", expected: "s3.amazonaws.com", actual: "*" }), lambda("AddPermission20150331v2", { functionName: "fn", statementId: "s3-may", action: "lambda:InvokeFunction", principal: "*" }), "explains"],
    ["another permission of the function", drift(permission, { path: "principal", expected: "s3.amazonaws.com", actual: "*" }), lambda("AddPermission20150331v2", { functionName: "fn", statementId: "all-may", principal: "*" }), "elsewhere"],
    ["a permission that was removed", deleted(permission), lambda("RemovePermission20150331v2", { functionName: "fn", statementId: "s3-may" }), "explains"],
    ["tags of a function", fn({ path: "tags.owner", actual: "b" }), lambda("TagResource20170331v2", { resource: fnArn, tags: { owner: "b" } }), "explains"],
    ["an alias that points elsewhere", at("aws:lambda/alias:Alias", "live", `${fnArn}:live`, "fn")({ path: "functionVersion", expected: "1", actual: "2" }), lambda("UpdateAlias20150331", { functionName: "fn", name: "live", functionVersion: "2" }), "explains"],
    ["another alias of the function", at("aws:lambda/alias:Alias", "live", `${fnArn}:live`, "fn")({ path: "functionVersion", expected: "1", actual: "2" }), lambda("UpdateAlias20150331", { functionName: "fn", name: "test", functionVersion: "2" }), "elsewhere"],
  ]);
});

describe("operations of tables and databases", () => {
  specify([
    ["a table's capacity", table({ path: "readCapacity", expected: 1, actual: 5 }), dynamodb("UpdateTable", { tableName: "orders", provisionedThroughput: { readCapacityUnits: 5, writeCapacityUnits: 1 } }), "explains"],
    ["a table's mode", table({ path: "billingMode", expected: "PROVISIONED", actual: "PAY_PER_REQUEST" }), dynamodb("UpdateTable", { tableName: "orders", billingMode: "PAY_PER_REQUEST" }), "explains"],
    ["a table's protection", table({ path: "deletionProtectionEnabled", expected: true, actual: false }), dynamodb("UpdateTable", { tableName: "orders", deletionProtectionEnabled: false }), "explains"],
    ["a table named by its ARN", table({ path: "deletionProtectionEnabled", expected: true, actual: false }), dynamodb("UpdateTable", { tableName: "arn:aws:dynamodb:eu-west-1:111122223333:table/orders", deletionProtectionEnabled: false }), "explains"],
    ["a table's expiry", table({ path: "ttl.enabled", expected: true, actual: false }), dynamodb("UpdateTimeToLive", { tableName: "orders", timeToLiveSpecification: { attributeName: "expires", enabled: false } }), "explains"],
    ["the attribute of a table's expiry", table({ path: "ttl.attributeName", expected: "expires", actual: "until" }), dynamodb("UpdateTimeToLive", { tableName: "orders", timeToLiveSpecification: { attributeName: "until", enabled: true } }), "explains"],
    ["a table's backups", table({ path: "pointInTimeRecovery.enabled", expected: true, actual: false }), dynamodb("UpdateContinuousBackups", { tableName: "orders", pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: false } }), "explains"],
    ["a table's encryption", table({ path: "serverSideEncryption.enabled", expected: true, actual: false }), dynamodb("UpdateTable", { tableName: "orders", sSESpecification: { enabled: false } }), "explains"],
    ["a table's stream", table({ path: "streamViewType", expected: "KEYS_ONLY", actual: "NEW_IMAGE" }), dynamodb("UpdateTable", { tableName: "orders", streamSpecification: { streamEnabled: true, streamViewType: "NEW_IMAGE" } }), "explains"],

    ["a database's class, at once", db({ path: "instanceClass", expected: "db.t3.micro", actual: "db.m5.large" }), rds("ModifyDBInstance", { dBInstanceIdentifier: "orders-db", dBInstanceClass: "db.m5.large", applyImmediately: true, allowMajorVersionUpgrade: false }), "explains"],
    ["a database's class, at the next maintenance: it is there now, so this may be it", db({ path: "instanceClass", expected: "db.t3.micro", actual: "db.m5.large" }), rds("ModifyDBInstance", { dBInstanceIdentifier: "orders-db", dBInstanceClass: "db.m5.large", applyImmediately: false }, { dBInstanceIdentifier: "orders-db", dBInstanceClass: "db.t3.micro", pendingModifiedValues: { dBInstanceClass: "db.m5.large" } }), "explains"],
    ["a database's password, which the trail hides", db({ path: "password", kind: "changed" }), rds("ModifyDBInstance", { dBInstanceIdentifier: "orders-db", masterUserPassword: "****", applyImmediately: true }), "touches"],
    ["a database's public address", db({ path: "publiclyAccessible", expected: false, actual: true }), rds("ModifyDBInstance", { dBInstanceIdentifier: "orders-db", publiclyAccessible: true }), "explains"],
    ["a database's backups", db({ path: "backupRetentionPeriod", expected: 7, actual: 0 }), rds("ModifyDBInstance", { dBInstanceIdentifier: "orders-db", backupRetentionPeriod: 0 }), "explains"],
    ["a database's groups", db({ path: "vpcSecurityGroupIds[0]", expected: "sg-1", actual: "sg-2" }), rds("ModifyDBInstance", { dBInstanceIdentifier: "orders-db", vpcSecurityGroupIds: ["sg-2"] }), "explains"],
    ["a database's protection", db({ path: "deletionProtection", expected: true, actual: false }), rds("ModifyDBInstance", { dBInstanceIdentifier: "orders-db", deletionProtection: false }), "explains"],
    ["a database's minor upgrades", db({ path: "autoMinorVersionUpgrade", expected: true, actual: false }), rds("ModifyDBInstance", { dBInstanceIdentifier: "orders-db", autoMinorVersionUpgrade: false }), "explains"],
    ["a database's logs", db({ path: "enabledCloudwatchLogsExports[0]", expected: "audit" }), rds("ModifyDBInstance", { dBInstanceIdentifier: "orders-db", cloudwatchLogsExportConfiguration: { disableLogTypes: ["audit"] } }), "explains"],
    ["a database's insights", db({ path: "performanceInsightsEnabled", expected: true, actual: false }), rds("ModifyDBInstance", { dBInstanceIdentifier: "orders-db", enablePerformanceInsights: false }), "explains"],
    ["a database's sign-in by IAM", db({ path: "iamDatabaseAuthenticationEnabled", expected: true, actual: false }), rds("ModifyDBInstance", { dBInstanceIdentifier: "orders-db", enableIAMDatabaseAuthentication: false }), "explains"],
    ["a database that was renamed", deleted({ type: "aws:rds/instance:Instance", identities: ["orders-db"] }), rds("ModifyDBInstance", { dBInstanceIdentifier: "orders-db", newDBInstanceIdentifier: "x" }), "explains"],
    ["a tag of a database, by its ARN", db({ path: "tags.owner", expected: "a" }), rds("RemoveTagsFromResource", { resourceName: "arn:aws:rds:eu-west-1:111122223333:db:orders-db", tagKeys: ["owner"] }), "explains"],
  ]);
});

describe("operations of queues and topics", () => {
  specify([
    ["a queue's policy, a document in a map", queue({ path: "policy", expected: "", actual: policy }), sqs("SetQueueAttributes", { queueUrl: url, attributes: { Policy: policy } }), "explains"],
    ["a queue's policy that was emptied", queue({ path: "policy", expected: policy, actual: "" }), sqs("SetQueueAttributes", { queueUrl: url, attributes: { Policy: "" } }), "explains"],
    ["a queue's statement that was added", queue({ path: "policy", expected: "", actual: policy }), sqs("AddPermission", { queueUrl: url, label: "x", actions: ["*"], aWSAccountIds: ["1"] }), "touches"],
    ["a queue's dead letters", queue({ path: "redrivePolicy", expected: "", actual: JSON.stringify({ deadLetterTargetArn: "arn:aws:sqs:eu-west-1:111122223333:dead", maxReceiveCount: 4 }) }), sqs("SetQueueAttributes", { queueUrl: url, attributes: { RedrivePolicy: '{"maxReceiveCount":"4","deadLetterTargetArn":"arn:aws:sqs:eu-west-1:111122223333:dead"}' } }), "explains"],
    ["a queue's own encryption", queue({ path: "sqsManagedSseEnabled", expected: true, actual: false }), sqs("SetQueueAttributes", { queueUrl: url, attributes: { SqsManagedSseEnabled: "false" } }), "explains"],
    ["a queue's key", queue({ path: "kmsMasterKeyId", expected: "", actual: "alias/x" }), sqs("SetQueueAttributes", { queueUrl: url, attributes: { KmsMasterKeyId: "alias/x" } }), "explains"],
    ["a queue of another account by the same name", queue({ path: "delaySeconds", expected: 0, actual: 5 }), sqs("SetQueueAttributes", { queueUrl: "https://sqs.eu-west-1.amazonaws.com/999999999999/other", attributes: { DelaySeconds: "5" } }), "elsewhere"],
    ["a policy that is a resource of its own", at("aws:sqs/queuePolicy:QueuePolicy", url)({ path: "policy", expected: "{}", actual: policy }), sqs("SetQueueAttributes", { queueUrl: url, attributes: { Policy: policy } }), "explains"],
    ["dead letters that are a resource of their own", at("aws:sqs/redrivePolicy:RedrivePolicy", url)({ path: "redrivePolicy", expected: "{}", actual: '{"maxReceiveCount":4}' }), sqs("SetQueueAttributes", { queueUrl: url, attributes: { RedrivePolicy: '{"maxReceiveCount":"4"}' } }), "explains"],
    ["dead letters, where the policy was set", at("aws:sqs/redrivePolicy:RedrivePolicy", url)({ path: "redrivePolicy", expected: "{}", actual: '{"maxReceiveCount":4}' }), sqs("SetQueueAttributes", { queueUrl: url, attributes: { Policy: policy } }), "elsewhere"],
    ["several resources tagged at once, by ARN", queue({ path: "tags.owner", expected: "a", actual: "b" }), tagging(["arn:aws:sns:eu-west-1:111122223333:t", "arn:aws:sqs:eu-west-1:111122223333:jobs"], { owner: "b" }), "explains"],
    ["others tagged at once", queue({ path: "tags.owner", expected: "a", actual: "b" }), tagging(["arn:aws:sqs:eu-west-1:111122223333:jobs-2"], { owner: "b" }), "elsewhere"],
    ["a tag taken off several at once", queue({ path: "tags.owner", expected: "a" }), record("tagging", "UntagResources", "02:00", alice, { resourceARNList: ["arn:aws:sqs:eu-west-1:111122223333:jobs"], tagKeys: ["owner"] }), "explains"],

    ["a topic's policy", topic({ path: "policy", expected: "{}", actual: policy }), sns("SetTopicAttributes", { topicArn, attributeName: "Policy", attributeValue: policy }), "explains"],
    ["a topic's key", topic({ path: "kmsMasterKeyId", expected: "alias/a", actual: "" }), sns("SetTopicAttributes", { topicArn, attributeName: "KmsMasterKeyId", attributeValue: "" }), "explains"],
    ["another attribute of the topic", topic({ path: "kmsMasterKeyId", expected: "alias/a", actual: "" }), sns("SetTopicAttributes", { topicArn, attributeName: "DisplayName", attributeValue: "" }), "elsewhere"],
    ["a subscription's filter", at("aws:sns/topicSubscription:TopicSubscription", `${topicArn}:1-2`, topicArn)({ path: "rawMessageDelivery", expected: false, actual: true }), sns("SetSubscriptionAttributes", { subscriptionArn: `${topicArn}:1-2`, attributeName: "RawMessageDelivery", attributeValue: "true" }), "explains"],
    ["a subscription that was ended", deleted({ type: "aws:sns/topicSubscription:TopicSubscription", identities: [`${topicArn}:1-2`, topicArn] }), sns("Unsubscribe", { subscriptionArn: `${topicArn}:1-2` }), "explains"],
    ["another subscription of the topic that was ended", deleted({ type: "aws:sns/topicSubscription:TopicSubscription", identities: [`${topicArn}:1-2`, topicArn] }), sns("Unsubscribe", { subscriptionArn: `${topicArn}:3-4` }), "elsewhere"],
  ]);
});

describe("operations of services and groups", () => {
  specify([
    ["a service's task definition, named in short", service({ path: "taskDefinition", expected: "arn:aws:ecs:eu-west-1:111122223333:task-definition/web:1", actual: "arn:aws:ecs:eu-west-1:111122223333:task-definition/web:2" }), ecs("UpdateService", { cluster: "main", service: "web", taskDefinition: "web:2" }), "explains"],
    ["a service that was deployed anew without more", service({ path: "desiredCount", expected: 2, actual: 5 }), ecs("UpdateService", { cluster: "main", service: "web", forceNewDeployment: true }), "elsewhere"],
    ["a service's commands", service({ path: "enableExecuteCommand", expected: false, actual: true }), ecs("UpdateService", { cluster: "main", service: "arn:aws:ecs:eu-west-1:111122223333:service/main/web", enableExecuteCommand: true }), "explains"],
    ["a service's group", service({ path: "networkConfiguration.securityGroups[0]", expected: "sg-1", actual: "sg-2" }), ecs("UpdateService", { cluster: "main", service: "web", networkConfiguration: { awsvpcConfiguration: { securityGroups: ["sg-2"], subnets: ["subnet-1"] } } }), "explains"],
    ["a task definition that was deregistered", deleted({ type: "aws:ecs/taskDefinition:TaskDefinition", identities: ["arn:aws:ecs:eu-west-1:111122223333:task-definition/web:1", "web"] }), ecs("DeregisterTaskDefinition", { taskDefinition: "web:1" }), "explains"],
    ["another revision that was deregistered", deleted({ type: "aws:ecs/taskDefinition:TaskDefinition", identities: ["arn:aws:ecs:eu-west-1:111122223333:task-definition/web:1", "web"] }), ecs("DeregisterTaskDefinition", { taskDefinition: "web:2" }), "elsewhere"],
    ["a group's size", group({ path: "maxSize", expected: 4, actual: 40 }), scaling("UpdateAutoScalingGroup", { autoScalingGroupName: "web-asg", maxSize: 40 }), "explains"],
    ["a group's smallest size", group({ path: "minSize", expected: 4, actual: 0 }), scaling("UpdateAutoScalingGroup", { autoScalingGroupName: "web-asg", minSize: 0, desiredCapacity: 0 }), "explains"],
    ["a group's tags", group({ path: "tags[0].value", expected: "a", actual: "b" }), scaling("CreateOrUpdateTags", { tags: [{ resourceId: "web-asg", resourceType: "auto-scaling-group", key: "owner", value: "b", propagateAtLaunch: true }] }), "touches"],
    ["a tag that a group was given", group({ path: "tags[1]", actual: { key: "owner", value: "b", propagateAtLaunch: true } }), scaling("CreateOrUpdateTags", { tags: [{ resourceId: "web-asg", resourceType: "auto-scaling-group", key: "owner", value: "b", propagateAtLaunch: true }] }), "explains"],
    ["another group's tags", group({ path: "tags[0].value", expected: "a", actual: "b" }), scaling("CreateOrUpdateTags", { tags: [{ resourceId: "other-asg", resourceType: "auto-scaling-group", key: "owner", value: "b", propagateAtLaunch: true }] }), "elsewhere"],
    ["a policy that was put on a group, where its size changed", group({ path: "desiredCapacity", expected: 2, actual: 4 }), scaling("PutScalingPolicy", { autoScalingGroupName: "web-asg", policyName: "cpu" }), "elsewhere"],
  ]);
});
