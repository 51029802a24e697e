import type { UserIdentity } from "../userIdentity";
import type { CloudTrailRecord } from "./record";

export const BOB: UserIdentity = {
  type: "IAMUser", principalId: "AIDABOB", arn: "arn:aws:iam::111122223333:user/bob", accountId: "111122223333", accessKeyId: "AKIABOB", userName: "bob",
};

/** A record for specs: bob changed a bucket's versioning. */
export function tinyRecord(changes: Partial<CloudTrailRecord> = {}): CloudTrailRecord {
  return {
    eventVersion: "1.11",
    userIdentity: BOB,
    eventTime: "2026-01-01T00:00:00Z",
    eventSource: "s3.amazonaws.com",
    eventName: "PutBucketVersioning",
    awsRegion: "eu-central-1",
    sourceIPAddress: "203.0.113.1",
    userAgent: "[aws-cli]",
    requestParameters: { bucketName: "assets" },
    responseElements: null,
    requestID: "r",
    eventID: "e",
    readOnly: false,
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: "111122223333",
    eventCategory: "Management",
    ...changes,
  };
}
