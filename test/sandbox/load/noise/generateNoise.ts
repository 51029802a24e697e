import { secondsOf } from "../../aws/callers";
import type { CloudTrailRecord } from "../../aws/trail/record";
import { newRandom } from "../random";
import { drawCall } from "./calls";

export interface NoiseOptions {
  readonly seed: string;
  readonly from: Date;
  readonly hours: number;
  /** Records an hour, of all regions together. */
  readonly perHour: number;
  readonly accountId: string;
  readonly region: string;
}

const HOUR_MS = 3_600_000;

/** These record in us-east-1 wherever their caller is. */
const GLOBAL = new Set(["iam.amazonaws.com"]);

/**
 * What else goes on in an account: a trail's records, made up one by one in the order of time. The same options give
 * the same records.
 */
export function* generateNoise({ seed, from, hours, perHour, accountId, region }: NoiseOptions): Generator<CloudTrailRecord> {
  const random = newRandom(seed);
  const count = Math.floor(hours * perHour);
  for (let index = 0; index < count; index++) {
    const at = new Date(from.getTime() + ((index + random.next()) / perHour) * HOUR_MS);
    const { by, source, name, readOnly, request, response = null, error, resources } = drawCall({ random, at, accountId, region });
    yield {
      eventVersion: "1.11",
      userIdentity: by.userIdentity,
      eventTime: secondsOf(at),
      eventSource: source,
      eventName: name,
      awsRegion: GLOBAL.has(source) ? "us-east-1" : region,
      sourceIPAddress: by.sourceIPAddress,
      userAgent: source === "s3.amazonaws.com" ? `[${by.userAgent}]` : by.userAgent,
      ...(error ? { errorCode: error.code, errorMessage: error.message } : {}),
      requestParameters: request,
      responseElements: response,
      requestID: random.uuid(),
      eventID: random.uuid(),
      readOnly,
      ...(resources ? { resources } : {}),
      eventType: "AwsApiCall",
      managementEvent: true,
      recipientAccountId: accountId,
      eventCategory: "Management",
      ...(by.fromConsole ? { sessionCredentialFromConsole: "true" as const } : {}),
    };
  }
}
