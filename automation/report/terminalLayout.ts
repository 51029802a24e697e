import { createColors } from "picocolors";
import { terminalText } from "./terminalText";

export type Style = "strong" | "quiet" | "alarm" | "warning" | "good";

export interface Line {
  readonly indent: number;
  /** Stands before the text; continuation lines start below the text. */
  readonly label?: string;
  readonly labelWidth?: number;
  readonly text: string;
  readonly style?: Style;
  readonly labelStyle?: Style;
  /** Default true. A command stays on one line, so that it can be copied. */
  readonly wrap?: boolean;
}

const NARROWEST = 40;

/** Escapes, wraps and colours: the only way by which text gets into the terminal format. */
export function layOut(lines: readonly Line[], width: number, color: boolean): string {
  const paint = painter(color);
  return lines.map((line) => layOutLine(line, Math.max(width, NARROWEST), paint)).join("");
}

function layOutLine(line: Line, width: number, paint: Paint): string {
  const label = line.label === undefined ? "" : `${terminalText(line.label).padEnd((line.labelWidth ?? line.label.length + 2) - 1)} `;
  const hang = line.indent + label.length;
  const text = terminalText(line.text);
  const rows = line.wrap === false ? [text] : wrapped(text, width - hang);
  return rows
    .map((row, index) => {
      const lead = index === 0 ? " ".repeat(line.indent) + paint(label, line.labelStyle) : " ".repeat(hang);
      return `${(lead + paint(row, line.style)).trimEnd()}\n`;
    })
    .join("");
}

/** Breaks at spaces; a longer word keeps its line to itself, so that ARNs and links can be copied. */
function wrapped(text: string, columns: number): readonly string[] {
  const rows: string[] = [];
  let row = "";
  for (const word of text.split(" ")) {
    if (row === "") row = word;
    else if (row.length + 1 + word.length <= columns) row += ` ${word}`;
    else {
      rows.push(row);
      row = word;
    }
  }
  return [...rows, row];
}

type Paint = (text: string, style?: Style) => string;

function painter(color: boolean): Paint {
  const colors = createColors(color);
  const styles: Readonly<Record<Style, (text: string) => string>> = {
    strong: colors.bold,
    quiet: colors.dim,
    alarm: (text) => colors.bold(colors.red(text)),
    warning: colors.yellow,
    good: colors.green,
  };
  return (text, style) => (style === undefined || text === "" ? text : styles[style](text));
}
