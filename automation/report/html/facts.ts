import type { Fact } from "../fact";
import { given, html, NOTHING, type Html } from "./markup";

// Of what could not be seen, and what is broken: as loud as a drift.
const LOUD: ReadonlySet<string> = new Set(["problem", "unchecked", "gap", "policy"]);

/** @param notes drawn behind the text of the fact with this label */
export function factList(facts: readonly Fact[], notes: Readonly<Record<string, Html>> = {}): Html {
  return facts.length === 0 ? NOTHING : html`<dl class="facts">${facts.map((fact) => factItem(fact, notes[fact.label]))}</dl>`;
}

function factItem({ label, text, url, command }: Fact, note: Html | undefined): Html {
  const link = given(url, (address) => html` <a href="${address}" rel="noreferrer">open event</a>`);
  const typed = given(command, (line) => html`<span class="cmd"><code>${line}</code><button type="button" class="copy">Copy</button></span>`);
  return html`<div${LOUD.has(label) ? html` class="loud"` : NOTHING}><dt>${label}</dt><dd>${text}${given(note, (chip) => html` ${chip}`)}${link}${typed}</dd></div>`;
}
