import type { BigIntStats } from "node:fs";
import { open, readdir, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { BackendError } from "./backendError";
import type { ObjectStore } from "./objectStore";

/** A backend in a folder, `file://`. */
export function openFolder(root: string): ObjectStore {
  return {
    list: async (folder) => {
      await absentIsUndefined(stat(root)).then((found) => {
        if (found === undefined) throw new BackendError(`the backend's folder ${root} does not exist`);
      });
      const entries = (await absentIsUndefined(readdir(join(root, folder), { recursive: true, withFileTypes: true }))) ?? [];
      return entries.filter((entry) => entry.isFile()).map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll(sep, "/"));
    },
    find: async (stem, endings) => {
      const found = await Promise.all(
        endings.map(async (ending) => {
          const stats = await absentIsUndefined(stat(join(root, stem + ending), { bigint: true }));
          return stats === undefined ? [] : [{ key: stem + ending, written: Number(stats.mtimeMs), mark: markOf(stats) }];
        }),
      );
      return found.flat();
    },
    read: async (key) => {
      const file = await absentIsUndefined(open(join(root, key)));
      if (file === undefined) return undefined;
      try {
        // Of the open file: another one may have taken its place meanwhile.
        const stats = await file.stat({ bigint: true });
        return { bytes: await file.readFile(), mark: markOf(stats) };
      } finally {
        await file.close();
      }
    },
    requests: () => 0,
  };
}

/** The CLI writes another file and renames it, so that even within the clock's resolution it is not the same one. */
function markOf({ ino, size, mtimeNs }: BigIntStats): string {
  return `${ino}-${size}-${mtimeNs}`;
}

async function absentIsUndefined<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    // A backend without stacks, or a stack without updates, has no such folder yet.
    if (code === "ENOENT") return undefined;
    throw error;
  }
}
