import { readFile } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { z } from "zod";

const File = z.union([z.object({ text: z.string() }), z.object({ path: z.string() })]);
const Archive = z.union([z.object({ assets: z.record(z.string(), File) }), z.object({ path: z.string().endsWith(".zip") })]);

/**
 * The bytes of an archive as a provider sends them: a zip file as it is, named files packed in the order of their names
 * and without a time, so that the same files make the same bytes.
 * @param archive as on the wire
 * @throws ZodError for folders, addresses and archives inside archives
 */
export async function zipOf(archive: unknown): Promise<Buffer> {
  const parsed = Archive.parse(archive);
  if ("path" in parsed) return readFile(parsed.path);
  const names = Object.keys(parsed.assets).sort();
  const entries = await Promise.all(names.map(async (name) => ({ name: Buffer.from(name), content: await contentOf(parsed.assets[name]) })));
  return pack(entries);
}

interface Entry {
  readonly name: Buffer;
  readonly content: Buffer;
}

async function contentOf(file: z.infer<typeof File> | undefined): Promise<Buffer> {
  if (file === undefined) return Buffer.alloc(0);
  return "text" in file ? Buffer.from(file.text) : readFile(file.path);
}

/** A zip file without compression. https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3 */
function pack(entries: readonly Entry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of entries) {
    const common = commonHeader(name, content);
    parts.push(words([4, 0x04034b50]), common, name, content);
    // Made by version 2.0 before; no comment, first disk, no attributes, where the file starts after it.
    directory.push(words([4, 0x02014b50], [2, 20]), common, words([2, 0], [2, 0], [2, 0], [4, 0], [4, offset]), name);
    offset += 4 + common.length + name.length + content.length;
  }
  const index = Buffer.concat(directory);
  const count = entries.length;
  return Buffer.concat([...parts, index, words([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, index.length], [4, offset], [2, 0])]);
}

/** What a file's own header and its entry in the directory share, from the version needed to the length of extra fields. */
function commonHeader(name: Buffer, content: Buffer): Buffer {
  const [stored, firstDay] = [0, 0x21];
  const [size, sum] = [content.length, crc32(content)];
  return words([2, 20], [2, 0], [2, stored], [2, 0], [2, firstDay], [4, sum], [4, size], [4, size], [2, name.length], [2, 0]);
}

function words(...values: readonly (readonly [bytes: 2 | 4, value: number])[]): Buffer {
  return Buffer.concat(
    values.map(([bytes, value]) => {
      const word = Buffer.alloc(bytes);
      word.writeUIntLE(value, 0, bytes);
      return word;
    }),
  );
}
