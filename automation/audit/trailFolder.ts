import type { TrailFile } from "./trailFile";
import type { DeliveredPlace } from "./trailLayout";

export interface DeliveredFile extends TrailFile {
  /** Milliseconds since the epoch; undefined where its name does not tell. */
  readonly delivered: number | undefined;
  /** sha256 of the content, in hexadecimal, as a digest has it that CloudTrail signed. */
  readonly signedHash?: string | undefined;
}

export interface Listing {
  readonly files: readonly DeliveredFile[];
  /** What of it could not be listed or proven. */
  readonly gaps: readonly string[];
}

/** Where trail files lie: a bucket, or folders of this machine. */
export interface TrailFolder {
  /** For gaps. */
  readonly name: string;
  /** CloudTrail still delivers here, so that a time without files is one without events. */
  readonly isLive: boolean;
  /** The first delivery that is worth asking for; milliseconds since the epoch. */
  firstDelivery(until: number): Promise<number>;
  /** What was delivered for a place on the day of `since`, from then on; with the newest day also what does not tell its time. */
  list(place: DeliveredPlace, since: number, isNewest: boolean): Promise<Listing>;
  /** Requests sent to S3 so far. */
  requests(): number;
}
