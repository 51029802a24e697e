import { LARGEST_FILE } from "./readOpenDrift";

/** A stream of bytes as text. @throws where it is too large */
export async function textWithin(chunks: AsyncIterable<Uint8Array>, limit: number = LARGEST_FILE): Promise<string> {
  const read: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.byteLength;
    if (size > limit) throw new Error("it is too large");
    read.push(chunk);
  }
  return Buffer.concat(read).toString("utf8");
}
