import { z } from "zod";
import { canonicalJson, jsonSchema, scanReportSchema, seenStackSchema, type PersonDecision, type Problem, type ScanReport, type SeenStack, type StackReport, type Standing } from "../policypack/model";
import type { CheckedStack } from "./checkStack";
import { decideStack, type DecisionContext } from "./decideStack";
import { forgottenProblem, recordSeen, seeStack, type Ledger } from "./ledger";
import { sayOnce } from "./problems";

export interface Sighted {
  readonly report: StackReport;
  /** Absent where nobody knows how the stack stood. */
  readonly seen?: SeenStack;
}

/** Decides a stack for good, and compares it with what earlier scans saw. */
export function sightOf({ report: early, undecided, remembered }: CheckedStack, context: DecisionContext, now: Date): Sighted {
  const report = undecided ? decideStack(undecided, context) : early;
  if (remembered === undefined) return { report };
  const severities = new Map((undecided?.attributed ?? []).flatMap(({ changes }) => changes.map(({ fingerprint, severity }) => [fingerprint, severity] as const)));
  return seeStack({ report, severities, ...remembered, now });
}

/**
 * Appends one entry for a scan. What people have said while it ran is not overruled by it: such stacks are decided again.
 * @param redact takes every secret that the scan met out of all texts
 * @returns the report, what people have said by stack, and which stacks could not be compared with earlier scans or recorded
 */
export async function rememberScan(
  report: ScanReport,
  { checked, sighted, finishedAt, context, redact }: { readonly checked: readonly CheckedStack[]; readonly sighted: readonly Sighted[]; readonly finishedAt: Date; readonly context: DecisionContext & { readonly ledger: Ledger }; readonly redact: (value: object) => unknown },
): Promise<{ readonly report: ScanReport; readonly decisions: ReadonlyMap<string, readonly PersonDecision[]>; readonly problems: readonly Problem[] }> {
  const forgotten = checked.flatMap(({ report: { stack }, forgotten: error }) => (error === undefined ? [] : [forgottenProblem(error, stack)]));
  const { id, startedAt, version, configDigest, shard } = report.scan;
  const scan = { id, startedAt, finishedAt: finishedAt.toISOString(), version, ...(configDigest !== undefined && { configDigest }), ...(shard && { shard }) };
  const stacks = seenStacksSchema.parse(redact(sighted.flatMap(({ seen }) => seen ?? [])));
  const { standings, problems } = await recordSeen(context.ledger, { kind: "scan", scan, stacks }, finishedAt);
  const now = new Map(standings.map((standing) => [standing.stack, standing]));
  const again = new Map(checked.flatMap((one) => (isOvertaken(one, now.get(one.report.stack)) ? [[one.report.stack, decideAgain(one, now.get(one.report.stack), context, finishedAt)] as const] : [])));
  const decided = again.size === 0 ? report : scanReportSchema.parse(redact({ ...report, stacks: report.stacks.map((stack) => again.get(stack.stack) ?? stack) }));
  return { report: decided, decisions: new Map(standings.map(({ stack, decisions }) => [stack, decisions])), problems: sayOnce([...forgotten, ...problems]) };
}

const seenStacksSchema = z.array(seenStackSchema).readonly();

function isOvertaken({ remembered }: CheckedStack, now: Standing | undefined): boolean {
  const known = new Set(remembered?.standing.decisions.map(textOf));
  return now?.decisions.some((decision) => !known.has(textOf(decision))) === true;
}

function textOf(decision: PersonDecision): string {
  return canonicalJson(jsonSchema.parse(decision));
}

function decideAgain(checked: CheckedStack, now: Standing | undefined, context: DecisionContext, finishedAt: Date): StackReport {
  const { undecided } = checked;
  const standing = undecided?.standing && now && { ...undecided.standing, decisions: now.decisions };
  return sightOf(undecided && standing ? { ...checked, undecided: { ...undecided, standing } } : checked, context, finishedAt).report;
}
