import { terminalPhrase } from "../report/terminalText";
import type { Alert } from "./alert";
import { alertLines, headlinePhrase, restPhrase } from "./alertText";
import { fitLines } from "./fitLines";

/** For e-mail and the like: a line for each change, cut with a count. @param longest in UTF-8 bytes, more than 2,000 */
export function plainText(alert: Alert, longest: number): string {
  const all = alertLines(alert);
  const drawn = all.map(({ kind, text }) => ({ kind, text: `${kind === "item" ? "- " : "\n"}${terminalPhrase(text)}\n` }));
  const headline = `whodrift: ${terminalPhrase(headlinePhrase(alert))}\n`;
  const rest = (left: number) => `\n${terminalPhrase(restPhrase(left, alert))}\n`;
  const bytes = (text: string) => Buffer.byteLength(text);
  const { kept } = fitLines(drawn, longest - bytes(headline) - bytes(rest(all.length)), ({ text }) => bytes(text));
  const left = drawn.slice(kept.length).filter(({ kind }) => kind === "item").length;
  return headline + kept.map(({ text }) => text).join("") + (left > 0 ? rest(left) : "");
}
