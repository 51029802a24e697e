import type { CodeText, PlannedChange, RemediationReport, StackRemediation, Target, Unable } from "../remediate/remediationReport";
import { actorPhrase, decisionPhrase } from "./changeFacts";
import type { Fact } from "./fact";
import { jsonText } from "./json";
import { code, count, joined, prose, say, words, type Phrase } from "./phrase";
import type { RenderOptions } from "./reportFormat";
import { resourcePhrase } from "./resourcePhrase";
import { shown } from "./shownValue";
import { factLines } from "./terminal";
import { layOut, type Line } from "./terminalLayout";
import { terminalPhrase } from "./terminalText";
import { utcMinute } from "./utcTime";

const WIDTH = 100;
const BLANK: Line = { indent: 0, text: "" };

/** Name for `--format` → how `remediate` is drawn. */
export const remediateFormats: Readonly<Record<string, (report: RemediationReport, how?: RenderOptions) => string>> = {
  terminal: (report, { width = WIDTH, color = false } = {}) => layOut(reportLines(report), width, color),
  json: jsonText,
};

/** One stack, for whoever is asked. */
export function drawStack(stack: StackRemediation, { width = WIDTH, color = false }: RenderOptions = {}): string {
  return layOut(stackLines(stack), width, color);
}

function reportLines({ stacks, refused }: RemediationReport): readonly Line[] {
  const refusal = refused && [...line("refused", prose(refused.message), "alarm"), ...line("fix", prose(refused.fix ?? "")), BLANK];
  return [...(refusal ?? []), ...stacks.flatMap((stack, index) => [...(index === 0 ? [] : [BLANK]), ...stackLines(stack)])];
}

function line(label: string, text: Phrase, style?: Line["style"]): readonly Line[] {
  return factLines([{ label, text }], 0).map((one) => ({ ...one, ...(style && { style }) }));
}

function stackLines(stack: StackRemediation): readonly Line[] {
  const facts: readonly Fact[] = [
    ...(stack.problem ? [{ label: "problem", text: prose(stack.problem.message) }] : []),
    ...(stack.problem?.fix === undefined ? [] : [{ label: "fix", text: say``, command: stack.problem.fix }]),
    ...(stack.generatedAt === undefined ? [] : [{ label: "as of", text: say`the scan of ${utcMinute(stack.generatedAt)}` }]),
    ...(stack.targets.some(({ action }) => action === "revert") ? [{ label: "program", text: stack.program === undefined ? say`not known: run the commands below in its folder` : say`${stack.program}` }] : []),
    ...stack.held.map((change) => ({ label: "held", text: changePhrase(change) })),
    ...stack.left.map((change) => ({ label: "left", text: changePhrase(change) })),
    ...stack.unable.flatMap(unableFacts),
  ];
  return [
    { indent: 0, text: terminalPhrase(headline(stack)), style: "strong" },
    ...factLines(facts, 2),
    ...stack.targets.flatMap((target) => [BLANK, { indent: 2, text: terminalPhrase(targetPhrase(target)), style: styleOf(target) }, ...factLines(targetFacts(target), 4)]),
    ...stack.adopted.flatMap(({ change, code: texts }) => [BLANK, { indent: 2, text: terminalPhrase(say`adopted: ${resourcePhrase(change.urn)}`), style: "strong" as const }, ...factLines([{ label: "change", text: changePhrase(change) }, ...texts.flatMap(codeFacts)], 4)]),
  ];
}

function headline({ stack, targets, unable, declined }: StackRemediation): Phrase {
  const changes = targets.reduce((sum, one) => sum + one.changes.length, 0);
  const parts = [
    ...(changes === 0 ? [say`nothing to carry out`] : [say`${count(changes, "change")} of ${count(targets.length, "resource")} to carry out`]),
    ...(unable.length === 0 ? [] : [say`${count(unable.length, "change")} cannot be`]),
    ...(declined ? [say`declined`] : []),
  ];
  return say`${stack}: ${joined(parts, ", ")}`;
}

function styleOf({ outcome }: Target): NonNullable<Line["style"]> {
  switch (outcome?.end) {
    case "done":
      return "good";
    case "stopped":
    case "interrupted":
      return "alarm";
    case undefined:
      return "strong";
  }
}

const EFFECTS: Readonly<Record<Target["effect"], string>> = {
  update: "revert",
  replace: "REPLACE, to revert",
  create: "MAKE AGAIN",
  state: "adopt",
};

function targetPhrase({ effect, urn, outcome }: Target): Phrase {
  const end = outcome === undefined ? say`` : say`${words(outcome.end)}: `;
  return say`${end}${words(EFFECTS[effect])} ${resourcePhrase(urn)}`;
}

function targetFacts({ changes, command, code: texts, outcome }: Target): readonly Fact[] {
  return [
    ...(outcome?.reason === undefined ? [] : [{ label: "because", text: prose(outcome.reason) }]),
    ...changes.flatMap((change): readonly Fact[] => [
      { label: "change", text: changePhrase(change) },
      { label: "decision", text: decisionPhrase({ ...change.decision, ...(change.overdue && { overdue: true }) }) },
    ]),
    ...(outcome?.end === "done" ? [] : [{ label: "command", text: say``, command }]),
    ...texts.flatMap(codeFacts),
  ];
}

function changePhrase({ path, recorded, actual, actor }: PlannedChange): Phrase {
  const what = path === "" ? say`deleted` : say`${code(path)}: recorded ${shown(recorded)}, actual ${shown(actual)}`;
  return actor === undefined ? what : say`${what}, by ${actorPhrase(actor)}`;
}

function unableFacts({ change, reason, fix }: Unable): readonly Fact[] {
  return [
    { label: "not done", text: say`${resourcePhrase(change.urn)} ${code(change.path === "" ? "(deleted)" : change.path)}, to ${words(change.decision.action)}: ${prose(reason)}` },
    ...(fix === undefined ? [] : [fix.startsWith("--") ? { label: "fix", text: say``, command: fix } : { label: "fix", text: prose(fix) }]),
  ];
}

function codeFacts({ path, edit, typescript, yaml, declaredAt }: CodeText): readonly Fact[] {
  const where = declaredAt === undefined ? say`in the program` : say`in ${declaredAt.file}:${words(String(declaredAt.line))}`;
  const what = { set: say`set ${code(path)} ${where}`, add: say`add an element to ${code(path)} ${where}`, remove: say`take ${code(path)} out ${where}` } as const;
  return [
    { label: "code", text: what[edit] },
    ...(typescript === undefined ? [] : [{ label: "TypeScript", text: say``, command: typescript }]),
    ...(yaml === undefined ? [] : yaml.split("\n").map((text, index) => ({ label: index === 0 ? "YAML" : "", text: say``, command: text }))),
  ];
}
