import { worstSeverity, type Change, type Drift, type Problem, type ScanReport, type Severity, type StackReport } from "../../policypack/model";
import { changeGroups, type ChangeGroup } from "./changeGroups";
import { changeText } from "./changeText";
import { driftPhrase, severityPhrase } from "./driftPhrase";
import type { Fact } from "./fact";
import { count, joined, say, type Phrase } from "./phrase";
import { driftsWorstFirst, stacksWorstFirst } from "./ranking";
import { repeatFacts } from "./repeatFacts";
import { emptyPhrase, inSyncPhrase, needsLook, problemFacts, scanPhrase } from "./reportFacts";
import type { ReportFormat } from "./reportFormat";
import { stackFacts, statusPhrase } from "./stackFacts";
import { headline, summarize } from "./summary";
import { layOut, type Line, type Style } from "./terminalLayout";
import { terminalPhrase } from "./terminalText";
import type { DrawnLine } from "./valueLine";

// Fits a log of 80 columns less a time stamp on most CI services.
const WIDTH = 100;
// About ten screens a stack; who needs more reads the Markdown or JSON report.
const DRAWN_DRIFTS = 20;
const DRAWN_CHANGES = 10;

// Labels of what could not be seen: as loud as a drift.
const UNSEEN: ReadonlySet<string> = new Set(["problem", "unchecked", "gap"]);

const BLANK: Line = { indent: 0, text: "" };

export const terminal: ReportFormat = {
  description: "for people, in a terminal or a log (default)",
  render: (report, { width = WIDTH, color = false } = {}) => layOut(reportLines(report, width), width, color),
};

function reportLines(report: ScanReport, width: number): readonly Line[] {
  const stacks = stacksWorstFirst(report.stacks);
  const inSync = stacks.filter((stack) => stack.status === "in-sync" && !needsLook(stack));
  const empty = stacks.filter((stack) => stack.status === "empty" && !needsLook(stack));
  const summary = summarize(report);
  const repeats = repeatFacts(report);
  return [
    ...headlineTexts(headline(summary), width).map((text): Line => ({ indent: 0, text, style: summary.worst && STYLES[summary.worst.change.severity] === "alarm" ? "alarm" : "strong" })),
    ...report.problems.flatMap((problem) => [BLANK, ...factLines(problemFacts(problem), 0)]),
    ...(repeats.length > 0 ? [BLANK, ...factLines(repeats, 0)] : []),
    ...stacks.filter(needsLook).flatMap((stack) => stackLines(stack, report.problems)),
    ...(inSync.length > 0 ? [BLANK, { indent: 0, label: "in sync", text: terminalPhrase(inSyncPhrase(inSync)), labelStyle: "good" as const }] : []),
    ...(empty.length > 0 ? [BLANK, { indent: 0, label: "empty", text: terminalPhrase(emptyPhrase(empty)), labelStyle: "quiet" as const }] : []),
    BLANK,
    { indent: 0, text: terminalPhrase(scanPhrase(report.scan)), style: "quiet" },
  ];
}

/** One line where it fits, for a person who greps a log; else a line for each part. */
function headlineTexts(parts: readonly Phrase[], width: number): readonly string[] {
  const one = terminalPhrase(joined(parts, " · "));
  return one.length <= width ? [one] : parts.map(terminalPhrase);
}

function stackLines(stack: StackReport, said: readonly Problem[]): readonly Line[] {
  const drifts = driftsWorstFirst(stack);
  const rest = drifts.slice(DRAWN_DRIFTS);
  return [
    BLANK,
    { indent: 0, text: terminalPhrase(say`${stack.stack} · ${statusPhrase(stack)}`), style: "strong" },
    ...factLines(stackFacts(stack, said), 2),
    ...drifts.slice(0, DRAWN_DRIFTS).flatMap((drift) => driftLines(stack, drift)),
    ...(rest.length > 0
      ? [BLANK, { indent: 2, text: terminalPhrase(say`and ${count(rest.length, "more drifted resource")}: ${severityPhrase(rest)}; the json format has them all`) }]
      : []),
  ];
}

function driftLines(stack: StackReport, drift: Drift): readonly Line[] {
  const severity = worstSeverity(drift.changes) ?? "low";
  return [
    BLANK,
    { indent: 2, label: severity.toUpperCase(), text: terminalPhrase(driftPhrase(drift)), style: "strong", labelStyle: STYLES[severity] },
    ...changeGroups(stack, drift).flatMap((group) => groupLines(group, drift, severity)),
  ];
}

function groupLines({ changes, facts }: ChangeGroup, drift: Drift, worst: Severity): readonly Line[] {
  const rest = changes.length - DRAWN_CHANGES;
  return [
    ...changes.slice(0, DRAWN_CHANGES).flatMap((change) => changeLines(change, drift, worst)),
    ...(rest > 0 ? [{ indent: 4, text: terminalPhrase(say`and ${count(rest, "more change")} of this resource`) }] : []),
    ...factLines(facts, 6),
  ];
}

function changeLines(change: Change, drift: Drift, worst: Severity): readonly Line[] {
  const own = change.severity === worst ? undefined : change.severity;
  const { head, lines } = changeText(change, drift);
  return [
    { indent: 4, ...(own && { label: own, labelStyle: STYLES[own] }), text: terminalPhrase(head) },
    ...lines.map(({ sign, text }): Line => ({ indent: 6, label: sign, labelWidth: 2, labelStyle: SIGNS[sign], text: terminalPhrase(text) })),
  ];
}

export function factLines(facts: readonly Fact[], indent: number): readonly Line[] {
  const labelWidth = Math.max(0, ...facts.map(({ label }) => label.length)) + 2;
  return facts.flatMap(({ label, text, url, command }) => {
    const line: Omit<Line, "text"> = { indent, label, labelWidth, labelStyle: UNSEEN.has(label) ? "warning" : "quiet" };
    const below = { ...line, label: "", wrap: false };
    const told = terminalPhrase(text);
    if (command !== undefined) return [{ ...line, text: terminalPhrase(say`${text}:`) }, { ...below, text: command }];
    return [{ ...line, text: told }, ...(url === undefined ? [] : [{ ...below, text: url, style: "quiet" as const }])];
  });
}

const STYLES: Readonly<Record<Severity, Style>> = { critical: "alarm", high: "alarm", medium: "warning", low: "quiet" };

// As every diff is coloured.
const SIGNS: Readonly<Record<DrawnLine["sign"], Style>> = { "+": "good", "-": "alarm", "~": "warning", "…": "quiet" };
