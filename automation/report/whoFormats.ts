import { couldNotRead, type Touch, type WhoReport } from "../who/whoReport";
import { actorPhrase } from "./changeFacts";
import { driftPhrase } from "./driftPhrase";
import { jsonText } from "./json";
import { count, joined, prose, say, words, type Phrase } from "./phrase";
import type { RenderOptions } from "./reportFormat";
import { layOut, type Line } from "./terminalLayout";
import { terminalPhrase } from "./terminalText";
import { utcMinute, utcSecond } from "./utcTime";

const WIDTH = 100;
const BLANK: Line = { indent: 0, text: "" };
const LABELS = { labelWidth: "failed".length + 2, labelStyle: "quiet" } as const;

/** Name for `--format` → how `who` is drawn. */
export const whoFormats: Readonly<Record<string, (report: WhoReport, how?: RenderOptions) => string>> = {
  terminal: (report, { width = WIDTH, color = false } = {}) => layOut(whoLines(report), width, color),
  json: jsonText,
};

/** Only the calls: what a watch adds to what it has said. */
export function drawTouches({ touches, window }: WhoReport, { width = WIDTH, color = false }: RenderOptions = {}): string {
  return layOut(touchLines(touches, window.to), width, color);
}

function whoLines(report: WhoReport): readonly Line[] {
  const { owner, touches, failedTries, window } = report;
  return [
    { indent: 0, text: terminalPhrase(resourcePhrase(report)), style: "strong" },
    "unknown" in owner ? line("owner", say`unknown: ${prose(owner.unknown)}`) : line("owner", say`${owner.stack} · ${owner.urn}`),
    BLANK,
    ...(touches.length === 0 ? [nobody(report)] : touchLines(touches, window.to)),
    BLANK,
    ...(failedTries > 0 ? [line("failed", say`${count(failedTries, "failed try", "failed tries")}`)] : []),
    ...gapsOf(report).map((gap) => line("gap", gap)),
    line("read", say`${utcMinute(window.from)} to ${utcMinute(window.to)}; events may lag 15 minutes`),
  ];
}

function resourcePhrase({ asked, resource }: WhoReport): Phrase {
  if ("urn" in resource) return driftPhrase({ kind: "modified", resource });
  const known = [resource.type, resource.account, resource.region].filter((part) => part !== undefined);
  return joined([say`${asked}`, ...known.map((part) => say`${part}`)], " · ");
}

function nobody(report: WhoReport): Line {
  if (couldNotRead(report)) return { indent: 0, text: "unknown: the trail could not be read", style: "warning" };
  return { indent: 0, text: "nobody changed it, as far as the trail tells" };
}

/** A sentence each, behind a column of times. */
function touchLines(touches: readonly Touch[], now: string): readonly Line[] {
  const times = touches.map(({ event }) => terminalPhrase(say`${utcSecond(event.time)} (${words(ago(event.time, now))})`));
  const labelWidth = Math.max(...times.map((time) => time.length)) + 2;
  return touches.map(({ event, actor, says, deployment }, index): Line => {
    const what = say`${event.operation}: ${prose(says)}`;
    return {
      indent: 0,
      label: times[index] ?? "",
      labelWidth,
      labelStyle: "quiet",
      text: terminalPhrase(say`${actorPhrase(actor)}${deployment ? say` in a deployment` : say``}: ${what}`),
      ...(deployment && { style: "quiet" as const }),
    };
  });
}

const UNITS = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
] as const;

function ago(time: string, now: string): string {
  const passed = Date.parse(now) - Date.parse(time);
  const unit = UNITS.find(([, length]) => passed >= length);
  return unit === undefined ? "just now" : `${Math.floor(passed / unit[1])} ${unit[0]} ago`;
}

function line(label: string, text: Phrase): Line {
  return { indent: 0, label, ...LABELS, text: terminalPhrase(text) };
}

function gapsOf({ audit, notRead }: WhoReport): readonly Phrase[] {
  const gaps = audit.flatMap(({ account, region, gaps: missing }) => missing.map((gap) => say`${prose(`${account} ${region}`)}: ${prose(gap)}`));
  return [...gaps, ...notRead.map((gap) => prose(gap))];
}
