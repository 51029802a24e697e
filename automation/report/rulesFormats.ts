import { canonicalJson, jsonSchema } from "../../policypack/model";
import type { RulesTest, TestedChange, TestedRule } from "../rules/rulesTest";
import { jsonText } from "./json";
import { code, count, joined, prose, say, type Phrase } from "./phrase";
import type { RenderOptions } from "./reportFormat";
import { resourcePhrase } from "./resourcePhrase";
import { layOut, type Line } from "./terminalLayout";
import { terminalPhrase } from "./terminalText";
import { utcMinute } from "./utcTime";

const WIDTH = 100;
const BLANK: Line = { indent: 0, text: "" };
// Of changes that fare alike; who needs more reads the JSON.
const NAMED_CHANGES = 5;

/** Name for `--format` → how `rules test` is drawn. */
export const rulesFormats: Readonly<Record<string, (test: RulesTest, how?: RenderOptions) => string>> = {
  terminal: (test, { width = WIDTH, color = false } = {}) => layOut(testLines(test), width, color),
  json: jsonText,
};

function testLines({ rules, changes, at }: RulesTest): readonly Line[] {
  return [
    { indent: 0, text: terminalPhrase(say`${count(changes.length, "change")}, ${count(rules.length, "rule")}, as at ${utcMinute(at)}`), style: "strong" },
    ...rules.map(ruleLine),
    ...groups(changes).flatMap(groupLines),
  ];
}

function ruleLine(rule: TestedRule): Line {
  const { name, then, matches } = rule;
  const isIdle = matches === 0;
  return { indent: 2, label: isIdle ? "unused" : "rule", labelWidth: 8, labelStyle: isIdle ? "warning" : "quiet", text: terminalPhrase(say`${name} (${prose(then)}): ${farePhrase(rule)}`) };
}

function farePhrase({ matches, decides, passedOver }: TestedRule): Phrase {
  if (matches === 0) return say`matches nothing`;
  const over = passedOver === 0 ? say`` : say`, is passed over for ${passedOver}`;
  if (decides === 0 && passedOver === 0) return say`matches ${matches}, and an earlier rule always decides`;
  return say`decides ${decides}${over}, matches ${matches}`;
}

/** Changes that fare alike, in the report's order. */
function groups(changes: readonly TestedChange[]): readonly (readonly [TestedChange, ...TestedChange[]])[] {
  const byFate = new Map<string, [TestedChange, ...TestedChange[]]>();
  for (const change of changes) {
    const { action, by, until } = change.decision;
    const key = canonicalJson(jsonSchema.parse([action, by, until ?? "", change.tried, change.reported ?? ""]));
    const group = byFate.get(key);
    if (group) group.push(change);
    else byFate.set(key, [change]);
  }
  return [...byFate.values()];
}

function groupLines(group: readonly [TestedChange, ...TestedChange[]]): readonly Line[] {
  const [{ decision, reported, tried }] = group;
  const { by, until } = decision;
  const end = until === undefined ? say`` : say`, ${utcMinute(until)}`;
  const rest = group.length - NAMED_CHANGES;
  return [
    BLANK,
    { indent: 0, text: terminalPhrase(say`${prose(decision.action)} by ${"rule" in by ? by.rule : by.person}${end}`), style: "strong" },
    ...group.slice(0, NAMED_CHANGES).map(({ stack, urn, path, fingerprint }): Line => ({
      indent: 2,
      text: terminalPhrase(say`${stack}: ${path === "" ? resourcePhrase(urn) : say`${code(path)} of ${resourcePhrase(urn)}`}, ${fingerprint}`),
    })),
    ...(rest > 0 ? [{ indent: 2, text: terminalPhrase(say`and ${count(rest, "more change")}; the json format has them all`) }] : []),
    ...tried.filter(({ outcome }) => outcome !== "decides").map(triedLine),
    ...(reported ? [fact("report", say`has ${prose(reported.action)} by ${"rule" in reported.by ? reported.by.rule : joined([say`${reported.by.person}`, prose(reported.by.reason)], ", ")}`)] : []),
  ];
}

function triedLine(tried: TestedChange["tried"][number]): Line {
  switch (tried.outcome) {
    case "no-match":
      return fact("no", say`${tried.rule}: ${code(tried.condition)} does not hold`);
    case "passed-over":
      return { ...fact("passed", say`${tried.rule}: ${prose(tried.reason)}`), labelStyle: "warning" };
    case "decides":
      return fact("yes", say`${tried.rule}`);
  }
}

function fact(label: string, text: Phrase): Line {
  return { indent: 4, label, labelWidth: 8, labelStyle: "quiet", text: terminalPhrase(text) };
}
