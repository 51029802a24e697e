import type { LookupAttribute, LookupEventsCommandInput, LookupEventsCommandOutput } from "@aws-sdk/client-cloudtrail";

/** One event of a history; its record is what stands in it beside the rest. */
export interface Happened {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly id: string;
  readonly name: string;
  readonly source: string;
  readonly readOnly: boolean;
  /** The names that it is listed under. */
  readonly resources: readonly string[];
  readonly record: object;
}

/** Calls that come again and again, of others and on other things. */
export interface Stream {
  readonly name: string;
  readonly source: string;
  readonly perHour: number;
  /** What the service lists such calls under. */
  readonly listed?: "id" | "name" | "arn";
}

// By its sources, of a hundred writes: agents and autoscaling make the most of them. What changes settings is rare, also
// where much happens. Reads are not among them: no question brings them here.
const BUSINESS: readonly Omit<Stream, "perHour">[] = [
  ...Array.from({ length: 40 }, () => ({ name: "CreateLogStream", source: "logs.amazonaws.com" })),
  ...Array.from({ length: 15 }, () => ({ name: "UpdateInstanceInformation", source: "ssm.amazonaws.com", listed: "id" as const })),
  ...Array.from({ length: 10 }, () => ({ name: "RunInstances", source: "ec2.amazonaws.com", listed: "id" as const })),
  ...Array.from({ length: 10 }, () => ({ name: "CreateNetworkInterface", source: "ec2.amazonaws.com", listed: "id" as const })),
  ...Array.from({ length: 10 }, () => ({ name: "CreateTags", source: "ec2.amazonaws.com", listed: "id" as const })),
  ...Array.from({ length: 10 }, () => ({ name: "RegisterTargets", source: "elasticloadbalancing.amazonaws.com", listed: "arn" as const })),
  ...Array.from({ length: 5 }, () => ({ name: "SendCommand", source: "ssm.amazonaws.com" })),
];

// Calls an hour that change settings, of one account and region in which teams deploy: hundreds a day.
const SETTINGS: readonly Stream[] = [
  { name: "AuthorizeSecurityGroupIngress", source: "ec2.amazonaws.com", perHour: 4, listed: "id" },
  { name: "RevokeSecurityGroupIngress", source: "ec2.amazonaws.com", perHour: 4, listed: "id" },
  { name: "PutParameter", source: "ssm.amazonaws.com", perHour: 6 },
  { name: "UpdateFunctionConfiguration20150331v2", source: "lambda.amazonaws.com", perHour: 6, listed: "arn" },
  { name: "SetQueueAttributes", source: "sqs.amazonaws.com", perHour: 1 },
  { name: "TagQueue", source: "sqs.amazonaws.com", perHour: 1 },
  { name: "PutBucketPublicAccessBlock", source: "s3.amazonaws.com", perHour: 0.5, listed: "name" },
  { name: "PutBucketVersioning", source: "s3.amazonaws.com", perHour: 0.3, listed: "name" },
  { name: "UpdateTable", source: "dynamodb.amazonaws.com", perHour: 1, listed: "arn" },
  { name: "UpdateRole", source: "iam.amazonaws.com", perHour: 0.3, listed: "name" },
  { name: "ModifyDBInstance", source: "rds.amazonaws.com", perHour: 0.3, listed: "name" },
  { name: "DisableKey", source: "kms.amazonaws.com", perHour: 0.02, listed: "arn" },
  { name: "ModifyCacheCluster", source: "elasticache.amazonaws.com", perHour: 0.1 },
];

/** How much is written in a place, an hour. Of the records of a real account about a quarter are writes. */
export const DENSITIES = { quiet: 2, usual: 100, busy: 25_000 } as const;
export type Density = keyof typeof DENSITIES;

/** What a place's own business brings: where little happens, little is deployed. */
export function streamsOf(density: Density): readonly Stream[] {
  const writes = DENSITIES[density];
  const deployed = density === "busy" ? 5 : density === "usual" ? 1 : 0.02;
  const byName = new Map<string, Stream>();
  for (const one of BUSINESS) byName.set(one.name, { ...one, perHour: (byName.get(one.name)?.perHour ?? 0) + writes / BUSINESS.length });
  return [...byName.values(), ...SETTINGS.map((one) => ({ ...one, perHour: one.perHour * deployed }))];
}

