import { severities, type Drift } from "../../../policypack/model";
import { count, say, type Phrase } from "../phrase";
import { terminalPhrase } from "../terminalText";
import { utcSecond } from "../utcTime";
import { worse, type Call } from "./calls";
import { html, NOTHING, type Html } from "./markup";
import { timeScale, type TimeScale } from "./timeScale";

// Units of the drawing.
const WIDTH = 1_000;
const NAMES = 210;
const LANE = 38;
const AXIS = 28;
// Calls nearer to each other than this are one dot.
const APART = 14;
// More people than that are a crowd: they share a lane.
const LANES = 8;
// As wide as the column of names.
const LONGEST_NAME = 26;
// Nobody reads more; the json format has them all.
const ROWS = 100;
const LINKS = 5;

/**
 * Who changed what when, as a drawing and as a table.
 * @param calls oldest first
 * @param end of the scan, milliseconds since 1970
 */
export function timeline(calls: readonly Call[], end: number, ids: ReadonlyMap<Drift, string>): Html {
  const [oldest] = calls;
  if (oldest === undefined) return NOTHING;
  const lanes = lanesOf(calls);
  const scale = timeScale(oldest.time, Math.max(end, calls.at(-1)?.time ?? end));
  const height = lanes.length * LANE + AXIS;
  const title = say`${count(calls.length, "call")} by ${count(new Set(calls.map(({ who }) => who.key)).size, "actor")}, from ${utcSecond(oldest.event.time)} on`;
  return html`<section aria-labelledby="h-when"><h2 id="h-when">Who changed what, and when</h2><div class="scroll" tabindex="0" role="region" aria-label="timeline"><svg class="timeline" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="tl-title tl-desc"><title id="tl-title">${terminalPhrase(title)}</title><desc id="tl-desc">A lane for each actor, a dot for each call or for several at the same time; larger dots stand for more changes. The table below says the same.</desc>${axis(scale, lanes.length * LANE)}${lanes.map((lane, index) => laneMarkup(lane, index, scale))}${scanMark(scale.share(end), lanes.length * LANE)}</svg></div>${asTable(calls, ids)}</section>\n`;
}

interface Lane {
  readonly label: Phrase;
  readonly calls: readonly Call[];
}

/** The worst first. */
function lanesOf(calls: readonly Call[]): readonly Lane[] {
  const people = new Map<string, Call[]>();
  for (const call of calls) {
    const own = people.get(call.who.key);
    if (own) own.push(call);
    else people.set(call.who.key, [call]);
  }
  const lanes = [...people.values()]
    .map((own) => ({ label: own[0]?.who.label ?? say``, calls: own, rank: Math.max(...own.map(({ severity }) => severities.indexOf(severity))) }))
    .toSorted((one, other) => other.rank - one.rank || other.calls.length - one.calls.length);
  const rest = lanes.slice(LANES);
  if (rest.length === 0) return lanes;
  return [...lanes.slice(0, LANES), { label: count(rest.length, "other"), calls: rest.flatMap((lane) => lane.calls).toSorted((one, other) => one.time - other.time) }];
}

function laneMarkup({ label, calls }: Lane, index: number, scale: TimeScale): Html {
  const middle = index * LANE + LANE / 2;
  const name = Array.from(terminalPhrase(label));
  const shown = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1).join("")}…` : name.join("");
  return html`<text class="name" x="0" y="${middle + 5}">${shown}</text><line class="lane" x1="${NAMES}" y1="${middle}" x2="${WIDTH}" y2="${middle}"/>${dotsOf(calls, scale).map((dot) => dotMarkup(dot, middle))}`;
}

interface Dot {
  readonly x: number;
  readonly calls: readonly Call[];
}

function dotsOf(calls: readonly Call[], scale: TimeScale): readonly Dot[] {
  const dots = new Map<number, Call[]>();
  for (const call of calls) {
    const place = Math.round(((WIDTH - NAMES) * scale.share(call.time)) / APART);
    const dot = dots.get(place);
    if (dot) dot.push(call);
    else dots.set(place, [call]);
  }
  return [...dots.values()].map((own) => ({ x: NAMES + Math.round((WIDTH - NAMES) * scale.share(own[0]?.time ?? 0)), calls: own }));
}

function dotMarkup({ x, calls }: Dot, y: number): Html {
  const changes = calls.reduce((sum, call) => sum + call.changes, 0);
  const severity = calls.map((call) => call.severity).reduce(worse);
  const [first] = calls;
  const what = calls.length === 1 && first ? say`${first.event.operation} at ${utcSecond(first.event.time)}` : count(calls.length, "call");
  return html`<circle class="${severity}" cx="${x}" cy="${y}" r="${Math.min(12, 5 + Math.floor(Math.sqrt(changes)))}"><title>${terminalPhrase(say`${what}: ${count(changes, "change")}`)}</title></circle>`;
}

function axis({ ticks, share }: TimeScale, bottom: number): Html {
  return html`${ticks.map(({ time, label }) => {
    const x = NAMES + Math.round((WIDTH - NAMES) * share(time));
    return html`<line class="tick" x1="${x}" y1="0" x2="${x}" y2="${bottom}"/><text class="time" x="${x}" y="${bottom + 20}" text-anchor="middle">${label}</text>`;
  })}`;
}

function scanMark(share: number, bottom: number): Html {
  const x = NAMES + Math.round((WIDTH - NAMES) * share);
  return html`<line class="scan" x1="${x}" y1="0" x2="${x}" y2="${bottom}"><title>this scan</title></line>`;
}

function asTable(calls: readonly Call[], ids: ReadonlyMap<Drift, string>): Html {
  const rest = calls.length - ROWS;
  return html`<details class="fold"><summary>The same as a table, latest first (times in UTC)</summary><div class="scroll" tabindex="0" role="region" aria-label="timeline as a table"><table><thead><tr><th scope="col">Time</th><th scope="col">Who</th><th scope="col">Call</th><th scope="col">Severity</th><th scope="col">Resources</th><th scope="col">Stack</th></tr></thead><tbody>${calls
    .toReversed()
    .slice(0, ROWS)
    .map(({ event, who, severity, drifts, stack }) => html`<tr><td>${utcSecond(event.time)}</td><td>${who.label}</td><td>${say`${event.operation}`}</td><td><span class="badge ${severity}">${severity}</span></td><td>${resourceLinks([...drifts], ids)}</td><td>${say`${stack.stack}`}</td></tr>`)}</tbody></table></div>${rest > 0 ? html`<p>${say`and ${count(rest, "earlier call")}`}</p>` : NOTHING}</details>`;
}

function resourceLinks(drifts: readonly Drift[], ids: ReadonlyMap<Drift, string>): Html {
  const rest = drifts.length - LINKS;
  return html`${drifts.slice(0, LINKS).map((drift, index) => {
    const id = ids.get(drift);
    const name = say`${drift.resource.name}`;
    return html`${index === 0 ? NOTHING : html`, `}${id === undefined ? html`${name}` : html`<a href="#${id}">${name}</a>`}`;
  })}${rest > 0 ? say` and ${rest} more` : NOTHING}`;
}
