import { readFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzip, zstdDecompress } from "node:zlib";
import { BackendError } from "./backend";
import type { StackRef } from "./stack";
import { parseStackName } from "./stackName";

/*
 * A self-managed backend in a folder, read without the CLI (a process for each stack would take longer than
 * reading all of them). Layout: `.pulumi/stacks/<project>/<stack>.json` and
 * `.pulumi/history/<project>/<stack>/<stack>-<nanoseconds>.history.json`, each maybe compressed; beside them lie
 * `.bak` and `.attrs` files.
 * Source: https://github.com/pulumi/pulumi/blob/master/pkg/backend/diy/store.go
 */

const CHECKPOINT = /^(?<stack>.+)\.json(?:\.gz|\.zst)?$/;
const ENDINGS = [".json", ".json.gz", ".json.zst"] as const;
const HISTORY = /-(?<nanoseconds>\d+)\.history\.json(?:\.gz|\.zst)?$/;

/** Every stack of the backend. Throws `BackendError`. */
export async function listStackFiles(folder: string): Promise<readonly StackRef[]> {
  if ((await stat(folder).catch(() => undefined)) === undefined) throw new BackendError(`the backend's folder ${folder} does not exist`);
  const stacks = join(folder, ".pulumi", "stacks");
  const entries = await list(stacks);
  const projects = entries.filter((entry) => entry.isDirectory());
  if (projects.length === 0 && entries.some(({ name }) => CHECKPOINT.test(name))) {
    throw new BackendError("the backend has the old layout, without projects: type `pulumi state upgrade`");
  }
  const found = await Promise.all(
    projects.map(async ({ name: project }) =>
      (await list(join(stacks, project))).flatMap(({ name }) => {
        const stack = CHECKPOINT.exec(name)?.groups?.["stack"];
        return stack === undefined ? [] : [`organization/${project}/${stack}`];
      }),
    ),
  );
  // A stack whose compression was switched has a file of each kind.
  return [...new Set(found.flat())].flatMap((name) => parseStackName(name) ?? []);
}

/** The text of a stack's checkpoint; of several files the one written last, as the CLI has it. */
export async function readCheckpointFile(folder: string, { project, stack }: StackRef): Promise<string | undefined> {
  const candidates = await Promise.all(
    ENDINGS.map(async (ending) => {
      const file = join(folder, ".pulumi", "stacks", project, `${stack}${ending}`);
      return { file, written: (await stat(file).catch(() => undefined))?.mtimeMs ?? 0 };
    }),
  );
  const newest = candidates.filter(({ written }) => written > 0).toSorted((one, other) => other.written - one.written)[0];
  return newest === undefined ? undefined : readMaybeCompressed(newest.file);
}

/**
 * The texts of the newest history entries, newest first. One that cannot be read is left out: the window of the
 * audit then begins earlier, and misses nothing.
 */
export async function readHistoryFiles(folder: string, { project, stack }: StackRef, count: number): Promise<readonly string[]> {
  const history = join(folder, ".pulumi", "history", project, stack);
  const files = (await list(history)).flatMap(({ name }) => {
    const nanoseconds = HISTORY.exec(name)?.groups?.["nanoseconds"];
    return nanoseconds === undefined ? [] : [{ name, at: BigInt(nanoseconds) }];
  });
  const newest = files.toSorted((one, other) => (one.at < other.at ? 1 : -1)).slice(0, count);
  const texts = await Promise.allSettled(newest.map(({ name }) => readMaybeCompressed(join(history, name))));
  return texts.flatMap((text) => (text.status === "fulfilled" ? [text.value] : []));
}

async function list(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    // A backend without stacks, or a stack without updates, has no such folder yet.
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}

async function readMaybeCompressed(file: string): Promise<string> {
  const bytes = await readFile(file);
  if (file.endsWith(".gz")) return (await promisify(gunzip)(bytes)).toString("utf8");
  if (file.endsWith(".zst")) return (await promisify(zstdDecompress)(bytes)).toString("utf8");
  return bytes.toString("utf8");
}