const HOUR_MS = 3_600_000;
const PAGE = 50;
// By it no two streams keep step.
const GOLDEN_RATIO = 0.618_033_988_75;

/** The event history of one account and region, made where it is asked for: a busy one has fifty million writes. */
export class EventHistory {
  readonly #planted: readonly Happened[];
  readonly #streams: readonly Stream[];
  readonly #now: number;
  requests = 0;

  constructor(planted: readonly Happened[], streams: readonly Stream[], now: number) {
    this.#planted = planted.toSorted((one, other) => other.at - one.at);
    this.#streams = streams;
    this.#now = now;
  }

  /** As LookupEvents answers: one attribute, newest first, fifty at most. */
  answer({ LookupAttributes: [attribute] = [], StartTime, EndTime, NextToken }: LookupEventsCommandInput): LookupEventsCommandOutput {
    this.requests++;
    if (attribute === undefined) throw new Error("whodrift always asks for something");
    const [since, until] = [StartTime?.getTime() ?? 0, NextToken === undefined ? (EndTime?.getTime() ?? this.#now) : Number(NextToken)];
    const page = this.newest(attribute, until, PAGE + 1).filter(({ at }) => at >= since);
    const [events, next] = [page.slice(0, PAGE), page[PAGE]];
    return { $metadata: {}, Events: events.map(listed), ...(next && { NextToken: `${next.at}` }) };
  }

  /** No two events of a place are of the same time, so that a time says where a page begins. */
  newest(attribute: LookupAttribute, until: number, most: number): readonly Happened[] {
    const streamed = this.#streams.filter((stream) => hasStream(stream, attribute)).flatMap((stream) => this.#newestOf(stream, until, most));
    const planted = this.#planted.filter((one) => one.at <= until && valuesOf(one, attribute.AttributeKey).includes(attribute.AttributeValue ?? "")).slice(0, most);
    return [...streamed, ...planted].toSorted((one, other) => other.at - one.at).slice(0, most);
  }

  #newestOf(stream: Stream, until: number, most: number): readonly Happened[] {
    const interval = HOUR_MS / stream.perHour;
    const offset = (this.#streams.indexOf(stream) * GOLDEN_RATIO) % 1;
    const first = Math.max(0, Math.floor((this.#now - until) / interval - offset));
    return Array.from({ length: most + 1 }, (_, index) => happened(stream, first + index, this.#now - (first + index + offset) * interval)).filter(({ at }) => at <= until);
  }
}

function happened({ name, source, listed: form }: Stream, number: number, at: number): Happened {
  const id = `${name}-${number}`;
  const hex = number.toString(16).padStart(17, "0");
  const resources = form === undefined ? [] : [form === "id" ? `x-${hex}` : form === "arn" ? `arn:aws:any:::${hex}` : id];
  return { at, id, name, source, readOnly: false, resources, record: { userIdentity: { type: "AWSService", invokedBy: "ec2.amazonaws.com" }, requestParameters: { of: id } } };
}

function hasStream({ name, source }: Stream, { AttributeKey, AttributeValue }: LookupAttribute): boolean {
  if (AttributeKey === "ReadOnly") return AttributeValue === "false";
  return AttributeKey === "EventName" ? AttributeValue === name : AttributeKey === "EventSource" && AttributeValue === source;
}

/** The values by which an event is found. */
export function valuesOf({ name, source, readOnly, resources }: Happened, key: string | undefined): readonly string[] {
  switch (key) {
    case "ReadOnly":
      return [String(readOnly)];
    case "EventName":
      return [name];
    case "EventSource":
      return [source];
    default:
      return resources;
  }
}

function listed({ at, id, name, source, readOnly, resources, record }: Happened) {
  const eventTime = new Date(Math.floor(at / 1_000) * 1_000).toISOString();
  return {
    EventId: id,
    EventSource: source,
    Resources: resources.map((ResourceName) => ({ ResourceName })),
    CloudTrailEvent: JSON.stringify({ eventID: id, eventTime, eventSource: source, eventName: name, readOnly, ...record }),
  };
}
