import { severities, worstSeverity, type ScanReport, type StackReport } from "../../../policypack/model";
import { count, joined, prose, say, words, type Phrase } from "../phrase";
import { repeatFacts } from "../repeatFacts";
import { emptyPhrase, inSyncPhrase, needsLook, problemFacts } from "../reportFacts";
import { statusPhrase } from "../stackFacts";
import { hasAuditGaps, summarize } from "../summary";
import { ages } from "./ages";
import { barPanel, severityBar } from "./bars";
import { worstFirst, type Facets, type Placed } from "./facets";
import { factList } from "./facts";
import { given, html, NOTHING, type Html } from "./markup";

// Longer, it is no overview.
const STACK_ROWS = 50;

/** @param stacks worst first, as they are drawn below */
export function overview(report: ScanReport, stacks: readonly StackReport[], placed: readonly Placed[], facets: Facets): Html {
  const problems = report.problems.map((problem) => html`<div class="aside">${factList(problemFacts(problem))}</div>`);
  const repeats = repeatFacts(report);
  return html`<section aria-labelledby="h-glance"><h2 id="h-glance" class="unseen">At a glance</h2>${tiles(report, placed)}${problems}${
    repeats.length > 0 ? html`<div class="aside">${factList(repeats)}</div>` : NOTHING
  }<div class="panels">${barPanel("p-who", "Who", worstFirst(facets.who.values()))}${barPanel("p-next", "Decisions", worstFirst(facets.decision.values()))}${barPanel("p-age", "Open for", ages(placed.map(({ change }) => change)))}</div>${stackTable(stacks)}</section>\n`;
}

interface Tile {
  readonly label: string;
  readonly amount: number;
  readonly note?: Phrase;
  /** `alarm`: it is bad. `doubt`: it is not known how bad it is. */
  readonly mood?: "alarm" | "doubt" | undefined;
  readonly below?: Html;
}

function tiles(report: ScanReport, placed: readonly Placed[]): Html {
  const { stacks, changes, withoutActor, overdue, violations, uncheckedResources, stacksWithAuditGaps, resolved, states } = summarize(report);
  const amounts = { low: 0, medium: 0, high: 0, critical: 0 };
  for (const { change } of placed) amounts[change.severity] += 1;
  const known = (["new", "worse", "ongoing"] as const).filter((state) => states[state] > 0);
  const told = severities.toReversed().filter((severity) => amounts[severity] > 0).map((severity) => say`${amounts[severity]} ${prose(severity)}`);
  const open = placed.filter(({ change }) => change.opensAccess).length;
  const notChecked = say`${words(stacks.unchecked === 1 ? "stack" : "stacks")}${stacks.partial > 0 ? say`, ${stacks.partial} in part` : say``}${uncheckedResources > 0 ? say`, ${count(uncheckedResources, "resource")}` : say``}`;
  const shown: readonly Tile[] = [
    { label: "drifted stacks", amount: stacks.drifted, note: say`of ${report.stacks.length}` },
    { label: "changes", amount: changes, note: joined(told, ", "), below: severityBar(amounts, changes) },
    { label: "open access", amount: open, mood: moodOf("alarm", open) },
    { label: "without an actor", amount: withoutActor, mood: moodOf("doubt", withoutActor) },
    ...(known.length > 0 ? [{ label: "new or worse", amount: states.new + states.worse, note: say`${states.ongoing} ongoing` }] : []),
    ...(overdue > 0 ? [{ label: "overdue", amount: overdue, mood: "alarm" as const }] : []),
    ...(violations > 0 ? [{ label: violations === 1 ? "policy broken" : "policies broken", amount: violations, mood: "alarm" as const }] : []),
    ...(resolved > 0 ? [{ label: "resolved", amount: resolved, note: say`since the last scan` }] : []),
    { label: "not checked", amount: stacks.unchecked, mood: moodOf("doubt", stacks.unchecked), note: notChecked },
    ...(stacksWithAuditGaps > 0 ? [{ label: "audit gaps", amount: stacksWithAuditGaps, mood: "doubt" as const, note: say`${words(stacksWithAuditGaps === 1 ? "stack" : "stacks")}` }] : []),
  ];
  return html`<dl class="tiles">${shown.map(({ label, amount, note, mood, below }) => html`<div${given(mood, (name) => html` class="${name}"`)}><dt>${label}</dt><dd><b>${say`${amount}`}</b> ${note ?? NOTHING}${below ?? NOTHING}</dd></div>`)}</dl>`;
}

function moodOf(mood: Tile["mood"], amount: number): Tile["mood"] {
  return amount > 0 ? mood : undefined;
}

function stackTable(stacks: readonly StackReport[]): Html {
  const looked = stacks.filter(needsLook);
  const others = stacks.filter((stack) => !needsLook(stack));
  const inSync = others.filter(({ status }) => status === "in-sync");
  const empty = others.filter(({ status }) => status === "empty");
  const rest = looked.length - STACK_ROWS;
  const table = html`<div class="scroll" tabindex="0" role="region" aria-labelledby="h-stacks"><table class="stacks"><thead><tr><th scope="col">Stack</th><th scope="col">Status</th><th scope="col">Worst</th><th scope="col">Checked</th><th scope="col">Trail</th></tr></thead><tbody>${looked.slice(0, STACK_ROWS).map(stackRow)}</tbody></table></div>`;
  return html`<section class="panel" aria-labelledby="h-stacks"><h3 id="h-stacks">Stacks</h3>${looked.length > 0 ? table : NOTHING}${rest > 0 ? html`<p class="quiet">${say`and ${count(rest, "more stack")} below`}</p>` : NOTHING}${
    inSync.length > 0 ? html`<p><span class="chip verified">in sync</span> ${inSyncPhrase(inSync)}</p>` : NOTHING
  }${empty.length > 0 ? html`<p><span class="chip">empty</span> ${emptyPhrase(empty)}</p>` : NOTHING}</section>`;
}

function stackRow(stack: StackReport, index: number): Html {
  const { total: all, checked } = stack.resources;
  const worst = worstSeverity(stack.drifts.flatMap((drift) => drift.changes));
  return html`<tr><th scope="row"><a href="#s${index}">${say`${stack.stack}`}</a></th><td>${statusPhrase(stack)}</td><td>${worst === undefined ? html`–` : html`<span class="badge ${worst}">${worst}</span>`}</td><td>${say`${checked} of ${all}`}</td><td>${stack.audit.length === 0 ? "not read" : hasAuditGaps(stack) ? "gaps" : "complete"}</td></tr>`;
}
