import { counts, type StackReport } from "../../../policypack/model";
import { changeText } from "../changeText";
import { count, prose, say, type Phrase } from "../phrase";
import { resourcePhrase } from "../resourcePhrase";
import { uncountedFacts } from "../stackFacts";
import { factList } from "./facts";
import { html, NOTHING, type Html } from "./markup";

// As many as the facts of the stack name.
const NAMED = 3;
// Nobody reads more; the json format has them all.
const ROWS = 200;

/** What is in no count: folded, each with its reason. */
export function uncounted(stack: StackReport): Html {
  const rows = stack.drifts.flatMap((drift) =>
    drift.changes.filter((change) => !counts(change)).map((change): readonly Phrase[] => [say`${drift.resource.name}`, changeText(change, drift).what, reasonPhrase(change)]),
  );
  if (rows.length === 0) return NOTHING;
  return folded(say`${count(rows.length, "difference")} that ${rows.length === 1 ? say`is` : say`are`} no drift: left out of the counts`, factList(uncountedFacts(stack)), ["Resource", "Difference", "Why it is no drift"], rows);
}

/** The facts of the stack name the first; here is everyone. */
export function uncheckedResources({ resources: { unchecked } }: StackReport): Html {
  if (unchecked.length <= NAMED) return NOTHING;
  const rows = unchecked.map(({ urn, reason, accepted }): readonly Phrase[] => [resourcePhrase(urn), accepted ? say`${prose(reason)} (accepted by the configuration)` : prose(reason)]);
  return folded(say`${count(unchecked.length, "resource")} not checked`, NOTHING, ["Resource", "Why"], rows);
}

function reasonPhrase({ noise, managedBy }: StackReport["drifts"][number]["changes"][number]): Phrase {
  if (noise) return say`noise, ${noise.rule}: ${prose(noise.reason)}`;
  return managedBy ? say`set by ${resourcePhrase(managedBy.urn)} of ${managedBy.stack}` : say``;
}

function folded(title: Phrase, before: Html, heads: readonly string[], rows: readonly (readonly Phrase[])[]): Html {
  const rest = rows.length - ROWS;
  return html`<details class="fold"><summary>${title}</summary>${before}<div class="scroll" tabindex="0" role="region" aria-label="table"><table><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows
    .slice(0, ROWS)
    .map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table></div>${rest > 0 ? html`<p>${say`and ${count(rest, "more", "more")} in the json format`}</p>` : NOTHING}</details>`;
}
