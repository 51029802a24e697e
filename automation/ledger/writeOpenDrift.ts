import { randomUUID } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { openDriftFile, type OpenDrift } from "../../policypack/model";

/** Below the ledger's folder; what WHODRIFT_OPEN_DRIFT is to name. */
export const OPEN_DRIFT_FOLDER = "open-drift";

/** @returns where the stack's open-drift file lies, whether it exists or not */
export function openDriftPath(folder: string, stack: string): string {
  return join(folder, OPEN_DRIFT_FOLDER, ...openDriftFile(stack));
}

/** Writes the file whole or not at all: an `up` may read it at any moment. */
export async function writeOpenDrift(folder: string, openDrift: OpenDrift): Promise<string> {
  const file = openDriftPath(folder, openDrift.stack);
  await mkdir(dirname(file), { recursive: true });
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    const handle = await open(temporary, "wx");
    try {
      await handle.writeFile(`${JSON.stringify(openDrift, undefined, 2)}\n`);
      // Without it a crash can leave the new name with no content.
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
    return file;
  } finally {
    await rm(temporary, { force: true });
  }
}
