import { Readable, pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { parseRecord } from "./parseRecord";
import { RecordSplitter, type SplitItem } from "./splitRecords";
import type { TrailRecord } from "./trailRecord";

// A busy account's files are megabytes: smaller pieces cost more in turns of the event loop than in memory.
const PIECE = 128 * 1024;

export interface TrailFile {
  /** For locations and gaps. A name that ends in `.gz` says that the bytes are compressed. */
  readonly name: string;
  readonly bytes: () => Promise<AsyncIterable<unknown>> | AsyncIterable<unknown>;
}

export interface ReadingOptions {
  /** Judges a record by its JSON text, before that is parsed, and by what it says of itself: false is certain only of reads. */
  readonly isWanted?: (text: () => string, isRead: boolean) => boolean;
  /** Gets the content as it was before it was compressed. */
  readonly onContent?: (bytes: Uint8Array) => void;
}

/** Reads one trail file, a piece at a time. What cannot be read becomes a gap, never an exception. */
export async function* readTrailFile({ name, bytes }: TrailFile, gaps: string[], { isWanted = () => true, onContent }: ReadingOptions = {}): AsyncGenerator<TrailRecord> {
  const problems = new Map<string, number>();
  const count = (reason: string) => problems.set(reason, (problems.get(reason) ?? 0) + 1);
  const splitter = new RecordSplitter();
  let index = 0;
  const decoder = new TextDecoder();
  function* parse(items: readonly SplitItem[]): Generator<TrailRecord> {
    for (const item of items) {
      if (item.kind === "broken") {
        count(item.reason);
        continue;
      }
      const place = index++;
      const text = () => decoder.decode(item.bytes);
      if (!isWanted(text, item.isRead)) continue;
      const record = parseRecord(text(), { source: "trail-files", location: `${name}#${place}` });
      if (record === undefined) count("not a complete CloudTrail record");
      else yield record;
    }
  }
  try {
    for await (const piece of decompress(await bytes(), name)) {
      if (!(piece instanceof Uint8Array)) continue;
      onContent?.(piece);
      yield* parse(splitter.push(piece));
    }
    yield* parse(splitter.end());
  } catch (error) {
    count(messageOf(error));
  }
  for (const [reason, times] of problems) gaps.push(times === 1 ? `${name}: ${reason}` : `${name}: ${reason} (${times} times)`);
}

function decompress(bytes: AsyncIterable<unknown>, name: string): AsyncIterable<unknown> {
  // The pipeline hands errors of either stream to the one that is read.
  return name.toLowerCase().endsWith(".gz") ? pipeline(Readable.from(bytes), createGunzip({ chunkSize: PIECE }), () => undefined) : bytes;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
