import { join } from "node:path";
import { openDriftFile, type OpenDrift } from "../../policypack/model";
import { writeWhole } from "../writeWhole";

/** Below the ledger's folder; what WHODRIFT_OPEN_DRIFT is to name. */
export const OPEN_DRIFT_FOLDER = "open-drift";

/** @returns where the stack's open-drift file lies, whether it exists or not */
export function openDriftPath(folder: string, stack: string): string {
  return join(folder, OPEN_DRIFT_FOLDER, ...openDriftFile(stack));
}

/** An `up` may read the file at any moment. */
export async function writeOpenDrift(folder: string, openDrift: OpenDrift): Promise<string> {
  const file = openDriftPath(folder, openDrift.stack);
  await writeWhole(file, `${JSON.stringify(openDrift, undefined, 2)}\n`);
  return file;
}
