import { readPath, type Change, type Drift } from "../../policypack/model";
import { code, count, joined, prose, say, type Phrase } from "./phrase";
import { spanBetween, spanPhrase } from "./span";
import { utcMinute } from "./utcTime";
import { signed, tally, widestFirst, type DrawnLine, type ValueLine } from "./valueLine";
import { valueLines } from "./valueLines";
import { wholeLines } from "./wholeLines";

// Of one value; who needs more reads the JSON report.
const DRAWN_LINES = 12;

/** A change as every format tells it. */
export interface ChangeText {
  /** `ingress[1]: + tcp 22 from 0.0.0.0/0 · opens access · new`: what it is, and its marks. */
  readonly head: Phrase;
  readonly what: Phrase;
  readonly marks: readonly Phrase[];
  /** What differs, where that is more than one thing. */
  readonly lines: readonly DrawnLine[];
}

export function changeText(change: Change, drift: Drift): ChangeText {
  const lines = change.path === "" ? [] : changeLines(change);
  const what = change.path === "" ? wholePhrase(drift) : say`${code(change.path)}: ${summaryPhrase(lines)}`;
  const marks = marksOf(change);
  return { head: joined([what, ...marks], " · "), what, marks, lines: lines.length > 1 ? drawn(lines) : [] };
}

function summaryPhrase(lines: readonly ValueLine[]): Phrase {
  const [only, ...others] = lines;
  if (only === undefined) return say`changed, but no value shows it`;
  return others.length === 0 ? signed(only) : tally(lines);
}

function drawn(lines: readonly ValueLine[]): readonly DrawnLine[] {
  const rest = lines.length - DRAWN_LINES;
  if (rest <= 0) return lines;
  return [...widestFirst(lines, ({ text }) => text).slice(0, DRAWN_LINES), { sign: "…", text: say`and ${count(rest, "more", "more")} in the json format` }];
}

/** What differs in the value of a change. */
export function changeLines({ path, expected, actual }: Pick<Change, "path" | "expected" | "actual">): readonly ValueLine[] {
  // A path is shown as it came, whatever it is; only an element of a list has to be recognised.
  const segments = readPath(path) ?? [];
  const name = segments.findLast((segment) => typeof segment === "string");
  if (typeof segments.at(-1) !== "number") return valueLines(expected, actual, name);
  if (expected === undefined) return actual === undefined ? [] : wholeLines("+", actual, name, []);
  return actual === undefined ? wholeLines("-", expected, name, []) : valueLines(expected, actual);
}

function wholePhrase({ kind, resource }: Drift): Phrase {
  const what = say`${prose(typeWords(resource.type))} ${resource.name}`;
  return kind === "deleted" ? say`${what} is gone from AWS` : say`all of ${what}`;
}

/** `aws:ec2/securityGroup:SecurityGroup` → `security group` */
function typeWords(type: string): string {
  const name = type.slice(type.lastIndexOf(":") + 1);
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
}

function marksOf({ opensAccess, replaces, tier, history, absorbed, path }: Change): readonly Phrase[] {
  return [
    ...(absorbed ? [absorbedPhrase(absorbed, path === "" ? say`makes it again` : say`reverts it`)] : []),
    ...(opensAccess ? [say`opens access`] : []),
    ...(replaces ? [say`reverting replaces the resource`] : []),
    ...(tier === "ignored" ? [say`hidden by ignoreChanges`] : []),
    ...(tier === "output" ? [say`not set by the program`] : []),
    ...(history ? [historyPhrase(history)] : []),
  ];
}

function absorbedPhrase({ at, certain }: NonNullable<Change["absorbed"]>, undoes: Phrase): Phrase {
  if (certain) return say`taken into the state by a pulumi refresh at ${utcMinute(at)}: the next up ${undoes}`;
  return say`the state has it since ${utcMinute(at)}, perhaps by a pulumi refresh: unless the program has it too, the next up ${undoes}`;
}

function historyPhrase({ state, firstSeen, lastSeen, scans, flaps = 0 }: NonNullable<Change["history"]>): Phrase {
  const back = flaps === 0 ? say`` : say`, back after it had gone by itself ${count(flaps, "time")}`;
  if (state === "new") return say`new${back}`;
  const age = spanPhrase(spanBetween(firstSeen, lastSeen));
  return say`${prose(state)}, seen in ${count(scans, "scan")} since ${utcMinute(firstSeen)} (${age})${back}`;
}
