import { isJsonArray, isJsonObject, type JsonObject } from "../../../policypack/model/json";
import { objectAt, textAt } from "./json";

/** Something that the sandbox claims of CloudTrail's records. */
export interface Claim {
  readonly claim: string;
  /** Whether a record shows it. */
  readonly shows: (record: JsonObject) => boolean;
  /** Real records have it, or this page of the vendor says so, or this model of the service. */
  readonly from: "real records" | `https://docs.aws.amazon.com/${string}` | `https://github.com/boto/botocore/${string}`;
}

const REAL = "real records";

const named = (...names: readonly string[]) => (record: JsonObject): boolean => names.includes(textAt(record, "eventName") ?? "");
const request = (record: JsonObject, ...path: readonly string[]): JsonObject | undefined => objectAt(record, "requestParameters", ...path);
const requestText = (record: JsonObject, ...path: readonly string[]): string | undefined => textAt(record, "requestParameters", ...path);
const isByService = (record: JsonObject): boolean => {
  const invokedBy = textAt(record, "userIdentity", "invokedBy");
  return invokedBy !== undefined && textAt(record, "userAgent") === invokedBy && textAt(record, "eventType") === "AwsApiCall";
};
const isHidden = (value: string | undefined): boolean => value === "HIDDEN_DUE_TO_SECURITY_REASONS";

