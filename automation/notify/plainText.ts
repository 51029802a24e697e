import { terminalPhrase } from "../report/terminalText";
import type { Alert } from "./alert";
import { alertLines, headlinePhrase, restPhrase, type AlertLine } from "./alertText";
import { fitLines } from "./fitLines";

/** For e-mail and the like: a line for each change, cut with a count. @param longest in UTF-8 bytes, more than 2,000 */
export function plainText(alert: Alert, longest: number): string {
  const all = alertLines(alert);
  const draw = ({ kind, say }: AlertLine) => `${kind === "item" ? "- " : "\n"}${terminalPhrase(say())}\n`;
  const headline = `whodrift: ${terminalPhrase(headlinePhrase(alert))}\n`;
  const rest = (left: number) => `\n${terminalPhrase(restPhrase(left, alert))}\n`;
  const bytes = (text: string) => Buffer.byteLength(text);
  const { kept } = fitLines(all, longest - bytes(headline) - bytes(rest(all.length)), draw, bytes);
  const left = all.slice(kept.length).filter(({ kind }) => kind === "item").length;
  return headline + kept.join("") + (left > 0 ? rest(left) : "");
}
