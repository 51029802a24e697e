import type { CloudTrailRecord } from "../trail/record";
import { lookupResources, type LookupResource } from "./resources";

/** What Event history knows of a record beside its text. */
export interface LookupFacts {
  readonly userName?: string;
  readonly accessKeyId?: string;
  readonly resources: readonly LookupResource[];
}

export function lookupFactsOf(record: CloudTrailRecord): LookupFacts {
  const userName = userNameOf(record.userIdentity);
  const accessKeyId = accessKeyOf(record.userIdentity);
  return {
    ...(userName === undefined ? {} : { userName }),
    ...(accessKeyId === undefined ? {} : { accessKeyId }),
    resources: lookupResources(record),
  };
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupAttribute.html */
export const LOOKUP_KEYS = [
  "EventId", "EventName", "ReadOnly", "Username", "ResourceType", "ResourceName", "EventSource", "AccessKeyId",
] as const;
export type LookupAttribute = readonly [key: (typeof LOOKUP_KEYS)[number], value: string];

/** All that a record can be looked up by. */
export function lookupAttributesOf(record: CloudTrailRecord, { userName, accessKeyId, resources }: LookupFacts): readonly LookupAttribute[] {
  return [
    ["EventId", record.eventID],
    ["EventName", record.eventName],
    ["ReadOnly", String(record.readOnly)],
    ["EventSource", record.eventSource],
    ...(userName === undefined ? [] : [["Username", userName] as const]),
    ...(accessKeyId === undefined ? [] : [["AccessKeyId", accessKeyId] as const]),
    ...resources.flatMap(({ ResourceType, ResourceName }) => [["ResourceType", ResourceType] as const, ["ResourceName", ResourceName] as const]),
  ];
}

type Identity = CloudTrailRecord["userIdentity"];

/** Of a session its own name; of everybody else the name in the record. */
function userNameOf(identity: Identity): string | undefined {
  switch (identity.type) {
    case "AssumedRole":
    case "FederatedUser":
      return identity.principalId.slice(identity.principalId.indexOf(":") + 1);
    default:
      return "userName" in identity ? identity.userName : undefined;
  }
}

function accessKeyOf(identity: Identity): string | undefined {
  return "accessKeyId" in identity ? identity.accessKeyId : undefined;
}
