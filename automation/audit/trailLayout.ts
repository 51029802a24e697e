const DAY_MS = 86_400_000;

/** The parts of a trail's keys that its configuration decides. */
export interface TrailRoot {
  /** Before `AWSLogs`: empty, or ending in `/`. */
  readonly prefix: string;
  /** `o-…`, for an organisation's trail. */
  readonly organization?: string | undefined;
}

export interface DeliveredPlace {
  readonly account: string;
  readonly region: string;
}

/** What a trail file's key tells of it. */
export interface Delivery extends DeliveredPlace {
  /** To the minute; milliseconds since the epoch. */
  readonly at: number;
}

const FILE_NAME = /(?:^|\/)(\d{12})_CloudTrail_([a-z0-9-]+)_(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})Z_[^/]+$/;

/** Undefined where the name is not one that CloudTrail gives: then nobody knows what is in the file. */
export function readDelivery(key: string): Delivery | undefined {
  const [, account, region, year, month, day, hour, minute] = FILE_NAME.exec(key) ?? [];
  const at = Date.parse(`${year ?? ""}-${month ?? ""}-${day ?? ""}T${hour ?? ""}:${minute ?? ""}:00Z`);
  return account === undefined || region === undefined || Number.isNaN(at) ? undefined : { account, region, at };
}

/**
 * `[prefix/]AWSLogs/[O-id/]ACCOUNT/CloudTrail/REGION/YYYY/MM/DD/`; the date is that of the delivery.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
export function folderOfDay({ prefix, organization }: TrailRoot, { account, region }: DeliveredPlace, day: number, kind: "CloudTrail" | "CloudTrail-Digest" = "CloudTrail"): string {
  const parts = ["AWSLogs", ...(organization === undefined ? [] : [organization]), account, kind, region, ...formatDay(day).split("-")];
  return `${prefix}${parts.join("/")}/`;
}

/** Sorts before every file of the folder that was delivered at this time or later, and after every earlier one. */
export function beforeDelivery(folder: string, { account, region }: DeliveredPlace, at: number): string {
  const minute = new Date(at).toISOString().slice(0, 16).replace(/[-:]/g, "");
  return `${folder}${account}_CloudTrail_${region}_${minute}`;
}

/** The start of a time's day, UTC. */
export function dayOf(time: number): number {
  return Math.floor(time / DAY_MS) * DAY_MS;
}

/** The days from `from` to `to`, the newest first. */
export function daysBack(from: number, to: number): readonly number[] {
  const days: number[] = [];
  for (let day = dayOf(to); day >= dayOf(from); day -= DAY_MS) days.push(day);
  return days;
}

/** `2026-01-02` */
export function formatDay(day: number): string {
  return new Date(day).toISOString().slice(0, 10);
}
