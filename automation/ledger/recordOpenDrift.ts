import type { Problem, ScanReport } from "../../policypack/model";
import { readOpenDrift } from "../../policypack/openDrift/readOpenDrift";
import { parseStackName, type StateResource } from "../estate";
import { openDriftOf } from "./openDrift";
import { openDriftPath, writeOpenDrift } from "./writeOpenDrift";

/**
 * Writes the open-drift file of every stack of the report.
 * @param recorded what is recorded of the drifted and unchecked resources, by stack; a stack that could not be read is missing
 * @returns what could not be written: an `up` would go by an older file, which must be said
 */
export async function recordOpenDrift(folder: string, report: ScanReport, recorded: ReadonlyMap<string, readonly StateResource[]>, now: Date): Promise<readonly Problem[]> {
  const failures = new Map<string, string[]>();
  const unusable: Problem[] = [];
  for (const stack of report.stacks) {
    const ref = parseStackName(stack.stack);
    if (ref === undefined) continue;
    const [organization] = stack.stack.split("/");
    try {
      const previous = readOpenDrift(openDriftPath(folder, stack.stack), { ...ref, organization });
      await writeOpenDrift(
        folder,
        openDriftOf({
          report: stack,
          resources: recorded.get(stack.stack),
          previous: previous.outcome === "read" ? previous.openDrift : undefined,
          now,
        }),
      );
      if (previous.outcome === "unusable") unusable.push(forgotten(stack.stack, previous));
    } catch (error) {
      const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
      failures.set(reason, [...(failures.get(reason) ?? []), stack.stack]);
    }
  }
  const unwritten = [...failures].map(([reason, stacks]) => ({
    code: "ledger-not-written",
    message: `the open-drift file could not be written (${reason}): pulumi up goes by an older one`,
    fix: `make ${folder} writable, and scan again`,
    stacks,
    accounts: [],
  }));
  return [...unusable, ...unwritten];
}

/** Holds on what was not checked this time, and adoptions, stood in the earlier file only. */
function forgotten(stack: string, { file, reason }: { readonly file: string; readonly reason: string }): Problem {
  return {
    code: "ledger-unreadable",
    message: `the earlier open-drift file could not be used (${reason}) and was replaced: what it held and could not be checked again is held no more`,
    fix: `restore ${file} from a backup, and scan again`,
    stacks: [stack],
    accounts: [],
  };
}
