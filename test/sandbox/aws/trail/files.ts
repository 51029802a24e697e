import { createHash } from "node:crypto";
import { mkdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { groupBy } from "./groupBy";
import type { CloudTrailRecord } from "./record";

const compress = promisify(gzip);

/** What a trail's keys are made of. */
export interface TrailPlace {
  readonly name: string;
  readonly homeRegion: string;
  readonly bucket: string;
  /** Before `AWSLogs`, without a slash at its end. */
  readonly prefix?: string;
  /** `o-…`, for an organisation's trail. */
  readonly organizationId?: string;
}

/** A log file that was delivered, as a digest speaks of it. */
export interface LogFile {
  readonly accountId: string;
  readonly region: string;
  /** The object's key in the trail's bucket; below the trail's folder, its path. */
  readonly key: string;
  /** SHA-256 of the content before it was compressed, in hexadecimal. */
  readonly hash: string;
  readonly oldestEventTime: string;
  readonly newestEventTime: string;
}

/**
 * A short story is spread over several files all the same. A busy account gets larger ones rather
 * than thousands; AWS has no fixed number.
 */
const FEWEST_PER_FILE = 20;
const MOST_PER_FILE = 2000;

/**
 * Writes records as CloudTrail delivers them, one file's worth at a time. The path's date and time
 * are those of the delivery; the records of a file are in no order.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
export async function deliverTrailFiles(
  dir: string, place: TrailPlace, records: readonly CloudTrailRecord[], deliveredAt: Date, randomName: () => string,
): Promise<readonly LogFile[]> {
  const files: LogFile[] = [];
  for (const held of groupBy(records, ({ recipientAccountId, awsRegion }) => `${recipientAccountId}/${awsRegion}`).values()) {
    const size = Math.min(MOST_PER_FILE, Math.max(FEWEST_PER_FILE, Math.ceil(held.length / 50)));
    for (let start = 0; start < held.length; start += size) {
      files.push(await writeLogFile(dir, place, held.slice(start, start + size), deliveredAt, randomName()));
    }
  }
  return files;
}

/** One file, for records of one account and region. */
export async function writeLogFile(
  dir: string, place: Pick<TrailPlace, "prefix" | "organizationId">, records: readonly CloudTrailRecord[], deliveredAt: Date, name: string,
): Promise<LogFile> {
  const times = records.map(({ eventTime }) => eventTime).sort();
  const { recipientAccountId: accountId = "", awsRegion: region = "" } = records[0] ?? {};
  const stamp = `${deliveredAt.toISOString().slice(0, 16).replace(/[-:]/g, "")}Z`;
  const key = trailKey(place, accountId, region, "CloudTrail", deliveredAt, `${accountId}_CloudTrail_${region}_${stamp}_${name}.json.gz`);
  const content = Buffer.from(JSON.stringify({ Records: outOfOrder(records) }));
  await writeWhole(path.join(dir, key), await compress(content));
  return { accountId, region, key, hash: sha256(content), oldestEventTime: times[0] ?? "", newestEventTime: times.at(-1) ?? "" };
}

/** `[prefix/]AWSLogs/[o-id/]ACCOUNT/CloudTrail/REGION/YYYY/MM/DD/NAME`, and the like for digests. */
export function trailKey(
  { prefix, organizationId }: Pick<TrailPlace, "prefix" | "organizationId">, accountId: string, region: string, kind: "CloudTrail" | "CloudTrail-Digest", at: Date, name: string,
): string {
  const day = at.toISOString().slice(0, 10).split("-");
  const before = [prefix, "AWSLogs", organizationId].filter((part) => part !== undefined);
  return [...before, accountId, kind, region, ...day, name].join("/");
}

export function sha256(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

/** Every second record, then the others: no reader may lean on the order. */
function outOfOrder(records: readonly CloudTrailRecord[]): readonly CloudTrailRecord[] {
  return [...records.filter((_, index) => index % 2 === 1), ...records.filter((_, index) => index % 2 === 0)];
}

/** Nobody finds half a file under its name. */
export async function writeWhole(file: string, content: Buffer): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const unfinished = `${file}.unfinished`;
  await writeFile(unfinished, content);
  await rename(unfinished, file);
}
