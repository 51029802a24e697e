import type { Drift, Problem, StackReport } from "../../../policypack/model";
import { severityPhrase } from "../driftPhrase";
import type { Fact } from "../fact";
import { count, say } from "../phrase";
import { driftsWorstFirst } from "../ranking";
import { resolvedFacts } from "../resolvedFacts";
import { coverageFacts, statusPhrase, violationFacts } from "../stackFacts";
import { driftCard } from "./drift";
import type { Facets } from "./facets";
import { factList } from "./facts";
import { uncheckedResources, uncounted } from "./leftOut";
import { html, NOTHING, type Html } from "./markup";

/** What of the report is drawn, and how links find it. */
export interface Drawing {
  readonly problems: readonly Problem[];
  readonly facets: Facets;
  /** Of the drifts that are drawn. */
  readonly ids: ReadonlyMap<Drift, string>;
  readonly open: ReadonlySet<Drift>;
}

export function stackSection(stack: StackReport, index: number, { problems, facets, ids, open }: Drawing): Html {
  const drifts = driftsWorstFirst(stack);
  const rest = drifts.filter((drift) => !ids.has(drift));
  const cards = drifts.flatMap((drift) => {
    const id = ids.get(drift);
    return id === undefined ? [] : [driftCard(stack, drift, { id, open: open.has(drift), facets })];
  });
  return html`<section class="stack" id="s${index}" data-stack="${index}" aria-labelledby="h${index}"><h2 id="h${index}">${say`${stack.stack}`}</h2><p class="status ${stack.status}">${statusPhrase(stack)}${drifts.length > 0 ? html` <span class="quiet">${severityPhrase(drifts)}</span>` : NOTHING}</p>${
    factList(coverageFacts(stack, problems))
  }${uncheckedResources(stack)}${titled("Policies broken by drift", violationFacts(stack))}\n${cards}${
    rest.length > 0 ? html`<p>${say`and ${count(rest.length, "more drifted resource")}: ${severityPhrase(rest)}; the json format has them all`}</p>` : NOTHING
  }${titled("Resolved since the last scan", resolvedFacts(stack))}${uncounted(stack)}</section>\n`;
}

function titled(title: string, facts: readonly Fact[]): Html {
  return facts.length === 0 ? NOTHING : html`<div class="aside"><h3>${title}</h3>${factList(facts)}</div>`;
}
