import { writeLogFile } from "../../aws/trail/files";
import type { CloudTrailRecord } from "../../aws/trail/record";
import { newRandom } from "../random";
import { generateNoise, type NoiseOptions } from "./generateNoise";

/** "CloudTrail publishes log files multiple times an hour, about every 5 minutes." */
const DELIVERY_MS = 5 * 60_000;
/** How much is held at once; AWS splits what is due, too, and publishes no size. */
const RECORDS_PER_FILE = 5_000;

/**
 * Writes the noise as trail files in CloudTrail's layout under `folder`. What is held at any time is one file's worth
 * of records for each region, however many there are in all.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
export async function writeNoiseFiles(folder: string, options: NoiseOptions): Promise<{ readonly files: number; readonly records: number }> {
  const random = newRandom(`${options.seed} file names`);
  const held = new Map<string, CloudTrailRecord[]>();
  let files = 0;
  let records = 0;
  const deliver = async (due: readonly CloudTrailRecord[], at: number): Promise<void> => {
    await writeLogFile(folder, {}, due, new Date(at), random.hex(16));
    files++;
    records += due.length;
  };
  let next = options.from.getTime() + DELIVERY_MS;
  const deliverAll = async (): Promise<void> => {
    for (const due of held.values()) await deliver(due, next);
    held.clear();
  };
  for (const record of generateNoise(options)) {
    if (Date.parse(record.eventTime) >= next) {
      await deliverAll();
      next += DELIVERY_MS;
    }
    const due = held.get(record.awsRegion) ?? [];
    held.set(record.awsRegion, due);
    due.push(record);
    if (due.length < RECORDS_PER_FILE) continue;
    await deliver(due, next);
    held.delete(record.awsRegion);
  }
  await deliverAll();
  return { files, records };
}
