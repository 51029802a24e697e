import { writeLogFile } from "../sandbox/aws/trail/files";
import type { CloudTrailRecord } from "../sandbox/aws";
import { generateNoise, writeNoiseFiles } from "../sandbox/load";
import { secondsOf } from "../sandbox/aws/callers";
import { ACCOUNT, REGION } from "./trailPlace";

/** The night begins with a day, UTC, so that its days are of one size. */
export const FROM = new Date("2026-03-01T00:00:00Z");
const HOUR_MS = 3_600_000;

/** Writes a trail of so many records, in which somebody suspends the versioning of each of these buckets. */
export async function writeNight(folder: string, records: number, hours: number, buckets: readonly string[]): Promise<void> {
  const place = { seed: "bench", from: FROM, accountId: ACCOUNT, region: REGION };
  await writeNoiseFiles(folder, { ...place, hours, perHour: records / hours });
  const step = (hours * HOUR_MS) / (buckets.length + 1);
  const [shape] = generateNoise({ ...place, hours: 1, perHour: 1 });
  if (shape === undefined) throw new Error("there is no noise");
  const suspended = buckets.map((bucketName, index): CloudTrailRecord => ({
    ...shape,
    userIdentity: { type: "IAMUser", principalId: "AIDACKCEVSQ6C2EXAMPLE", arn: `arn:aws:iam::${ACCOUNT}:user/alice`, accountId: ACCOUNT, accessKeyId: "AKIAIOSFODNN7EXAMPLE", userName: "alice" },
    eventTime: secondsOf(new Date(FROM.getTime() + step * (index + 1))),
    eventSource: "s3.amazonaws.com",
    eventName: "PutBucketVersioning",
    requestParameters: { bucketName, VersioningConfiguration: { Status: "Suspended" } },
    responseElements: null,
    eventID: `${index.toString(16).padStart(8, "0")}-0000-4000-8000-000000000000`,
    readOnly: false,
  }));
  for (let start = 0; start < suspended.length; start += PER_FILE) {
    const due = suspended.slice(start, start + PER_FILE);
    await writeLogFile(folder, {}, due, new Date(due.at(-1)?.eventTime ?? FROM), `people${start}`);
  }
}

// Spread over the night, as people are.
const PER_FILE = 20;
