import { messageOf } from "./trailFile";

// S3 answers a new connection at once; a network that is down for longer than these is not waited for, file by file.
const BACK_OFF_MS = [500, 2_000, 8_000] as const;

/** An object, or what of it comes after an offset. */
export interface Download {
  readonly body: AsyncIterable<unknown>;
  /** Of the body, in bytes; undefined where the store does not tell. */
  readonly length: number | undefined;
}

/**
 * The bytes of an object. Where a download breaks off (a reset connection, fewer bytes than were announced) it goes on
 * from there, three times at most.
 * @param getFrom asks for the same object from this byte on; what it throws is handed on
 * @throws after the last of them
 */
export async function* readWhole(first: Download, getFrom: (offset: number) => Promise<Download>, sleep: (milliseconds: number) => Promise<unknown>): AsyncGenerator<Uint8Array> {
  const size = first.length;
  let offset = 0;
  let download = first;
  for (let broken = 0; ; broken++) {
    let reason = "it ended too early";
    try {
      for await (const piece of download.body) {
        if (!(piece instanceof Uint8Array)) continue;
        offset += piece.length;
        yield piece;
      }
      if (size === undefined) return;
    } catch (error) {
      reason = messageOf(error);
    }
    if (offset >= (size ?? Infinity)) return;
    const pause = BACK_OFF_MS[broken];
    if (pause === undefined) throw new Error(`the download broke off ${broken + 1} times, at last after ${offset} bytes${size === undefined ? "" : ` of ${size}`}: ${reason}`);
    await sleep(pause);
    download = await getFrom(offset);
  }
}
