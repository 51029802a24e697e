import type { Drift, ScanReport, StackReport } from "../../policypack/model";
import { callsOf } from "./html/calls";
import { facetsOfReport, placedChanges } from "./html/facets";
import { filter } from "./html/filter";
import { html as markup, NOTHING, type Html } from "./html/markup";
import { overview } from "./html/overview";
import { page } from "./html/page";
import { stackSection, type Drawing } from "./html/stack";
import { timeline } from "./html/timeline";
import { joined, say } from "./phrase";
import { changesWorstFirst, driftsWorstFirst, rank, stacksWorstFirst } from "./ranking";
import { needsLook, scanPhrase } from "./reportFacts";
import type { ReportFormat } from "./reportFormat";
import { headline, summarize } from "./summary";
import { terminalPhrase } from "./terminalText";
import { utcMinute } from "./utcTime";

// Some 10 MB: what a mail server takes, and a browser draws at once.
const DRAWN_CHANGES = 6_000;
// What cannot wait lies open, as far as somebody reads; the rest is one click away.
const OPEN_DRIFTS = 20;
// From here on a browser lays out only what is seen.
const LONG = 100;

export const html: ReportFormat = {
  description: "one HTML page, for a browser or as an attachment: filters, timeline, offline",
  render: (report) => page(`whodrift: ${terminalPhrase(joined(headline(summarize(report)), " · "))}`, reportMarkup(report)),
};

function reportMarkup(report: ScanReport): Html {
  const summary = summarize(report);
  const [first = say`no stack was scanned`, ...others] = headline(summary);
  const worst = summary.worst?.change.severity ?? "none";
  const ordered = stacksWorstFirst(report.stacks);
  const stacks = ordered.filter(needsLook);
  const placed = placedChanges(report);
  const facets = facetsOfReport(placed);
  const drawing: Drawing = { problems: report.problems, facets, ...drawn(stacks) };
  return markup`<a class="skip" href="#changes">Skip to the changes</a>
<header><p class="brand"><b>whodrift</b> drift report · ${utcMinute(report.scan.finishedAt)}</p><h1>${first}</h1>${others.map((phrase, index) => markup`<p${index === 0 && summary.worst ? markup` class="worst ${worst}"` : NOTHING}>${phrase}</p>`)}</header>
<main>${overview(report, ordered, placed, facets)}${timeline(callsOf(placed), Date.parse(report.scan.finishedAt), drawing.ids)}<div id="changes" tabindex="-1"${drawing.ids.size > LONG ? markup` class="long"` : NOTHING}>${filter(stacks, placed, facets)}${stacks.map((stack, index) => stackSection(stack, index, drawing))}</div></main>
<footer><p>${scanPhrase(report.scan)}</p></footer>`;
}

/** The worst of all stacks, as many as a browser can take. */
function drawn(stacks: readonly StackReport[]): Pick<Drawing, "ids" | "open"> {
  const ids = new Map<Drift, string>();
  const open = new Set<Drift>();
  const drifts = stacks.flatMap(driftsWorstFirst).map((drift) => ({ drift, worst: changesWorstFirst(drift)[0], amount: drift.changes.length }));
  let changes = 0;
  for (const { drift, worst, amount } of drifts.toSorted((one, other) => (other.worst ? rank(other.worst) : 0) - (one.worst ? rank(one.worst) : 0))) {
    changes += amount;
    if (changes > DRAWN_CHANGES) break;
    ids.set(drift, `d${String(ids.size)}`);
    if (open.size < OPEN_DRIFTS && (worst?.severity === "critical" || worst?.severity === "high")) open.add(drift);
  }
  return { ids, open };
}
