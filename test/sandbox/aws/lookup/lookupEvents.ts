import { createHash } from "node:crypto";
import { z } from "zod";
import { canonicalJson, type Json, type JsonObject } from "../../../../policypack/model/json";
import type { UserIdentity } from "../callers";
import { toJson } from "../json";
import type { CloudTrailRecord } from "../trail/record";
import { lookupResources, resourcesAsJson } from "./resources";

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
const AttributeKey = z.enum([
  "EventId", "EventName", "ReadOnly", "Username", "ResourceType", "ResourceName", "EventSource", "AccessKeyId",
]);

const LookupRequest = z.object({
  LookupAttributes: z.array(z.object({ AttributeKey, AttributeValue: z.string().min(1).max(2000) })).default([]),
  StartTime: z.number().optional(),
  EndTime: z.number().optional(),
  EventCategory: z.string().optional(),
  MaxResults: z.number().optional(),
  NextToken: z.string().optional(),
});
type LookupRequest = z.infer<typeof LookupRequest>;

export type LookupAnswer =
  | { readonly ok: true; readonly body: JsonObject }
  | { readonly ok: false; readonly code: string; readonly message: string };

const RETENTION_SECONDS = 90 * 24 * 3600;
const PAGE = 50;

/**
 * Answers `LookupEvents` from the records of one account and region, the newest first.
 * `records` are in order of arrival; `parameters` are the request's, times in epoch seconds.
 */
export function lookupEvents(records: readonly CloudTrailRecord[], parameters: JsonObject, now: Date): LookupAnswer {
  const parsed = LookupRequest.safeParse(parameters);
  if (!parsed.success) return refuse("InvalidLookupAttributesException", "The lookup attributes are not valid.");
  const { NextToken: token, ...query } = parsed.data;
  const refusal = refuseQuery(query);
  if (refusal) return refusal;

  const fingerprint = fingerprintOf(query);
  const start = token === undefined ? { upTo: records.length, skip: 0 } : readToken(token, fingerprint);
  if (!start) return refuse("InvalidNextTokenException", "The token is not valid for these parameters.");

  // What arrives between two pages does not shift them: a token holds how much of the trail it looks at.
  const found = records
    .slice(0, start.upTo)
    .filter((record) => isWithin(record, query, now) && hasAttribute(record, query.LookupAttributes[0]))
    .reverse()
    .sort((a, b) => b.eventTime.localeCompare(a.eventTime));
  const end = start.skip + (query.MaxResults ?? PAGE);
  const events = query.EventCategory === undefined ? found.slice(start.skip, end).map(asEvent) : [];
  const more = query.EventCategory === undefined && end < found.length;
  return {
    ok: true,
    body: { Events: events, ...(more ? { NextToken: writeToken({ upTo: start.upTo, skip: end }, fingerprint) } : {}) },
  };
}

type LookupQuery = Omit<LookupRequest, "NextToken">;

function refuseQuery(query: LookupQuery): LookupAnswer | undefined {
  if (query.LookupAttributes.length > 1)
    return refuse("InvalidLookupAttributesException", "Only one lookup attribute can be specified.");
  if (query.MaxResults !== undefined && (query.MaxResults < 1 || query.MaxResults > PAGE))
    return refuse("InvalidMaxResultsException", `MaxResults must be between 1 and ${PAGE}.`);
  if (query.StartTime !== undefined && query.EndTime !== undefined && query.StartTime > query.EndTime)
    return refuse("InvalidTimeRangeException", "The start time is after the end time.");
  if (query.EventCategory !== undefined && query.EventCategory !== "insight")
    return refuse("InvalidEventCategoryException", "The event category is not valid.");
  return undefined;
}

function refuse(code: string, message: string): LookupAnswer {
  return { ok: false, code, message };
}

function isWithin({ eventTime }: CloudTrailRecord, { StartTime, EndTime }: LookupQuery, now: Date): boolean {
  const at = Date.parse(eventTime) / 1000;
  if (at < now.getTime() / 1000 - RETENTION_SECONDS) return false;
  return (StartTime === undefined || at >= Math.floor(StartTime)) && (EndTime === undefined || at <= EndTime);
}

function hasAttribute(record: CloudTrailRecord, attribute: LookupQuery["LookupAttributes"][number] | undefined): boolean {
  if (!attribute) return true;
  const { AttributeKey: key, AttributeValue: value } = attribute;
  switch (key) {
    case "EventId":
      return record.eventID === value;
    case "EventName":
      return record.eventName === value;
    case "ReadOnly":
      return String(record.readOnly) === value.toLowerCase();
    case "Username":
      return userNameOf(record.userIdentity) === value;
    case "EventSource":
      return record.eventSource === value;
    case "AccessKeyId":
      return accessKeyOf(record.userIdentity) === value;
    case "ResourceType":
      return lookupResources(record).some(({ ResourceType }) => ResourceType === value);
    case "ResourceName":
      return lookupResources(record).some(({ ResourceName }) => ResourceName === value);
  }
}

function asEvent(record: CloudTrailRecord): JsonObject {
  const userName = userNameOf(record.userIdentity);
  const accessKeyId = accessKeyOf(record.userIdentity);
  return {
    EventId: record.eventID,
    EventName: record.eventName,
    ReadOnly: String(record.readOnly),
    ...(accessKeyId === undefined ? {} : { AccessKeyId: accessKeyId }),
    EventTime: Date.parse(record.eventTime) / 1000,
    EventSource: record.eventSource,
    ...(userName === undefined ? {} : { Username: userName }),
    Resources: resourcesAsJson(lookupResources(record)),
    CloudTrailEvent: JSON.stringify(record),
  };
}

function userNameOf(identity: UserIdentity): string | undefined {
  switch (identity.type) {
    case "AssumedRole":
    case "FederatedUser":
      return identity.principalId.slice(identity.principalId.indexOf(":") + 1);
    case "AWSAccount":
      return undefined;
    case "Root":
      return "root"; // so in CloudTrail's event history, though the record has no name
    default:
      return identity.userName;
  }
}

function accessKeyOf(identity: UserIdentity): string | undefined {
  return "accessKeyId" in identity ? identity.accessKeyId : undefined;
}

const Token = z.object({ upTo: z.number(), skip: z.number(), query: z.string() });

function fingerprintOf(query: LookupQuery): string {
  const json: Json = toJson(query);
  return createHash("sha256").update(canonicalJson(json)).digest("base64url");
}

function writeToken(at: { readonly upTo: number; readonly skip: number }, query: string): string {
  return Buffer.from(JSON.stringify({ ...at, query })).toString("base64");
}

function readToken(token: string, fingerprint: string): { readonly upTo: number; readonly skip: number } | undefined {
  try {
    const parsed = Token.parse(JSON.parse(Buffer.from(token, "base64").toString("utf8")));
    return parsed.query === fingerprint ? parsed : undefined;
  } catch {
    return undefined;
  }
}
