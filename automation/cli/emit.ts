import path from "node:path";
import type { ScanReport } from "../../policypack/model";
import { formats, type RenderOptions } from "../report";
import { writeWhole } from "../writeWhole";
import type { FormatOption } from "./formatOption";
import { linesFrom } from "./linesFrom";
import { wantsColor, type Terminal } from "./terminal";

/**
 * Draws the report in every format that was asked for. One that fails does not stop the others.
 * @param maxBytes of each report, in the formats that can be cut
 * @returns whether all were written
 */
export function emit(report: ScanReport, options: readonly FormatOption[], terminal: Terminal, maxBytes?: number): Promise<boolean> {
  return emitDrawn((format, how) => formats[format]?.render(report, { ...how, ...(maxBytes !== undefined && { maxBytes }) }), options, terminal);
}

/** Gives the text in a format, or undefined where there is no such format. */
type Draw = (format: string, how?: RenderOptions) => string | undefined;

/** @returns whether all were written */
export async function emitDrawn(draw: Draw, options: readonly FormatOption[], terminal: Terminal): Promise<boolean> {
  let complete = true;
  for (const option of options) {
    try {
      await emitOne(draw, option, terminal);
    } catch (error) {
      complete = false;
      const where = option.path ?? "stdout";
      const reason = error instanceof Error ? error.message : String(error);
      await terminal.stderr.write(linesFrom("whodrift", `the ${option.format} report could not be written to ${where}: ${reason}`));
    }
  }
  return complete;
}

async function emitOne(draw: Draw, { format, path: file }: FormatOption, terminal: Terminal): Promise<void> {
  const text = draw(format, file === undefined ? { color: wantsColor(terminal.stdout, terminal.env), width: terminal.stdout.columns } : undefined);
  if (text === undefined) throw new Error(`there is no format ${format}`);
  return file === undefined ? terminal.stdout.write(text) : writeWhole(path.resolve(terminal.cwd, file), text);
}
