import { mkdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { CloudTrailRecord } from "./record";

const compress = promisify(gzip);

/** Small, so that even a short story is spread over several files. AWS has no fixed number. */
const RECORDS_PER_FILE = 20;

/**
 * Writes records as CloudTrail delivers them, one file's worth at a time. The path's date and time
 * are those of the delivery; the records of a file are in no order.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
export async function deliverTrailFiles(
  trailDir: string, records: readonly CloudTrailRecord[], deliveredAt: Date, randomName: () => string,
): Promise<readonly string[]> {
  const files: string[] = [];
  const places = new Set(records.map(placeOf));
  for (const place of places) {
    const held = records.filter((record) => placeOf(record) === place);
    const [account = "", region = ""] = place.split("/");
    for (let start = 0; start < held.length; start += RECORDS_PER_FILE) {
      const file = path.join(trailDir, ...trailKey(account, region, deliveredAt, randomName()));
      await writeWhole(file, await compress(JSON.stringify({ Records: outOfOrder(held.slice(start, start + RECORDS_PER_FILE)) })));
      files.push(file);
    }
  }
  return files;
}

function placeOf({ recipientAccountId, awsRegion }: CloudTrailRecord): string {
  return `${recipientAccountId}/${awsRegion}`;
}

export function trailKey(account: string, region: string, deliveredAt: Date, name: string): readonly string[] {
  const [year = "", month = "", day = ""] = deliveredAt.toISOString().slice(0, 10).split("-");
  const stamp = `${deliveredAt.toISOString().slice(0, 16).replace(/[-:]/g, "")}Z`;
  return ["AWSLogs", account, "CloudTrail", region, year, month, day, `${account}_CloudTrail_${region}_${stamp}_${name}.json.gz`];
}

/** Every second record, then the others: no reader may lean on the order. */
function outOfOrder(records: readonly CloudTrailRecord[]): readonly CloudTrailRecord[] {
  return [...records.filter((_, index) => index % 2 === 1), ...records.filter((_, index) => index % 2 === 0)];
}

async function writeWhole(file: string, bytes: Buffer): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const unfinished = `${file}.unfinished`;
  await writeFile(unfinished, bytes);
  await rename(unfinished, file);
}
