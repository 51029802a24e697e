import type { CloudTrailRecord } from "../trail/record";
import { lookupResources } from "./resources";

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupAttribute.html */
export const LOOKUP_KEYS = [
  "EventId", "EventName", "ReadOnly", "Username", "ResourceType", "ResourceName", "EventSource", "AccessKeyId",
] as const;
export type LookupKey = (typeof LOOKUP_KEYS)[number];
export type LookupAttribute = readonly [key: LookupKey, value: string];

/** The values by which a record is found under a key. */
export function lookupValuesOf(record: CloudTrailRecord, key: LookupKey): readonly string[] {
  switch (key) {
    case "EventId":
      return [record.eventID];
    case "EventName":
      return [record.eventName];
    case "ReadOnly":
      return [String(record.readOnly)];
    case "EventSource":
      return [record.eventSource];
    case "Username":
      return asList(userNameOf(record));
    case "AccessKeyId":
      return asList(accessKeyOf(record));
    case "ResourceType":
      return lookupResources(record).map(({ ResourceType }) => ResourceType);
    case "ResourceName":
      return lookupResources(record).map(({ ResourceName }) => ResourceName);
  }
}

/** Of a session its own name; of everybody else the name in the record. */
export function userNameOf({ userIdentity: identity }: CloudTrailRecord): string | undefined {
  switch (identity.type) {
    case "AssumedRole":
    case "FederatedUser":
      return identity.principalId.slice(identity.principalId.indexOf(":") + 1);
    case "Root":
      return "root"; // so in the event history, though the record has no name
    default:
      return "userName" in identity ? identity.userName : undefined;
  }
}

export function accessKeyOf({ userIdentity: identity }: CloudTrailRecord): string | undefined {
  return "accessKeyId" in identity ? identity.accessKeyId : undefined;
}

function asList(value: string | undefined): readonly string[] {
  return value === undefined ? [] : [value];
}
