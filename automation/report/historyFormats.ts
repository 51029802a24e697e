import { isAttributed, type AttributedChange, type PersonDecision, type RemediationStep } from "../../policypack/model";
import type { Chapter, Story } from "../story/story";
import { actorPhrase } from "./changeFacts";
import { jsonText } from "./json";
import { code, count, joined, prose, say, type Phrase } from "./phrase";
import type { RenderOptions } from "./reportFormat";
import { endingPhrase } from "./resolvedFacts";
import { resourcePhrase } from "./resourcePhrase";
import { spanBetween, spanPhrase } from "./span";
import { layOut, type Line } from "./terminalLayout";
import { terminalPhrase } from "./terminalText";
import { utcMinute, utcSecond } from "./utcTime";
import { signed, tally } from "./valueLine";
import { changeLines } from "./changeText";

const WIDTH = 100;
const BLANK: Line = { indent: 0, text: "" };

/** Name for `--format` → how `history` is drawn. */
export const historyFormats: Readonly<Record<string, (story: Story, how?: RenderOptions) => string>> = {
  terminal: (story, { width = WIDTH, color = false } = {}) => layOut(storyLines(story), width, color),
  json: jsonText,
};

function storyLines(story: Story): readonly Line[] {
  if (story.chapters.length === 0) return [{ indent: 0, text: terminalPhrase(say`${story.asked}: the ledger tells nothing of it`) }];
  const times = story.chapters.map(({ at }) => terminalPhrase(utcMinute(at)));
  const labelWidth = Math.max(...times.map((time) => time.length)) + 2;
  return [
    { indent: 0, text: terminalPhrase(titlePhrase(story)), style: "strong" },
    BLANK,
    ...story.chapters.map((chapter, index): Line => ({ indent: 0, label: times[index] ?? "", labelWidth, labelStyle: "quiet", text: terminalPhrase(chapterPhrase(chapter)) })),
    BLANK,
    ...sumLines(story),
  ];
}

function titlePhrase({ chapters }: Story): Phrase {
  const resources = new Map(chapters.flatMap((chapter) => (isSight(chapter) ? [[`${chapter.stack} ${chapter.resource.urn}`, say`${resourcePhrase(chapter.resource.urn)} of ${chapter.stack}`] as const] : [])));
  return joined([...resources.values()], ", ");
}

function sumLines({ chapters, meanDrifted, actors }: Story): readonly Line[] {
  const ended = chapters.filter(({ kind }) => kind === "resolved").length;
  const open = chapters.filter(({ kind }) => kind === "open").length;
  const mean = meanDrifted === undefined ? say`` : say`; drifted for ${spanPhrase(meanDrifted)}${ended === 1 ? say`` : say` on average`}`;
  const last = chapters.at(-1)?.entry ?? 0;
  return [
    { indent: 0, label: "sum", labelWidth: 8, labelStyle: "quiet", text: terminalPhrase(say`${open} open, ${ended} resolved${mean}`) },
    ...(actors.length === 0 ? [] : [{ indent: 0, label: "by", labelWidth: 8, labelStyle: "quiet" as const, text: terminalPhrase(joined(actors.map(({ name, times }) => say`${name} ${count(times, "time")}`), ", ")) }]),
    { indent: 0, label: "ledger", labelWidth: 8, labelStyle: "quiet", text: terminalPhrase(say`from ${count(new Set(chapters.map(({ entry }) => entry)).size, "entry", "entries")}, the last is ${last}; unverified: run whodrift ledger verify`) },
  ];
}

function isSight(chapter: Chapter): chapter is Extract<Chapter, { kind: "seen" | "worse" | "retold" }> {
  return chapter.kind === "seen" || chapter.kind === "worse" || chapter.kind === "retold";
}

function chapterPhrase(chapter: Chapter): Phrase {
  switch (chapter.kind) {
    case "seen":
      return say`${chapter.again ? say`back again` : say`first seen`}: ${sightPhrase(chapter.change)}`;
    case "worse":
      return say`worse: ${sightPhrase(chapter.change)}`;
    case "retold":
      return say`told anew: ${sightPhrase(chapter.change)}`;
    case "decided":
      return decidedPhrase(chapter.decision);
    case "step":
      return stepPhrase(chapter.step);
    case "resolved":
      return say`${pathPhrase(chapter.resolved.path)}: ${endingPhrase(chapter.resolved)}, drifted for ${spanPhrase(spanBetween(chapter.resolved.firstSeen, chapter.resolved.at))}: ${prose(chapter.resolved.why)}`;
    case "open":
      return say`still open: ${pathPhrase(chapter.path)}, seen in ${count(chapter.history.scans, "scan")} since ${utcMinute(chapter.history.firstSeen)}`;
  }
}

function sightPhrase(change: AttributedChange): Phrase {
  const { path, severity, attribution, noise } = change;
  const lines = path === "" ? [] : changeLines(change);
  const [only, ...others] = lines;
  const what = only === undefined ? say`` : say` ${others.length === 0 ? signed(only) : tally(lines)}`;
  const who = isAttributed(attribution)
    ? say`by ${actorPhrase(attribution.actor)}: ${attribution.event.operation} at ${utcSecond(attribution.event.time)}, id ${attribution.event.id} (${prose(attribution.confidence)})`
    : say`by an unknown actor (${prose(attribution.reason)})`;
  return say`${pathPhrase(path)}${what}, ${prose(severity)}${noise ? say`, noise (${noise.rule})` : say``}, ${who}`;
}

function pathPhrase(path: string): Phrase {
  return path === "" ? say`the whole resource` : code(path);
}

function decidedPhrase({ action, by: { name, basis }, path, reason, until }: PersonDecision): Phrase {
  const end = until === undefined ? say`` : say` until ${utcMinute(until)}`;
  return say`${prose(action)} ${pathPhrase(path)}${end}, said ${name} (${basis === "claimed" ? say`claimed` : say`signed in by ${prose(basis)}`}): ${prose(reason)}`;
}

function stepPhrase({ action, status, by, reason }: RemediationStep): Phrase {
  return say`remediation: ${prose(action)} ${prose(status)} by ${by.name}${reason === undefined ? say`` : say`: ${prose(reason)}`}`;
}
