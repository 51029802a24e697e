import { isAttributed, worstSeverity, type Attribution, type Change, type Drift, type StackReport } from "../../../policypack/model";
import { changeGroups, type ChangeGroup } from "../changeGroups";
import { changeText } from "../changeText";
import { driftPhrase } from "../driftPhrase";
import { count, say } from "../phrase";
import { changesWorstFirst } from "../ranking";
import type { DrawnLine } from "../valueLine";
import { decisionFacet, whoFacet, type Facets } from "./facets";
import { factList } from "./facts";
import { given, html, NOTHING, type Html } from "./markup";

// Of one resource, in one go by one person.
const DRAWN_CHANGES = 200;
// A longer difference would push its neighbours off the screen.
const OPEN_LINES = 6;

/**
 * A resource: folded, it says what, by whom and what next; open, everything.
 * @param id of the page, for links
 */
export function driftCard(stack: StackReport, drift: Drift, { id, open, facets }: { readonly id: string; readonly open: boolean; readonly facets: Facets }): Html {
  const severity = worstSeverity(drift.changes) ?? "low";
  const changes = changesWorstFirst(drift);
  const isNew = changes.find(({ history }) => history && history.state !== "ongoing")?.history?.state;
  return html`<details class="drift ${severity}" id="${id}"${open ? html` open="open"` : NOTHING}><summary><span class="badge ${severity}">${severity}</span><h3>${driftPhrase(drift)}</h3><span class="chips">${
    changes.some(({ opensAccess }) => opensAccess) ? html`<span class="chip alarm">opens access</span>` : NOTHING
  }${given(isNew, (state) => html`<span class="chip">${state}</span>`)}</span>${given(changes[0], (worst) => html`<span class="gist">${gist(worst, drift, changes.length)}</span>`)}</summary>${
    changeGroups(stack, drift).map((group) => groupMarkup(group, drift, facets))
  }</details>\n`;
}

function gist(worst: Change, drift: Drift, amount: number): Html {
  const { what } = changeText(worst, drift);
  return html`${what}${amount > 1 ? html` and ${count(amount - 1, "more change")}` : NOTHING} · ${whoFacet(worst).label} · ${decisionFacet(worst).label}`;
}

function groupMarkup({ changes, facts }: ChangeGroup, drift: Drift, facets: Facets): Html {
  const [first] = changes;
  const rest = changes.length - DRAWN_CHANGES;
  const who = facets.who.get(whoFacet(first).key)?.index ?? "";
  const decision = facets.decision.get(decisionFacet(first).key)?.index ?? "";
  return html`<div class="g" data-who="${who}" data-decision="${decision}">${changes.slice(0, DRAWN_CHANGES).map((change) => changeMarkup(change, drift))}${
    rest > 0 ? html`<p>${say`and ${count(rest, "more change")} of this resource; the json format has them all`}</p>` : NOTHING
  }${factList(facts, { by: identityChip(first.attribution) })}</div>`;
}

function changeMarkup(change: Change, drift: Drift): Html {
  const { what, marks, lines } = changeText(change, drift);
  const { severity, history } = change;
  return html`<div class="c" data-severity="${severity}"${given(history, ({ state }) => html` data-state="${state}"`)}><p><span class="dot ${severity}">${severity}</span> <span class="what">${what}</span>${
    marks.map((mark) => html` <span class="mark">${mark}</span>`)
  }</p>${lines.length === 0 ? NOTHING : difference(lines)}</div>`;
}

function difference(lines: readonly DrawnLine[]): Html {
  return html`<details class="diff"${lines.length <= OPEN_LINES ? html` open="open"` : NOTHING}><summary>${count(lines.length, "difference")}</summary><ul>${lines.map(
    ({ sign, text }) => html`<li class="${SIGNS[sign]}"><span class="sign">${sign}</span> <span>${text}</span></li>`,
  )}</ul></details>`;
}

const SIGNS: Readonly<Record<DrawnLine["sign"], string>> = { "+": "come", "-": "gone", "~": "other", "…": "rest" };

function identityChip(attribution: Attribution): Html {
  return isAttributed(attribution) ? html`<span class="chip ${attribution.actor.identity}">identity ${attribution.actor.identity}</span>` : html`<span class="chip">no actor</span>`;
}
