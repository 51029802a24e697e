import { ledgerBodySchema, type Problem, type ScanReport, type SeenStack, type StackReport } from "../policypack/model";
import type { CheckedStack } from "./checkStack";
import { decideStack, type DecisionContext } from "./decideStack";
import { forgottenProblem, recordSeen, seeStack, type Ledger } from "./ledger";
import { sayOnce } from "./problems";

export interface Sighted {
  readonly report: StackReport;
  /** Absent where nobody knows how the stack stood. */
  readonly seen?: SeenStack;
  readonly forgotten?: unknown;
}

/** Decides a stack for good, and compares it with what earlier scans saw. */
export function sightOf({ report: early, undecided, remembered, forgotten }: CheckedStack, context: DecisionContext, now: Date): Sighted {
  const report = undecided ? decideStack(undecided, context) : early;
  if (remembered === undefined) return { report, forgotten };
  const severities = new Map((undecided?.attributed ?? []).flatMap(({ changes }) => changes.map(({ fingerprint, severity }) => [fingerprint, severity] as const)));
  return seeStack({ report, severities, ...remembered, now });
}

/**
 * Appends one entry for a scan, and says which stacks could not be compared with earlier ones.
 * @param redact takes every secret that the scan met out of all texts
 */
export async function rememberScan(ledger: Ledger, { scan: { id, startedAt, finishedAt, version, configDigest, shard } }: Pick<ScanReport, "scan">, sighted: readonly Sighted[], redact: (value: object) => unknown): Promise<readonly Problem[]> {
  const forgotten = sighted.flatMap(({ report: { stack }, forgotten: error }) => (error === undefined ? [] : [forgottenProblem(error, stack)]));
  const body = ledgerBodySchema.parse(
    redact({
      kind: "scan",
      scan: { id, startedAt, finishedAt, version, ...(configDigest !== undefined && { configDigest }), ...(shard && { shard }) },
      stacks: sighted.flatMap(({ seen }) => seen ?? []),
    }),
  );
  const unrecorded = body.kind === "scan" ? await recordSeen(ledger, body, new Date(finishedAt)) : [];
  return sayOnce([...forgotten, ...unrecorded]);
}
