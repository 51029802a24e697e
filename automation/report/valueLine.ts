import { formatPath, type PropertyPath } from "../../policypack/model";
import { code, count, joined, say, words, type Phrase } from "./phrase";

/** In the cloud and not in the program | in the program and not in the cloud | other than in the program. */
export type Sign = "+" | "-" | "~";

/** One difference inside a value. */
export interface ValueLine {
  readonly sign: Sign;
  readonly text: Phrase;
}

/** What a reader gets to see of them: the last line may say how many are left out. */
export interface DrawnLine {
  readonly sign: Sign | "…";
  readonly text: Phrase;
}

/** @param at where inside the value; the value itself needs no path */
export function valueLine(sign: Sign, at: PropertyPath, text: Phrase): ValueLine {
  return { sign, text: at.length === 0 ? text : say`${code(formatPath(at))}: ${text}` };
}

export function signed({ sign, text }: ValueLine): Phrase {
  return sign === "~" ? text : say`${words(sign)} ${text}`;
}

/** `2 added, 1 changed` */
export function tally(lines: readonly ValueLine[]): Phrase {
  const amounts = (["+", "-", "~"] as const).map((sign) => ({ sign, amount: lines.filter((line) => line.sign === sign).length }));
  return joined(
    amounts.filter(({ amount }) => amount > 0).map(({ sign, amount }) => say`${amount} ${DONE[sign]}`),
    ", ",
  );
}

const DONE: Readonly<Record<Sign, Phrase>> = { "+": say`added`, "-": say`removed`, "~": say`changed` };

/** The first of many, and how many there are besides. */
export function listed(phrases: readonly Phrase[], most: number, separator: ", " | "; " = ", "): Phrase {
  const rest = phrases.length - most;
  return say`${joined(phrases.slice(0, most), separator)}${rest > 0 ? say` and ${count(rest, "more", "more")}` : say``}`;
}

/** For a list of which only the first are drawn: nobody shall bury an open door under what is harmless. */
export function widestFirst<T>(list: readonly T[], textOf: (one: T) => Phrase): readonly T[] {
  const isWide = (one: T): boolean => textOf(one).some(({ text }) => /^"?(\*|0\.0\.0\.0\/0|::\/0)"?$/.test(text));
  return [...list.filter(isWide), ...list.filter((one) => !isWide(one))];
}
