import type { ScanReport, StackReport } from "../../policypack/model";
import { factLine } from "./changeStory";
import { say } from "./phrase";
import { stacksWorstFirst } from "./ranking";
import { problemFacts } from "./reportFacts";
import { stackFacts, statusPhrase } from "./stackFacts";
import { hasAuditGaps, headline, summarize } from "./summary";
import { terminalPhrase } from "./terminalText";

/** What a list of changes does not say: what was not seen, and what was left out. */
export interface Note {
  /** error: something was not checked. warning: who did it may be missing, or a policy is broken. note: nothing is missing. */
  readonly level: "error" | "warning" | "note";
  /** Absent where it is about the scan. */
  readonly stack?: StackReport;
  readonly title: string;
  readonly lines: readonly string[];
}

/** `3 stacks: 1 drifted, … · worst: … by … · 5 changes, …`: how every format begins that has a first line. */
export function headlineText(report: Pick<ScanReport, "stacks">): string {
  return headline(summarize(report)).map(terminalPhrase).join(" · ");
}

/** Of the scan, and of each stack about which there is something to say; the worst first. */
export function notesOf(report: ScanReport): readonly Note[] {
  const problems = report.problems.map((problem): Note => {
    const [first = "", ...rest] = problemFacts(problem).map(factLine);
    return { level: "error", title: first, lines: rest };
  });
  const stacks = stacksWorstFirst(report.stacks).flatMap((stack): readonly Note[] => {
    const lines = stackFacts(stack, report.problems).map(factLine);
    const level = levelOf(stack);
    if (stack.status === "empty" || (level === "note" && !isWorthANote(stack))) return [];
    return [{ level, stack, title: terminalPhrase(say`${stack.stack}: ${statusPhrase(stack)}`), lines }];
  });
  return [...problems, ...stacks].toSorted((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
}

const LEVELS: readonly Note["level"][] = ["error", "warning", "note"];

function levelOf(stack: StackReport): Note["level"] {
  if (isUnchecked(stack) || stack.resources.unchecked.some(({ accepted }) => accepted !== true)) return "error";
  return hasAuditGaps(stack) || (stack.violations ?? []).length > 0 ? "warning" : "note";
}

/** A problem leaves a stack unchecked as a whole, or in a part that nobody accepted. */
export function isUnchecked({ status, problem }: StackReport): boolean {
  return status === "unchecked" || problem !== undefined;
}

function isWorthANote({ drifts, resources }: StackReport): boolean {
  return resources.unchecked.length > 0 || drifts.some(({ changes }) => changes.some(({ noise, managedBy }) => noise !== undefined || managedBy !== undefined));
}
