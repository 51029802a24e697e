import type { Call } from "../models/identify";
import { signingName } from "../models/serviceIndex";
import type { Operation, ServiceModel } from "../models/serviceModel";

/** `lambda.amazonaws.com`, `monitoring.amazonaws.com`: the name that a service signs with. */
export function eventSourceOf({ service }: Call): string {
  return `${signingName(service.metadata)}.amazonaws.com`;
}

/** Lambda operations that exist in a second form; seen in real records. */
const LAMBDA_V2 = new Set([
  "AddPermission", "RemovePermission", "GetPolicy", "GetFunction", "GetFunctionConfiguration",
  "UpdateFunctionCode", "UpdateFunctionConfiguration", "TagResource", "UntagResource",
]);

/** The event's name: the operation's, but for S3's older names and the API version that Lambda appends. */
export function eventNameOf({ service, operation }: Call): string {
  switch (service.name) {
    case "s3":
      return s3EventName(service, operation);
    case "lambda": {
      const version = /^\/(201[4-8])-(\d\d)-(\d\d)\//.exec(operation.http.requestUri);
      if (!version) return operation.name;
      return operation.name + version.slice(1).join("") + (LAMBDA_V2.has(operation.name) ? "v2" : "");
    }
    default:
      return operation.name;
  }
}

/**
 * S3's events bear the first name that an operation had (`PutBucketLifecycle`, which the model still
 * has as deprecated), and say `Bucket` of a bucket's settings where the API leaves it out
 * (`PutPublicAccessBlock`). https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
 */
function s3EventName(service: ServiceModel, operation: Operation): string {
  const { method, requestUri } = operation.http;
  const first = service.deprecatedAt(method, requestUri) ?? operation.name;
  const isSetting = requestUri.startsWith("/{Bucket}?") && /^(Get|Put|Delete)/.test(first) && !first.includes("Bucket");
  return isSetting ? first.replace(/^(Get|Put|Delete)/, "$1Bucket") : first;
}

/** Services whose records tell the version of their API, as seen in real ones; CloudWatch Logs without dashes. */
export function apiVersionOf({ service: { name, metadata } }: Call): string | undefined {
  switch (name) {
    case "dynamodb":
    case "wafv2":
      return metadata.apiVersion;
    case "logs":
      return metadata.apiVersion.replaceAll("-", "");
    default:
      return undefined;
  }
}

const READING = /^(Get|List|Describe|Head|Lookup|Search|BatchGet|Query|Scan|Select|Check|Simulate|Validate|Test|Decode|AssumeRole|Preview|View)/;

/** KMS's own rule: what leaves the key as it is only reads, whatever it yields. */
const READING_IN_KMS = /^(Decrypt|Encrypt|GenerateDataKey|GenerateRandom|GenerateMac|ReEncrypt|Sign|Verify)/;

export function isReadOnly({ service, operation: { name } }: Call): boolean {
  if (name === "GetFederationToken") return false; // so in real records, unlike every other Get
  return READING.test(name) || (service.name === "kms" && READING_IN_KMS.test(name));
}

/** Operations on what lies inside a resource. A trail has them only where it is told to. */
const DATA_EVENTS: Readonly<Record<string, RegExp>> = {
  dynamodb: /^(BatchGetItem|BatchWriteItem|DeleteItem|GetItem|PutItem|Query|Scan|TransactGetItems|TransactWriteItems|UpdateItem|.*Statement|ExecuteTransaction)$/,
  dynamodbstreams: /^Get(Records|ShardIterator)$/,
  lambda: /^Invoke/,
  sqs: /Message(Batch|Visibility|VisibilityBatch)?$/,
  sns: /^Publish(Batch)?$/,
  kinesis: /^(Get|Put)Records?$|^SubscribeToShard$/,
  cloudwatch: /^(PutMetricData|GetMetric.*|ListMetrics)$/,
  logs: /^(PutLogEvents|GetLogEvents|FilterLogEvents)$/,
  events: /^PutEvents$/,
};

const S3_DATA_EVENTS = /^(ListObjects(V2)?|ListObjectVersions|DeleteObjects|HeadBucket|CreateSession)$/;

export function isDataEvent({ service, operation }: Call): boolean {
  if (service.name === "s3") return operation.http.requestUri.includes("{Key") || S3_DATA_EVENTS.test(operation.name);
  return DATA_EVENTS[service.name]?.test(operation.name) ?? false;
}
