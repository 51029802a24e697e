import type { Json } from "../../../policypack/model";
import { clears, implies, sets, type ResourceOperations, type Writer } from "./writer";

const SUBJECTS = ["bucketname", "bucket"];

/** One aspect of a bucket: a property of the bucket, and a resource type of its own. */
interface Aspect {
  readonly types: readonly string[];
  readonly properties: readonly string[];
  readonly put: readonly string[];
  readonly clear: readonly string[];
  readonly names?: Readonly<Record<string, string>>;
  /** What there is once it was cleared, where that is not nothing. */
  readonly reset?: Json;
  /** A put of nothing takes it away: there is no call that deletes. */
  readonly emptied?: boolean;
}

// Event names: https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
const aspects: readonly Aspect[] = [
  { types: ["bucketVersioning"], properties: ["versioning"], put: ["PutBucketVersioning"], clear: [], names: { enabled: "Status" } },
  { types: ["bucketPolicy"], properties: ["policy"], put: ["PutBucketPolicy"], clear: ["DeleteBucketPolicy"], names: { policy: "bucketPolicy" } },
  { types: ["bucketPublicAccessBlock"], properties: [], put: ["PutBucketPublicAccessBlock", "PutPublicAccessBlock"], clear: ["DeleteBucketPublicAccessBlock", "DeletePublicAccessBlock"] },
  { types: ["bucketServerSideEncryptionConfiguration"], properties: ["serverSideEncryptionConfiguration"], put: ["PutBucketEncryption"], clear: ["DeleteBucketEncryption"], names: { kmsMasterKeyId: "KMSMasterKeyID" }, reset: "AES256" },
  { types: ["bucketLogging"], properties: ["logging", "loggings"], put: ["PutBucketLogging"], clear: [], emptied: true },
  { types: ["bucketLifecycleConfiguration"], properties: ["lifecycleRules"], put: ["PutBucketLifecycle", "PutBucketLifecycleConfiguration"], clear: ["DeleteBucketLifecycle"] },
  { types: ["bucketCorsConfiguration"], properties: ["corsRules"], put: ["PutBucketCors"], clear: ["DeleteBucketCors"], names: { allowedMethods: "AllowedMethod", allowedOrigins: "AllowedOrigin", allowedHeaders: "AllowedHeader", exposeHeaders: "ExposeHeader" } },
  { types: ["bucketAcl"], properties: ["acl", "grants"], put: ["PutBucketAcl"], clear: [], names: { acl: "x-amz-acl" } },
  { types: ["bucketOwnershipControls"], properties: [], put: ["PutBucketOwnershipControls"], clear: ["DeleteBucketOwnershipControls"] },
  { types: ["bucketReplicationConfig"], properties: ["replicationConfiguration"], put: ["PutBucketReplication"], clear: ["DeleteBucketReplication"] },
  { types: ["bucketWebsiteConfiguration"], properties: ["website"], put: ["PutBucketWebsite"], clear: ["DeleteBucketWebsite"] },
  { types: ["bucketNotification"], properties: [], put: ["PutBucketNotification", "PutBucketNotificationConfiguration"], clear: [], emptied: true, names: { queueArn: "Queue", topicArn: "Topic", lambdaFunctionArn: "CloudFunction", events: "Event" } },
  { types: ["bucketObjectLockConfiguration"], properties: ["objectLockConfiguration"], put: ["PutBucketObjectLockConfiguration"], clear: [] },
  { types: ["bucketAccelerateConfiguration"], properties: ["accelerationStatus"], put: ["PutAccelerateConfiguration", "PutBucketAccelerateConfiguration"], clear: [] },
  { types: ["bucketRequestPaymentConfiguration"], properties: ["requestPayer"], put: ["PutBucketRequestPayment"], clear: [] },
];

function writersOf(aspect: Aspect, properties: readonly string[]): readonly Writer[] {
  const { clear, reset } = aspect;
  return [{ ...sets(aspect.put, properties, aspect.names), whole: true }, clears(clear, properties), ...(reset === undefined ? [] : [implies(clear, properties, reset)])];
}

export const s3: Readonly<Record<string, ResourceOperations>> = {
  "s3/bucket": { subjects: SUBJECTS, deletes: ["DeleteBucket"], writers: aspects.flatMap((aspect) => writersOf(aspect, aspect.properties)) },
  ...Object.fromEntries(
    aspects.flatMap((aspect) =>
      aspect.types.map((type): [string, ResourceOperations] => [
        `s3/${type}`,
        {
          subjects: SUBJECTS,
          deletes: [...aspect.clear, "DeleteBucket"],
          ...(aspect.emptied === true ? { emptiedBy: Object.fromEntries(aspect.put.map((operation) => [operation, "*"])) } : {}),
          writers: writersOf(aspect, ["*"]),
        },
      ]),
    ),
  ),
};
