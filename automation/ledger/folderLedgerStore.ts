import { randomUUID } from "node:crypto";
import { link, mkdir, open, readdir, readFile, rm } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { writeWhole } from "../writeWhole";
import { LedgerError } from "./ledgerError";
import { MASKING_KEY, type LedgerStore } from "./ledgerStore";

/** @param root an absolute path; it is made with the first write */
export function folderLedgerStore(root: string): LedgerStore {
  const fileOf = (key: string) => join(root, ...key.split("/"));
  const attempt = async <T>(doing: "read" | "written", work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw new LedgerError(`the ledger in ${root} cannot be ${doing} (${codeOf(error)})`, `make ${root} a folder that can be read and written, and has room, and scan again`, { cause: error });
    }
  };
  return {
    location: root,
    read: (key) => attempt("read", () => unless("ENOENT", () => readFile(fileOf(key)))),
    create: (key, bytes) => attempt("written", () => createWhole(fileOf(key), bytes, key === MASKING_KEY ? 0o600 : 0o666)),
    replace: (key, bytes) => attempt("written", () => writeWhole(fileOf(key), bytes)),
    list: (folder, after = "") =>
      attempt("read", async () => {
        const found = (await unless("ENOENT", () => readdir(fileOf(folder), { recursive: true, withFileTypes: true }))) ?? [];
        return found
          .filter((entry) => entry.isFile() && !entry.name.endsWith(TEMPORARY))
          .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll(sep, "/"))
          .filter((key) => key > after)
          .toSorted();
      }),
    requests: () => 0,
  };
}

/** Of what a killed process was writing, which is nobody's. */
const TEMPORARY = ".tmp";

/** Linked into place when it is complete: unlike a rename, that never takes another one's place. */
async function createWhole(file: string, bytes: Uint8Array, mode: number): Promise<boolean> {
  await mkdir(dirname(file), { recursive: true });
  const temporary = `${file}.${randomUUID()}${TEMPORARY}`;
  try {
    const handle = await open(temporary, "wx", mode);
    try {
      await handle.writeFile(bytes);
      // Without it a crash can leave the new name with no content.
      await handle.sync();
    } finally {
      await handle.close();
    }
    return (await unless("EEXIST", () => link(temporary, file).then(() => true))) ?? false;
  } finally {
    await rm(temporary, { force: true });
  }
}

async function unless<T>(code: string, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (codeOf(error) === code) return undefined;
    throw error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
