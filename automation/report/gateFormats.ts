import type { GateReport, Obstacle, RefusedStep, Why } from "../gate/gateReport";
import { actorPhrase, decisionPhrase, eventPhrase } from "./changeFacts";
import type { Fact } from "./fact";
import { jsonText } from "./json";
import { factList } from "./markdown";
import { md, Markdown } from "./markdownText";
import { code, count, joined, prose, say, type Phrase } from "./phrase";
import type { RenderOptions } from "./reportFormat";
import { shown } from "./shownValue";
import { resourcePhrase } from "./resourcePhrase";
import { factLines } from "./terminal";
import { layOut, type Line } from "./terminalLayout";
import { terminalPhrase } from "./terminalText";
import { utcMinute } from "./utcTime";

const WIDTH = 100;
// Enough to recognise the update; the JSON has them all.
const NAMED_STEPS = 10;
// A policy may say as much as it likes.
const NAMED_VIOLATIONS = 10;

/** Name for `--format` → how `gate` is drawn. */
export const gateFormats: Readonly<Record<string, (report: GateReport, how?: RenderOptions) => string>> = {
  terminal: (report, { width = WIDTH, color = false } = {}) => layOut(terminalLines(report), width, color),
  markdown: markdownText,
  json: jsonText,
};

function terminalLines(report: GateReport): readonly Line[] {
  const blank: Line = { indent: 0, text: "" };
  return [
    { indent: 0, text: terminalPhrase(headline(report)), style: report.verdict === "may-go-ahead" ? "good" : "alarm" },
    ...factLines(gateFacts(report), 2),
    ...report.refused.flatMap((step) =>
      step.held.flatMap((obstacle) => [
        blank,
        { indent: 2, text: terminalPhrase(stepPhrase(step, obstacle)), style: "strong" as const },
        ...factLines(obstacleFacts(obstacle), 4),
      ]),
    ),
  ];
}

function markdownText(report: GateReport): string {
  const refused = report.refused.flatMap((step) => step.held.map((obstacle) => md`\n### ${stepPhrase(step, obstacle)}\n\n${factList(obstacleFacts(obstacle))}`.text));
  return md`## ${headline(report)}\n\n${factList(gateFacts(report))}${new Markdown(refused.join(""))}`.text;
}

function headline({ stack, verdict, refused, allowed, violations }: GateReport): Phrase {
  switch (verdict) {
    case "may-go-ahead":
      return say`${stack}: this up may go ahead`;
    case "unknown":
      return say`${stack}: whether this up may go ahead could not be told`;
    case "refused":
      return refused.length === 0
        ? say`${stack}: this up is refused by ${count(violations.length, "mandatory policy violation")}`
        : say`${stack}: this up is refused: ${refused.length} of ${count(refused.length + allowed.length, "step")} ${refused.length === 1 ? say`touches` : say`touch`} what is held`;
  }
}

function gateFacts(report: GateReport): readonly Fact[] {
  const { problems, violations, allowed, refreshed, unchanged } = report;
  const more = allowed.length - NAMED_STEPS;
  const named = allowed.slice(0, NAMED_STEPS).map(({ op, urn }) => say`${prose(op)} ${resourcePhrase(urn)}`);
  const silent = violations.length - NAMED_VIOLATIONS;
  return [
    ...problems.flatMap(({ code: kind, message, fix }) => [{ label: "problem", text: say`${prose(message)} (${kind})` }, ...(fix === undefined ? [] : [{ label: "fix", text: prose(fix) }])]),
    { label: "held", text: openDriftPhrase(report) },
    { label: "looked", text: refreshed ? say`at the cloud first, as up --refresh does` : say`at the recorded state alone, as up without --refresh does` },
    ...violations.slice(0, NAMED_VIOLATIONS).map(({ pack, policy, urn, message }) => ({ label: "policy", text: say`${policy} of ${pack}, ${resourcePhrase(urn)}: ${message === undefined ? say`see pulumi preview with this pack; it may quote a secret` : prose(message)}` })),
    ...(silent > 0 ? [{ label: "policy", text: say`and ${count(silent, "more violation")}` }] : []),
    { label: "free", text: allowed.length === 0 ? say`no step besides; ${count(unchanged, "resource")} unchanged` : say`${joined(named, ", ")}${more > 0 ? say` and ${more} more` : say``}; ${count(unchanged, "resource")} unchanged` },
  ];
}

function openDriftPhrase({ openDrift }: GateReport): Phrase {
  switch (openDrift.outcome) {
    case "missing":
      return say`nothing: there is no open-drift file at ${openDrift.location}`;
    case "unusable":
      return say`not known`;
    case "read":
      return say`${count(openDrift.held, "change")}, as of ${utcMinute(openDrift.generatedAt)}${openDrift.stale ? say`, which ran out at ${utcMinute(openDrift.expiresAt)}` : say``}`;
  }
}

function stepPhrase({ op, urn }: RefusedStep, { path }: Obstacle): Phrase {
  return say`${prose(op)} ${resourcePhrase(urn)}: ${path === "" ? say`its deletion` : code(path)} is held`;
}

function obstacleFacts({ why, path, actual, planned, actor, event, decision, ways }: Obstacle): readonly Fact[] {
  return [
    ...(path === "" ? [] : [{ label: "now", text: shown(actual) }]),
    ...(why === "writes" || why === "may-send-whole" ? [{ label: "planned", text: shown(planned) }] : []),
    { label: "by", text: actor ? actorPhrase(actor) : say`unknown: no audit event names anybody` },
    ...(event ? [{ label: "event", text: say`${eventPhrase(event)}, id ${event.id}` }] : []),
    { label: "decision", text: decisionPhrase(decision) },
    { label: "refused", text: WHY[why] },
    ...ways.map(({ text, command }) => ({ label: "go on", text: prose(text), ...(command !== undefined && { command }) })),
  ];
}

const WHY: Readonly<Record<Why, Phrase>> = {
  writes: say`the plan writes this property`,
  "may-send-whole": say`the plan writes the resource, whose provider may send all of it, this property with the recorded value`,
  replaces: say`the plan replaces the resource, and its successor would not have the actual value`,
  deletes: say`the plan deletes the resource`,
  recreates: say`the plan would have the resource again`,
};