/** One row for each shape that attribution has to understand. Rows on who called are in `conformance.identities.ts`. */
export const CLAIMS: readonly Claim[] = [
  {
    claim: "a Lambda event's name ends in the API version, of some operations in its second form",
    from: REAL,
    shows: named("UpdateFunctionCode20150331v2", "AddPermission20150331v2", "UpdateFunctionConfiguration20150331v2"),
  },
  { claim: "a Lambda function is named by its ARN where the caller did so", from: REAL, shows: (record) => requestText(record, "functionName")?.startsWith("arn:aws:lambda:") ?? false },
  {
    claim: "a function's environment is there, without what is in it",
    from: REAL,
    shows: (record) => textAt(record, "eventSource") === "lambda.amazonaws.com" && Object.keys(request(record, "environment") ?? { none: 1 }).length === 0,
  },
  { claim: "S3 says PutBucketLifecycle of the lifecycle configuration", from: REAL, shows: named("PutBucketLifecycle") },
  { claim: "S3 says Bucket of the public access block", from: REAL, shows: named("PutBucketPublicAccessBlock", "DeleteBucketPublicAccessBlock") },
  { claim: "S3 wraps the user agent in brackets", from: REAL, shows: (record) => /^\[.*\]$/.test(textAt(record, "userAgent") ?? "") },
  { claim: "S3 has a service's name without brackets", from: REAL, shows: (record) => textAt(record, "eventSource") === "s3.amazonaws.com" && isByService(record) },
  { claim: "S3 tells how a request was signed and its size", from: REAL, shows: (record) => textAt(record, "additionalEventData", "SignatureVersion") === "SigV4" && "bytesTransferredIn" in (objectAt(record, "additionalEventData") ?? {}) },
  { claim: "S3 has a bucket's policy as an object", from: REAL, shows: (record) => named("PutBucketPolicy")(record) && request(record, "bucketPolicy") !== undefined },
  { claim: "S3 names the bucket as a resource", from: REAL, shows: (record) => firstResource(record)?.["type"] === "AWS::S3::Bucket" },
  { claim: "IAM has a policy as text", from: REAL, shows: (record) => named("PutUserPolicy")(record) && requestText(record, "policyDocument") !== undefined },
  { claim: "IAM has a role's trust policy as text", from: REAL, shows: (record) => named("CreateRole")(record) && requestText(record, "assumeRolePolicyDocument") !== undefined },
  {
    claim: "a younger EC2 operation has its parameters in a wrapper, a list's item with its number",
    from: REAL,
    shows: (record) => requestText(record, "DeleteFlowLogsRequest", "FlowLogId", "content") !== undefined && request(record, "DeleteFlowLogsRequest", "FlowLogId")?.["tag"] === 1,
  },
  { claim: "a security group's rule is flat where it was sent so", from: REAL, shows: (record) => named("AuthorizeSecurityGroupIngress")(record) && requestText(record, "cidrIp") !== undefined },
  {
    claim: "a security group's rule is nested where it was sent so",
    from: REAL,
    shows: (record) => named("AuthorizeSecurityGroupIngress")(record) && isJsonArray(request(record, "ipPermissions")?.["items"]),
  },
  { claim: "EC2 hides user data", from: REAL, shows: (record) => named("ModifyInstanceAttribute")(record) && JSON.stringify(request(record)).includes("<sensitiveDataRemoved>") },
  { claim: "EC2's lists are under items", from: REAL, shows: (record) => named("StopInstances")(record) && isJsonArray(request(record, "instancesSet")?.["items"]) },
  { claim: "EC2 says whose fault an error is", from: REAL, shows: (record) => textAt(record, "errorCode")?.startsWith("Client.") ?? false },
  { claim: "EC2 says why it denies, and once more encoded", from: REAL, shows: (record) => textAt(record, "errorCode") === "Client.UnauthorizedOperation" && /^You are not authorized .* because .* action\. Encoded authorization failure message: [\w-]+$/.test(textAt(record, "errorMessage") ?? "") },
  { claim: "an IAM error is named after its exception", from: REAL, shows: (record) => textAt(record, "eventSource") === "iam.amazonaws.com" && (textAt(record, "errorCode")?.endsWith("Exception") ?? false) },
  { claim: "RDS stars a password", from: REAL, shows: (record) => requestText(record, "masterUserPassword") === "****" },
  { claim: "RDS keeps the capitals that follow the first letter", from: REAL, shows: (record) => requestText(record, "dBInstanceIdentifier") !== undefined },
  { claim: "RDS answers with the resource itself, in no wrapper", from: REAL, shows: (record) => textAt(record, "responseElements", "dBInstanceIdentifier") !== undefined },
  { claim: "SSM hides what a command is given", from: REAL, shows: (record) => named("SendCommand")(record) && isHidden(requestText(record, "parameters")) },
  {
    claim: "SSM hides a parameter's value, of whichever type",
    from: "https://github.com/boto/botocore/blob/develop/botocore/data/ssm/2014-11-06/service-2.json",
    shows: (record) => named("PutParameter")(record) && isHidden(requestText(record, "value")) && requestText(record, "type") === "String",
  },
  { claim: "SSM names parameters as resources without a type", from: REAL, shows: (record) => textAt(record, "eventSource") === "ssm.amazonaws.com" && firstResource(record) !== undefined && firstResource(record)?.["type"] === undefined },
  { claim: "KMS names the key's ARN as a resource", from: REAL, shows: (record) => firstResource(record)?.["type"] === "AWS::KMS::Key" },
  { claim: "DynamoDB and the logs tell their API's version, each in its way", from: REAL, shows: (record) => textAt(record, "apiVersion") === "2012-08-10" || textAt(record, "apiVersion") === "20140328" },
  { claim: "a call has the TLS endpoint that the client chose", from: REAL, shows: (record) => textAt(record, "tlsDetails", "clientProvidedHostHeader")?.endsWith(".amazonaws.com") ?? false },
  {
    claim: "a call by a service has no TLS details",
    from: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html",
    shows: (record) => isByService(record) && record["tlsDetails"] === undefined,
  },
  { claim: "a reading call answers nothing", from: REAL, shows: (record) => named("GetSecretValue")(record) && record["responseElements"] === null && record["readOnly"] === true },
  { claim: "parameters are missing where there are none", from: REAL, shows: (record) => named("GetCallerIdentity")(record) && record["requestParameters"] === null },
  {
    claim: "global services are recorded in us-east-1",
    from: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html#cloudtrail-concepts-global-service-events",
    shows: (record) => textAt(record, "eventSource") === "iam.amazonaws.com" && textAt(record, "awsRegion") === "us-east-1",
  },
  { claim: "a service's own event is of the type AwsServiceEvent and names nobody", from: REAL, shows: (record) => textAt(record, "eventType") === "AwsServiceEvent" && textAt(record, "userIdentity", "type") === undefined },
  {
    claim: "a key's rotation is told by KMS itself, in serviceEventDetails",
    from: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/non-api-aws-service-events.html",
    shows: (record) => named("RotateKey")(record) && textAt(record, "serviceEventDetails", "keyId") !== undefined,
  },
  {
    claim: "a secret's rotation is told by Secrets Manager itself",
    from: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/cloudtrail_log_entries.html",
    shows: named("RotationSucceeded"),
  },
  {
    claim: "a spot instance is taken back by EC2 itself",
    from: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/BidEvictedEvent.html",
    shows: (record) => named("BidEvictedEvent")(record) && objectAt(record, "serviceEventDetails") !== undefined,
  },
  {
    claim: "SNS names a topic by its ARN",
    from: "https://docs.aws.amazon.com/sns/latest/dg/sns-logging-using-cloudtrail.html",
    shows: (record) => named("DeleteTopic")(record) && (requestText(record, "topicArn")?.startsWith("arn:aws:sns:") ?? false),
  },
  {
    claim: "ECS names a cluster",
    from: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/logging-using-cloudtrail.html",
    shows: (record) => named("CreateCluster")(record) && requestText(record, "clusterName") !== undefined && textAt(record, "responseElements", "cluster", "clusterArn") !== undefined,
  },
  {
    claim: "EventBridge answers with a rule's ARN",
    from: "https://docs.aws.amazon.com/eventbridge/latest/userguide/logging-using-cloudtrail.html",
    shows: (record) => named("PutRule")(record) && requestText(record, "state") === "ENABLED" && textAt(record, "responseElements", "ruleArn") !== undefined,
  },
];

function firstResource(record: JsonObject): JsonObject | undefined {
  const { resources } = record;
  return isJsonArray(resources) ? resources.find(isJsonObject) : undefined;
}
