import { createHash } from "node:crypto";
import { z } from "zod";
import { canonicalJson, type Json, type JsonObject } from "../../../../policypack/model/json";
import { toJson } from "../json";
import { firstNotBefore, type RegionTrail, type StoredRecord } from "../trail/store";
import { accessKeyOf, LOOKUP_KEYS, userNameOf, type LookupAttribute } from "./facts";
import { lookupResources, resourcesAsJson } from "./resources";

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
const LookupRequest = z.object({
  LookupAttributes: z.array(z.object({ AttributeKey: z.enum(LOOKUP_KEYS), AttributeValue: z.string().min(1).max(2000) })).default([]),
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
 * Answers `LookupEvents` from what one account has of one region, the newest first.
 * `trailOf` gives all of it, or what has one attribute; `parameters` are the request's, times in
 * epoch seconds.
 */
export function lookupEvents(trailOf: (attribute?: LookupAttribute) => RegionTrail, parameters: JsonObject, now: Date): LookupAnswer {
  const parsed = LookupRequest.safeParse(parameters);
  if (!parsed.success) return refuse("InvalidLookupAttributesException", "The lookup attributes are not valid.");
  const { NextToken: token, ...query } = parsed.data;
  const refusal = refuseQuery(query);
  if (refusal) return refusal;

  const trail = trailOf(attributeOf(query));
  const fingerprint = fingerprintOf(query);
  const start = token === undefined ? firstPage(trail, query, now) : readToken(token, fingerprint);
  if (!start) return refuse("InvalidNextTokenException", "The token is not valid for these parameters.");
  if (query.EventCategory !== undefined) return { ok: true, body: { Events: [] } }; // of insights there are none

  const { page, more } = readPage(trail.ordered, query, start, now);
  const last = page.at(-1);
  const next = more && last ? { NextToken: writeToken({ ...start, at: last.at, arrival: last.arrival }, fingerprint) } : {};
  return { ok: true, body: { Events: page.map(asEvent), ...next } };
}

/** Where a page begins. What arrives or becomes visible between two pages does not shift them. */
interface Start {
  /** Everything before this position, in the order of time. */
  readonly at: number;
  readonly arrival: number;
  /** Only of the records that had arrived, and were visible, when the first page was read. */
  readonly arrivedBefore: number;
  readonly visibleAt: number;
}

function firstPage({ arrived }: RegionTrail, { EndTime }: LookupQuery, now: Date): Start {
  return { at: EndTime ?? Number.MAX_SAFE_INTEGER, arrival: Number.MAX_SAFE_INTEGER, arrivedBefore: arrived, visibleAt: now.getTime() };
}

/** Walks back in time from where the page begins, and stops as soon as it is full. */
function readPage(
  ordered: readonly StoredRecord[], query: LookupQuery, start: Start, now: Date,
): { readonly page: readonly StoredRecord[]; readonly more: boolean } {
  const size = query.MaxResults ?? PAGE;
  const oldest = Math.max(Math.floor(query.StartTime ?? 0), now.getTime() / 1000 - RETENTION_SECONDS);
  const page: StoredRecord[] = [];
  for (let index = firstNotBefore(ordered, start) - 1; index >= 0; index -= 1) {
    const stored = ordered[index];
    if (!stored || stored.at < oldest) break;
    if (stored.arrival >= start.arrivedBefore || stored.visibleAt > start.visibleAt) continue;
    if (page.length === size) return { page, more: true };
    page.push(stored);
  }
  return { page, more: false };
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

function attributeOf({ LookupAttributes: [attribute] }: LookupQuery): LookupAttribute | undefined {
  if (!attribute) return undefined;
  const { AttributeKey: key, AttributeValue: value } = attribute;
  return [key, key === "ReadOnly" ? value.toLowerCase() : value];
}

function asEvent({ record, at }: StoredRecord): JsonObject {
  const userName = userNameOf(record);
  const accessKeyId = accessKeyOf(record);
  return {
    EventId: record.eventID,
    EventName: record.eventName,
    ReadOnly: String(record.readOnly),
    ...(accessKeyId === undefined ? {} : { AccessKeyId: accessKeyId }),
    EventTime: at,
    EventSource: record.eventSource,
    ...(userName === undefined ? {} : { Username: userName }),
    Resources: resourcesAsJson(lookupResources(record)),
    CloudTrailEvent: JSON.stringify(record),
  };
}

const Token = z.object({ at: z.number(), arrival: z.number(), arrivedBefore: z.number(), visibleAt: z.number(), query: z.string() });

function fingerprintOf(query: LookupQuery): string {
  const json: Json = toJson(query);
  return createHash("sha256").update(canonicalJson(json)).digest("base64url");
}

function writeToken(start: Start, query: string): string {
  return Buffer.from(JSON.stringify({ ...start, query })).toString("base64");
}

function readToken(token: string, fingerprint: string): Start | undefined {
  try {
    const { query, ...start } = Token.parse(JSON.parse(Buffer.from(token, "base64").toString("utf8")));
    return query === fingerprint ? start : undefined;
  } catch {
    return undefined;
  }
}
