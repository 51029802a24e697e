import junitReport from "junit-report-builder";
import { counts, type Drift, type Problem, type ScanReport, type StackReport } from "../../policypack/model";
import { changeStory, factLine } from "./changeStory";
import { cut } from "./cut";
import { headlineText, isUnchecked } from "./notes";
import { code, count, prose, say } from "./phrase";
import { changesWorstFirst, driftsWorstFirst, stacksWorstFirst } from "./ranking";
import { problemFacts } from "./reportFacts";
import type { ReportFormat } from "./reportFormat";
import { resourcePhrase } from "./resourcePhrase";
import { sourceLocation } from "./sourceLocation";
import { stackFacts, statusPhrase } from "./stackFacts";
import { terminalPhrase, terminalText } from "./terminalText";

const LONGEST_NAME = 300;

type Suite = ReturnType<ReturnType<typeof junitReport.newBuilder>["testSuite"]>;

/**
 * A suite for each stack and a case for each change. failure: drift. error: not checked. skipped: noise, and what a
 * rule or a person ignores. XML knows no control characters, not even escaped: they are written as `\x1b`.
 */
export const junit: ReportFormat = {
  description: "JUnit XML: a suite a stack, a case a change; for any CI that shows tests",
  render: (report) => {
    const xml = junitReport.newBuilder().name(headlineText(report));
    if (report.problems.length > 0) addProblems(xml.testSuite(), report.problems, report.scan);
    for (const stack of stacksWorstFirst(report.stacks)) addStack(xml.testSuite(), stack, report);
    return `${xml.build().trimEnd()}\n`;
  },
};

function addProblems(suite: Suite, problems: readonly Problem[], { startedAt }: ScanReport["scan"]): void {
  suite.name("scan").timestamp(startedAt);
  for (const problem of problems) {
    const [first = "", ...lines] = problemFacts(problem).map(factLine);
    suite.testCase().className("scan").name(terminalPhrase(say`${problem.code}`)).error(first, "problem", lines.join("\n"));
  }
}

function addStack(suite: Suite, stack: StackReport, { problems, scan }: ScanReport): void {
  const name = plain(stack.stack);
  suite.name(name).timestamp(scan.startedAt);
  const facts = stackFacts(stack, problems).map(factLine);
  const whole = suite.testCase().className(name).name(isUnchecked(stack) ? "the stack can be checked" : terminalPhrase(say`checked: ${count(stack.resources.checked, "resource")}`));
  whole.standardOutput([terminalPhrase(statusPhrase(stack)), ...facts].join("\n"));
  if (isUnchecked(stack)) whole.error(terminalPhrase(prose(stack.problem?.message ?? "not checked")), "unchecked");
  for (const { urn, reason, accepted } of stack.resources.unchecked) {
    const unread = suite.testCase().className(name).name(terminalPhrase(resourcePhrase(urn)));
    const text = terminalPhrase(say`not checked: ${prose(reason)}`);
    if (accepted) unread.skipped().standardOutput(text);
    else unread.error(text, "unchecked");
  }
  for (const drift of driftsWorstFirst(stack)) addChanges(suite, stack, drift);
  for (const drift of stack.drifts) addUncounted(suite, drift);
}

function addChanges(suite: Suite, stack: StackReport, drift: Drift): void {
  for (const change of changesWorstFirst(drift)) {
    const { title, what, details } = changeStory({ stack, drift, change });
    const oneCase = suite.testCase().className(plain(drift.resource.type)).name(title).file(sourceLocation(drift.resource).file);
    const text = details.join("\n");
    if (change.decision.action === "ignore") oneCase.skipped().standardOutput(`${what}\n${text}`);
    else oneCase.failure(what, change.severity).stacktrace(text);
  }
}

function addUncounted(suite: Suite, { resource, changes }: Drift): void {
  for (const { path, noise, managedBy } of changes.filter((change) => !counts(change))) {
    const why = noise ? say`${noise.rule}: ${prose(noise.reason)}` : managedBy ? say`set by ${resourcePhrase(managedBy.urn)} of ${managedBy.stack}` : say``;
    suite.testCase().className(plain(resource.type)).name(terminalPhrase(say`no drift: ${code(path)} of ${resource.name}`)).skipped().standardOutput(terminalPhrase(why));
  }
}

function plain(text: string): string {
  return terminalText(cut(text, LONGEST_NAME));
}
