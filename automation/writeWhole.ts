import { randomUUID } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Writes a file whole or not at all: into a temporary file beside it, then renamed over it. Makes its folder.
 * @param mode of the file, and of folders that it makes; the process's own where it is absent
 */
export async function writeWhole(file: string, content: string | Uint8Array, mode?: { readonly file: number; readonly folder: number }): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: mode?.folder });
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    const handle = await open(temporary, "wx", mode?.file);
    try {
      await handle.writeFile(content);
      // Without it a crash can leave the new name with no content.
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } finally {
    await rm(temporary, { force: true });
  }
}
