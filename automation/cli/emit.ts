import path from "node:path";
import type { ScanReport } from "../../policypack/model";
import { formats } from "../report";
import { writeWhole } from "../writeWhole";
import type { FormatOption } from "./formatOption";
import { linesFrom } from "./linesFrom";
import { wantsColor, type Terminal } from "./terminal";

/**
 * Draws the report in every format that was asked for. One that fails does not stop the others.
 * @returns whether all were written
 */
export async function emit(report: ScanReport, options: readonly FormatOption[], terminal: Terminal): Promise<boolean> {
  let complete = true;
  for (const option of options) {
    try {
      await emitOne(report, option, terminal);
    } catch (error) {
      complete = false;
      const where = option.path ?? "stdout";
      const reason = error instanceof Error ? error.message : String(error);
      await terminal.stderr.write(linesFrom("whodrift", `the ${option.format} report could not be written to ${where}: ${reason}`));
    }
  }
  return complete;
}

async function emitOne(report: ScanReport, { format, path: file }: FormatOption, terminal: Terminal): Promise<void> {
  const renderer = formats[format];
  if (renderer === undefined) throw new Error(`there is no format ${format}`);
  if (file !== undefined) return writeWhole(path.resolve(terminal.cwd, file), renderer.render(report));
  return terminal.stdout.write(renderer.render(report, { color: wantsColor(terminal.stdout, terminal.env), width: terminal.stdout.columns }));
}
