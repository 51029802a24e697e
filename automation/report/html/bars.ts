import { severities, type Severity } from "../../../policypack/model";
import { count, say, type Phrase } from "../phrase";
import { total, type Facet } from "./facets";
import { html, NOTHING, type Html } from "./markup";

// Of a hundred: one among thousands is still seen.
const NARROWEST = 2;
// Enough to see who and what; the filter has them all.
const ROWS = 5;

/** A list of amounts, as numbers and as bars. */
export function barPanel(id: string, title: string, facets: readonly Facet[]): Html {
  if (facets.length === 0) return NOTHING;
  const widest = Math.max(...facets.map(total));
  const rest = facets.slice(ROWS);
  return html`<section class="panel" aria-labelledby="${id}"><h3 id="${id}">${title}</h3><table><tbody>${facets
    .slice(0, ROWS)
    .map((facet) => html`<tr><th scope="row">${facet.label}</th><td class="amount">${say`${total(facet)}`}</td><td class="drawn">${severityBar(facet.amounts, widest)}</td></tr>`)}</tbody></table>${
    rest.length > 0 ? html`<p class="quiet">${restPhrase(rest)}</p>` : NOTHING
  }</section>`;
}

function restPhrase(rest: readonly Facet[]): Phrase {
  return say`and ${count(rest.length, "more", "more")} with ${count(rest.reduce((sum, facet) => sum + total(facet), 0), "change")}`;
}

/** Decoration: the number stands beside it. @param full the amount that fills the bar */
export function severityBar(amounts: Readonly<Record<Severity, number>>, full: number): Html {
  let x = 0;
  const parts = severities.toReversed().flatMap((severity) => {
    const width = amounts[severity] === 0 ? 0 : Math.max(NARROWEST, (100 * amounts[severity]) / full);
    const part = html`<rect class="${severity}" x="${rounded(x)}" y="0" width="${rounded(width)}" height="8"/>`;
    x += width;
    return width > 0 ? [part] : [];
  });
  return html`<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">${parts}</svg>`;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
