import { createReadStream } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { basename, join, relative, sep } from "node:path";
import { parseEventTime } from "./eventTime";
import { messageOf, readTrailFile, type ReadingOptions } from "./trailFile";
import type { TrailRecord } from "./trailRecord";

const TRAIL_FILE = /\.(json|ndjson|jsonl)(\.gz)?$/i;

/** Digest files prove that trail files were not changed; they hold no records. */
const DIGESTS = "CloudTrail-Digest";

/** ISO 8601; either end may be open. */
export interface Span {
  readonly from?: string;
  readonly to?: string;
}

/** Records as they are read, and, once they have been, what could not be read. */
export interface Trail {
  readonly records: AsyncIterable<TrailRecord>;
  readonly gaps: () => readonly string[];
}

/**
 * Reads trail files and folders of them, record by record, in no particular order. What cannot be read becomes a
 * gap, never an exception. A record's location is its file, relative to the path that was given, `#`, and its
 * number in it.
 * @param wanted what is not wanted is not parsed, and no gap if it could not be
 */
export function openTrail(paths: readonly string[], span: Span = {}, wanted: Pick<ReadingOptions, "isWanted"> = {}): Trail {
  const gaps: string[] = [];
  return { records: readPaths(paths, span, wanted, gaps), gaps: () => gaps };
}

async function* readPaths(paths: readonly string[], span: Span, wanted: Pick<ReadingOptions, "isWanted">, gaps: string[]): AsyncGenerator<TrailRecord> {
  const seen = new Set<string>();
  for (const root of paths) {
    let files = 0;
    for await (const file of findFiles(root, seen, gaps)) {
      files++;
      for await (const record of readTrailFile({ name: nameBelow(root, file), bytes: () => createReadStream(file) }, gaps, wanted)) {
        if (isWithin(record.record.eventTime, span)) yield record;
      }
    }
    if (files === 0) gaps.push(`${root}: no trail files (.json, .ndjson, also gzipped) were found`);
  }
}

/** Every file once, by its real path: a symbolic link that leads back ends there. */
export async function* findFiles(path: string, seen: Set<string>, gaps: string[]): AsyncGenerator<string> {
  try {
    const real = await realpath(path);
    if (seen.has(real)) return;
    seen.add(real);
    if (!(await stat(real)).isDirectory()) {
      yield path;
      return;
    }
    const names = (await readdir(path)).sort();
    for (const name of names) {
      const child = join(path, name);
      if (name.includes(DIGESTS)) continue;
      if (TRAIL_FILE.test(name) || (await isFolder(child))) yield* findFiles(child, seen, gaps);
    }
  } catch (error) {
    gaps.push(`${path}: ${messageOf(error)}`);
  }
}

export function nameBelow(root: string, file: string): string {
  return file === root ? basename(file) : relative(root, file).split(sep).join("/");
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    // A dangling link is no trail file.
    return false;
  }
}

function isWithin(eventTime: string, span: Span): boolean {
  const time = parseEventTime(eventTime);
  if (time === undefined) return true;
  return time >= (bound(span.from) ?? -Infinity) && time <= (bound(span.to) ?? Infinity);
}

function bound(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseEventTime(text);
}
