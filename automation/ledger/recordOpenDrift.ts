import pLimit from "p-limit";
import type { PersonDecision, Problem, ScanReport, StackReport } from "../../policypack/model";
import { parseStackName, type StateResource } from "../estate";
import { sayOnce } from "../problems";
import type { Ledger } from "./ledger";
import { LedgerError } from "./ledgerError";
import type { LedgerStore } from "./ledgerStore";
import { openDriftOf, type OpenDriftInput } from "./openDrift";
import { openDriftKey, readLastOpenDrift, writeOpenDrift } from "./writeOpenDrift";

// Beyond a store's own limit: a night's files are not all made before the first is written.
const AT_ONCE = 16;

/**
 * Writes the open-drift file of every stack of the report.
 * @param recorded what is recorded of the drifted and unchecked resources, by stack; a stack that could not be read is missing
 * @param decisions what people have said, by stack: an adoption that somebody took back ends, even where the file could not be told then
 * @returns what could not be written: an `up` would go by an older file, which must be said
 */
export async function recordOpenDrift(ledger: Pick<Ledger, "store" | "signer">, report: ScanReport, recorded: ReadonlyMap<string, readonly StateResource[]>, now: Date, decisions: ReadonlyMap<string, readonly PersonDecision[]> = new Map()): Promise<readonly Problem[]> {
  const turn = pLimit(AT_ONCE);
  const problems = await Promise.all(report.stacks.map((stack) => turn(() => recordStack(ledger, stack, { resources: recorded.get(stack.stack), decisions: decisions.get(stack.stack), now }))));
  return sayOnce(problems.flat());
}

async function recordStack(ledger: Pick<Ledger, "store" | "signer">, report: StackReport, known: Pick<OpenDriftInput, "resources" | "decisions" | "now">): Promise<readonly Problem[]> {
  const { stack } = report;
  if (parseStackName(stack) === undefined) return [];
  try {
    const previous = await readLastOpenDrift(ledger.store, stack);
    await writeOpenDrift(ledger, openDriftOf({ report, ...known, previous: previous.outcome === "read" ? previous.openDrift : undefined }));
    return previous.outcome === "unusable" ? [forgotten(ledger.store, stack, previous.reason)] : [];
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    return [
      {
        code: "ledger-not-written",
        message: `the open-drift file could not be written: ${error.message}. pulumi up goes by an older one`,
        fix: error.fix,
        stacks: [stack],
        accounts: [],
      },
    ];
  }
}

/** Holds on what was not checked this time, and adoptions, stood in the earlier file only. */
function forgotten({ location }: LedgerStore, stack: string, reason: string): Problem {
  return {
    code: "ledger-unreadable",
    message: `the earlier open-drift file could not be used (${reason}) and was replaced: what it held and could not be checked again is held no more`,
    fix: `restore ${openDriftKey(stack)} in ${location} from a backup, and scan again`,
    stacks: [stack],
    accounts: [],
  };
}
