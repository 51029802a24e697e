import type { JsonObject } from "../../../../policypack/model/json";
import { secondsOf } from "../callers";
import type { CloudTrailRecord } from "./record";
import type { RecordResource } from "./resources";

/** What a service did by itself: the tail of somebody's call, or nobody's. */
export interface ServiceEvent {
  /** `kms`, for `kms.amazonaws.com`. */
  readonly service: string;
  readonly eventName: string;
  readonly accountId: string;
  readonly region: string;
  readonly at: Date;
  readonly eventId: string;
  /** The service's own name by default. */
  readonly invokedBy?: string;
  readonly requestId?: string;
  readonly details?: JsonObject;
  readonly additional?: JsonObject;
  readonly resources?: readonly RecordResource[];
}

/**
 * A record without a caller: no type of identity, no access key, neither request nor answer.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/non-api-aws-service-events.html
 */
export function serviceEvent(event: ServiceEvent): CloudTrailRecord {
  const source = `${event.service}.amazonaws.com`;
  const invokedBy = event.invokedBy ?? source;
  return {
    eventVersion: "1.11",
    userIdentity: { accountId: event.accountId, invokedBy },
    eventTime: secondsOf(event.at),
    eventSource: source,
    eventName: event.eventName,
    awsRegion: event.region,
    sourceIPAddress: invokedBy,
    userAgent: invokedBy,
    requestParameters: null,
    responseElements: null,
    ...(event.additional ? { additionalEventData: event.additional } : {}),
    ...(event.requestId === undefined ? {} : { requestID: event.requestId }),
    eventID: event.eventId,
    readOnly: false,
    ...(event.resources ? { resources: event.resources } : {}),
    eventType: "AwsServiceEvent",
    managementEvent: true,
    recipientAccountId: event.accountId,
    ...(event.details ? { serviceEventDetails: event.details } : {}),
    eventCategory: "Management",
  };
}

type Happening = Pick<ServiceEvent, "accountId" | "region" | "at" | "eventId">;

/** KMS rotates a key by its schedule. https://docs.aws.amazon.com/kms/latest/developerguide/ct-rotatekey.html */
export function keyRotated(happening: Happening, keyId: string): CloudTrailRecord {
  const { accountId, region } = happening;
  return serviceEvent({
    ...happening, service: "kms", eventName: "RotateKey", invokedBy: "AWS Internal",
    details: { rotationType: "AUTOMATIC", keyId },
    resources: [{ accountId, type: "AWS::KMS::Key", ARN: `arn:aws:kms:${region}:${accountId}:key/${keyId}` }],
  });
}

/**
 * Secrets Manager after somebody's RotateSecret, or by its schedule.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/cloudtrail_log_entries.html
 */
export function secretRotation(
  happening: Happening, secretArn: string, step: "RotationStarted" | "RotationSucceeded" | "RotationFailed" | "RotationAbandoned",
): CloudTrailRecord {
  return serviceEvent({
    ...happening, service: "secretsmanager", eventName: step, requestId: `Rotation-${secretArn}-${happening.eventId}`,
    additional: { SecretId: secretArn },
  });
}

/**
 * The end of a deleted secret's recovery window, days after somebody's DeleteSecret.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/cloudtrail_log_entries.html
 */
export function secretDeleted(happening: Happening, secretArn: string): CloudTrailRecord {
  return serviceEvent({ ...happening, service: "secretsmanager", eventName: "EndSecretVersionDelete", additional: { SecretId: secretArn } });
}

/**
 * EC2 takes a spot instance back.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/BidEvictedEvent.html
 */
export function spotInstanceTaken(happening: Happening, instanceId: string): CloudTrailRecord {
  return serviceEvent({ ...happening, service: "ec2", eventName: "BidEvictedEvent", details: { instanceIdSet: [instanceId] } });
}
