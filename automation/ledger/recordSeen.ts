import { openDriftFile, type LedgerBody, type Problem, type Standing } from "../../policypack/model";
import type { Ledger } from "./ledger";

type ScanBody = Extract<LedgerBody, { kind: "scan" }>;

/**
 * Appends what a scan saw as one entry, and writes where its stacks stand by then; whoever writes last has seen all.
 * @returns what kept it from being recorded: the next scan compares with an older one, which must be said
 */
export async function recordSeen(ledger: Pick<Ledger, "append" | "standing" | "store">, body: ScanBody, at: Date): Promise<readonly Problem[]> {
  const stacks = body.stacks.map(({ stack }) => stack);
  if (stacks.length === 0) return [];
  try {
    await ledger.append(body, at);
    for (const stack of stacks) await writeStanding(ledger, stack);
    return [];
  } catch (error) {
    return [ledgerProblem("ledger-not-written", "this scan could not be recorded", "the next one compares with an older one", error, ledger.store.location, stacks)];
  }
}

// Each time somebody else got an entry in; a file that stays behind is brought up to date by whoever reads it.
const MOST_TRIES = 5;

async function writeStanding({ standing, store }: Pick<Ledger, "standing" | "store">, stack: string): Promise<void> {
  let written: Standing | undefined;
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const now = await standing(stack);
    if (written?.number === now.number) return;
    await store.replace(standingKey(stack), Buffer.from(`${JSON.stringify(now)}\n`));
    written = now;
  }
}

export function standingKey(stack: string): string {
  return `standing/${openDriftFile(stack).join("/")}`;
}

/** Where no one knows how stacks stood, nothing of them can be called new, or ended. */
export function forgottenProblem(error: unknown, location: string, stack: string): Problem {
  return ledgerProblem("ledger-unreadable", "the ledger could not be read", "what is new and what has ended is not known, and nothing was recorded", error, location, [stack]);
}

function ledgerProblem(code: string, what: string, so: string, error: unknown, location: string, stacks: readonly string[]): Problem {
  const reason = error instanceof Error ? error.message : String(error);
  return { code, message: `${what} (${reason}): ${so}`, fix: `make ${location} readable and writable, and scan again`, stacks, accounts: [] };
}
