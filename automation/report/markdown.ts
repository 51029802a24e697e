import { worstSeverity, type Change, type Drift, type Problem, type ScanReport, type StackReport } from "../../policypack/model";
import { changeGroups, type ChangeGroup } from "./changeGroups";
import { changeText } from "./changeText";
import { driftPhrase } from "./driftPhrase";
import type { Fact } from "./fact";
import { fitted, type Block } from "./fitted";
import { cell, diffFence, htmlPhrase, Markdown, md } from "./markdownText";
import { count, joined, prose, say } from "./phrase";
import { driftsWorstFirst, stacksWorstFirst } from "./ranking";
import { repeatFacts } from "./repeatFacts";
import { emptyPhrase, inSyncPhrase, needsLook, problemFacts, scanPhrase } from "./reportFacts";
import type { ReportFormat } from "./reportFormat";
import { stackFacts, statusPhrase } from "./stackFacts";
import { hasAuditGaps, headline, summarize } from "./summary";

// A table longer than this is no overview, and would leave a pull request comment no room for a drift.
const TABLE_ROWS = 50;
// Of one resource, in one go by one person.
const DRAWN_CHANGES = 50;

export const markdown: ReportFormat = {
  description: "GitHub flavoured Markdown, for a step summary, a comment or a file",
  render: (report, { maxBytes = Infinity } = {}) => fitted(reportBlocks(report), maxBytes, farewell),
};

function reportBlocks(report: ScanReport): readonly Block[] {
  const stacks = stacksWorstFirst(report.stacks);
  const [first = say`no stack was scanned`, ...others] = headline(summarize(report));
  const inSync = stacks.filter((stack) => stack.status === "in-sync" && !needsLook(stack));
  const empty = stacks.filter((stack) => stack.status === "empty" && !needsLook(stack));
  const repeats = repeatFacts(report);
  const points = new Markdown(others.map((phrase) => md`- ${phrase}\n`.text).join(""));
  return [
    block(md`## ${first}\n\n${points}`),
    ...report.problems.map((problem) => block(md`\n${factList(problemFacts(problem))}`)),
    ...(repeats.length > 0 ? [block(md`\n${factList(repeats)}`)] : []),
    ...tableBlocks(stacks.filter(needsLook)),
    ...(inSync.length > 0 ? [block(md`\n**In sync:** ${inSyncPhrase(inSync)}\n`)] : []),
    ...(empty.length > 0 ? [block(md`\n**Empty:** ${emptyPhrase(empty)}\n`)] : []),
    ...stacks.filter(needsLook).flatMap((stack) => stackBlocks(stack, report.problems)),
    block(md`\n---\n\n${scanPhrase(report.scan)}\n`),
  ];
}

function tableBlocks(stacks: readonly StackReport[]): readonly Block[] {
  if (stacks.length === 0) return [];
  const rows = stacks.slice(0, TABLE_ROWS).map((stack) => tableRow(stack).text);
  const rest = stacks.length - rows.length;
  return [
    block(md`\n| Stack | Status | Worst | Checked | Trail |\n| --- | --- | --- | --- | --- |\n${new Markdown(rows.join(""))}`),
    ...(rest > 0 ? [block(md`\n${say`and ${count(rest, "more stack")}`}\n`)] : []),
  ];
}

function tableRow(stack: StackReport): Markdown {
  const { total, checked } = stack.resources;
  const worst = worstSeverity(stack.drifts.flatMap((drift) => drift.changes));
  const cells = [
    say`${stack.stack}`,
    statusPhrase(stack),
    worst === undefined ? say`–` : prose(worst),
    say`${checked} of ${total}`,
    stack.audit.length === 0 ? say`not read` : hasAuditGaps(stack) ? say`gaps` : say`complete`,
  ];
  return md`| ${new Markdown(cells.map((phrase) => cell(md`${phrase}`).text).join(" | "))} |\n`;
}

function stackBlocks(stack: StackReport, said: readonly Problem[]): readonly Block[] {
  const heading = md`\n### ${say`${stack.stack}`}: ${statusPhrase(stack)}\n\n${factList(stackFacts(stack, said))}`;
  const drifts = driftsWorstFirst(stack).map((drift): Block => ({ text: driftMarkdown(stack, drift).text, counted: "resource" }));
  return [{ text: heading.text, counted: "stack" }, ...drifts];
}

function driftMarkdown(stack: StackReport, drift: Drift): Markdown {
  const severity = worstSeverity(drift.changes) ?? "low";
  // What cannot wait lies open; the rest is one click away.
  const open = severity === "critical" || severity === "high" ? " open" : "";
  const groups = changeGroups(stack, drift).map((group) => groupMarkdown(group, drift).text);
  const ours = new Markdown(`<details${open}><summary><b>${severity}</b>`);
  return md`\n${ours} · ${htmlPhrase(driftPhrase(drift))}</summary>\n${new Markdown(groups.join(""))}\n</details>\n`;
}

function groupMarkdown({ changes, facts }: ChangeGroup, drift: Drift): Markdown {
  const rest = changes.length - DRAWN_CHANGES;
  const texts = changes.slice(0, DRAWN_CHANGES).map((change, index) => changeMarkdown(change, drift, index === changes.length - 1).text);
  const more = rest > 0 ? md`${say`and ${count(rest, "more change")} of this resource`}\n` : md``;
  return md`\n${new Markdown(texts.join(""))}${more}\n${factList(facts)}`;
}

function changeMarkdown(change: Change, drift: Drift, isLast: boolean): Markdown {
  const { head, lines } = changeText(change, drift);
  const line = md`**${prose(change.severity)}** ${head}`;
  if (lines.length > 0) return md`${line}\n${diffFence(lines)}\n`;
  return isLast ? md`${line}\n` : md`${line}<br>\n`;
}

export function factList(facts: readonly Fact[]): Markdown {
  return new Markdown(facts.map((fact) => factItem(fact).text).join(""));
}

function factItem({ label, text, url, command }: Fact): Markdown {
  const link = url === undefined ? md`` : new Markdown(` ([open](${url}))`);
  const typed = command === undefined ? md`` : md`: ${command}`;
  return md`- **${new Markdown(label)}** ${text}${link}${typed}\n`;
}

function farewell(stacks: number, resources: number): string {
  const left = [...(stacks > 0 ? [count(stacks, "stack")] : []), ...(resources > 0 ? [count(resources, "drifted resource")] : [])];
  return md`\n**Cut to fit:** ${left.length === 0 ? say`the end` : joined(left, ", ")} left out; the json format has everything.\n`.text;
}

function block({ text }: Markdown): Block {
  return { text };
}
