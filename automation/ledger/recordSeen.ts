import pLimit from "p-limit";
import type { LedgerBody, Problem, Standing } from "../../policypack/model";
import type { Ledger } from "./ledger";
import { LedgerError } from "./ledgerError";
import { writeStanding } from "./readStanding";

type ScanBody = Extract<LedgerBody, { kind: "scan" }>;

// As many as open-drift files.
const AT_ONCE = 16;

/**
 * Appends what a scan saw as one entry, and writes where its stacks stand by then. Such a file spares the next reader
 * entries and decides nothing: whatever was appended meanwhile is folded in by whoever reads it.
 * @returns where they stand, and what kept the scan from being recorded: the next one compares with an older one, which must be said
 */
export async function recordSeen(ledger: Ledger, body: ScanBody, at: Date): Promise<{ readonly standings: readonly Standing[]; readonly problems: readonly Problem[] }> {
  const stacks = body.stacks.map(({ stack }) => stack);
  if (stacks.length === 0) return { standings: [], problems: [] };
  const turn = pLimit(AT_ONCE);
  try {
    await ledger.append(body, at);
    const standings = await Promise.all(stacks.map((stack) => turn(() => ledger.standing(stack))));
    await Promise.all(standings.map((standing) => turn(() => writeStanding(ledger.store, standing))));
    return { standings, problems: [] };
  } catch (error) {
    return { standings: [], problems: [ledgerProblem("ledger-not-written", "this scan could not be recorded", "The next one compares with an older one", error, stacks)] };
  }
}

/** Where no one knows how stacks stood, nothing of them can be called new, or ended. */
export function forgottenProblem(error: unknown, stack: string): Problem {
  return ledgerProblem("ledger-unreadable", "the ledger could not be read", "What is new and what has ended is not known, and nothing was recorded", error, [stack]);
}

function ledgerProblem(code: string, what: string, so: string, error: unknown, stacks: readonly string[]): Problem {
  // Whatever it is, the report must not be lost with it.
  const message = error instanceof Error ? error.message : String(error);
  const fix = error instanceof LedgerError ? error.fix : "run whodrift ledger verify, and scan again";
  return { code, message: `${what}: ${message}. ${so}`, fix, stacks, accounts: [] };
}
