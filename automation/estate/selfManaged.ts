import { promisify } from "node:util";
import { gunzip, zstdDecompress } from "node:zlib";
import { z } from "zod";
import { BackendError } from "./backendError";
import type { ObjectStore, StoredObject } from "./objectStore";
import type { RunningUpdate, StackRef } from "./stack";
import { parseStackName } from "./stackName";

/*
 * A self-managed backend, read without the CLI (a process for each stack would take longer than reading all of
 * them). Layout: `.pulumi/stacks/<project>/<stack>.json`,
 * `.pulumi/history/<project>/<stack>/<stack>-<nanoseconds>.history.json`, each maybe compressed,
 * `.pulumi/stacks/<project>/<stack>.pulumi-tags` and `.pulumi/locks/organization/<project>/<stack>/<id>.json`; beside
 * them lie `.bak` and `.attrs` files.
 * Source: https://github.com/pulumi/pulumi/blob/v3.274.1/pkg/backend/diy/store.go (and lock.go, stack_tags.go)
 */

const STACKS = ".pulumi/stacks/";
const ENDINGS = [".json", ".json.gz", ".json.zst"] as const;
const CHECKPOINT = /^(?:(?<project>[^/]+)\/)?(?<stack>[^/]+)\.json(?:\.gz|\.zst)?$/;
const HISTORY = /-(?<nanoseconds>\d+)\.history\.json(?:\.gz|\.zst)?$/;

/** Every stack of the backend. Throws `BackendError`. */
export async function listStacks(store: ObjectStore): Promise<readonly StackRef[]> {
  const checkpoints = (await store.list(STACKS)).flatMap((key) => {
    const { project, stack } = CHECKPOINT.exec(key.slice(STACKS.length))?.groups ?? {};
    return stack === undefined ? [] : [{ project, stack }];
  });
  const found = checkpoints.flatMap(({ project, stack }) => (project === undefined ? [] : [`organization/${project}/${stack}`]));
  if (found.length === 0 && checkpoints.length > 0) {
    throw new BackendError("the backend has the old layout, without projects: type `pulumi state upgrade`");
  }
  // A stack whose compression was switched has a file of each kind.
  return [...new Set(found)].flatMap((name) => parseStackName(name) ?? []);
}

export interface Checkpoint {
  readonly text: string;
  /** Another one when it has been written again. */
  readonly version: string;
}

/** A stack's checkpoint. */
export async function readCheckpoint(store: ObjectStore, ref: StackRef): Promise<Checkpoint | undefined> {
  const newest = await findCheckpoint(store, ref);
  const contents = newest && (await store.read(newest.key));
  return contents && { text: await decompress(contents.bytes), version: contents.mark };
}

/** What `readCheckpoint` would give as its version, without reading it. */
export async function checkpointVersion(store: ObjectStore, ref: StackRef): Promise<string | undefined> {
  return (await findCheckpoint(store, ref))?.mark;
}

/** Of several files the one written last, as the CLI has it. */
async function findCheckpoint(store: ObjectStore, { project, stack }: StackRef): Promise<StoredObject | undefined> {
  const candidates = await store.find(`${STACKS}${project}/${stack}`, ENDINGS);
  return candidates.toSorted((one, other) => other.written - one.written)[0];
}

/**
 * The texts of the newest history entries, newest first. One that cannot be read is left out: the window of the
 * audit then begins earlier, and misses nothing.
 */
export async function readHistory(store: ObjectStore, { project, stack }: StackRef, count: number): Promise<readonly string[]> {
  const entries = (await store.list(`.pulumi/history/${project}/${stack}/`)).flatMap((key) => {
    const nanoseconds = HISTORY.exec(key)?.groups?.["nanoseconds"];
    return nanoseconds === undefined ? [] : [{ key, at: BigInt(nanoseconds) }];
  });
  const newest = entries.toSorted((one, other) => (one.at < other.at ? 1 : -1)).slice(0, count);
  const texts = await Promise.allSettled(newest.map(({ key }) => readText(store, key)));
  return texts.flatMap((text) => (text.status === "fulfilled" && text.value !== undefined ? [text.value] : []));
}

const lockSchema = z.object({ username: z.string(), hostname: z.string(), timestamp: z.iso.datetime({ offset: true }) });

/** Who holds the stack's lock, if somebody does. A lock that cannot be read is one all the same. */
export async function findLock(store: ObjectStore, { project, stack }: StackRef): Promise<RunningUpdate | undefined> {
  const [lock] = await store.list(`.pulumi/locks/organization/${project}/${stack}/`);
  if (lock === undefined) return undefined;
  const text = await readText(store, lock);
  // Taken away again between the two questions.
  if (text === undefined) return undefined;
  try {
    const { username, hostname, timestamp } = lockSchema.parse(JSON.parse(text));
    return { by: `${username}@${hostname}`, since: new Date(timestamp).toISOString() };
  } catch {
    return {};
  }
}

const tagsSchema = z.object({ version: z.literal(1), tags: z.record(z.string(), z.string()).nullish() });

/** The stack's tags: none where it has no such file. Throws `BackendError`. */
export async function readTags(store: ObjectStore, { name, project, stack }: StackRef): Promise<Readonly<Record<string, string>>> {
  const text = await readText(store, `${STACKS}${project}/${stack}.pulumi-tags`);
  if (text === undefined) return {};
  try {
    return tagsSchema.parse(JSON.parse(text)).tags ?? {};
  } catch (error) {
    // Taken for a stack without tags, it would be left out without a word.
    throw new BackendError(`the tags of ${name} cannot be understood`, { cause: error });
  }
}

async function readText(store: ObjectStore, key: string): Promise<string | undefined> {
  const contents = await store.read(key);
  return contents && (await decompress(contents.bytes));
}

const GZIP = [0x1f, 0x8b];
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd];

/** By what it is, not by its name, as the CLI has it. */
async function decompress(bytes: Uint8Array): Promise<string> {
  const begins = (magic: readonly number[]) => magic.every((byte, index) => bytes[index] === byte);
  const plain = begins(GZIP) ? await promisify(gunzip)(bytes) : begins(ZSTD) ? await promisify(zstdDecompress)(bytes) : bytes;
  return Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength).toString("utf8");
}
