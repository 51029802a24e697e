import { severities, type StackReport } from "../../../policypack/model";
import { say, type Phrase } from "../phrase";
import { terminalPhrase } from "../terminalText";
import { worstFirst, type Facet, type Facets, type Placed } from "./facets";
import { html, NOTHING, type Html } from "./markup";

/** Works with the page's script alone, and is not seen without it. No form: nothing is ever sent. */
export function filter(stacks: readonly StackReport[], placed: readonly Placed[], { who, decision }: Facets): Html {
  if (placed.length < 2) return NOTHING;
  const present = severities.toReversed().filter((severity) => placed.some(({ change }) => change.severity === severity));
  const states = (["new", "worse", "ongoing"] as const).filter((state) => placed.some(({ change }) => change.history?.state === state));
  return html`<div class="filter" role="search" aria-label="Filter the changes"><label>Text <input type="search" id="f-text" autocomplete="off" placeholder="name, path, value, call…"/></label>${select(
    "stack",
    stacks.map(({ stack }, index) => [String(index), say`${stack}`]),
  )}${select("severity", present.map((severity) => [severity, say`${severity}`]))}${states.length > 0 ? select("state", states.map((state) => [state, say`${state}`])) : NOTHING}${select("who", options(who.values()))}${select("decision", options(decision.values()))}<span class="buttons"><button type="button" id="f-all">Show all</button><button type="button" id="f-open">Open all</button></span><output id="f-count" aria-live="polite"></output></div>\n`;
}

function options(facets: Iterable<Facet>): readonly (readonly [string, Phrase])[] {
  return worstFirst(facets).map(({ index, label }) => [String(index), label]);
}

function select(name: string, choices: readonly (readonly [string, Phrase])[]): Html {
  const title = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
  return html`<label>${title} <select id="f-${name}"><option value="">any</option>${choices.map(([value, label]) => html`<option value="${value}">${terminalPhrase(label)}</option>`)}</select></label>`;
}
