import { Command, Option } from "commander";
import { mergeShards, type SavedReport } from "../../mergeShards";
import { audiences, formats, forAudience, type Audience } from "../../report";
import { emit } from "../emit";
import { EXIT, exitStatus, failOnChoices, type FailOn } from "../exitStatus";
import { collect, MAX_BYTES, parseBytes, parseFormats } from "../formatOption";
import { readReport, reportName, STDIN } from "../readReport";
import type { End, Terminal } from "../terminal";
import { UsageError } from "../usageError";

interface ReportFlags {
  readonly format: readonly string[];
  readonly maxBytes?: number;
  readonly audience: Audience;
  readonly failOn: FailOn;
}

export function reportCommand(terminal: Terminal, end: End): Command {
  return new Command("report")
    .summary("draw a saved report again in any format; merge the shards of a scan")
    .description(
      "Reads what `whodrift scan --format json` wrote, and draws it again. Several files are the shards of one scan " +
        "(`whodrift scan --shard I/N`): they become the report that one scan of all the stacks would have given. " +
        "A shard that is missing is said, and its stacks are unchecked. Nothing is asked of AWS or Pulumi.",
    )
    .argument("<file...>", "the saved report, or all shards of one scan; - reads stdin")
    .option("--format <format[=file]>", `${Object.keys(formats).join(", ")}; to stdout, or into a file; may be repeated`, collect, [])
    .addOption(new Option(...MAX_BYTES).argParser(parseBytes))
    .addOption(new Option("--fail-on <what>", "exit with 2 from this severity on").choices(failOnChoices).default("any"))
    .addOption(new Option("--audience <who>", "team leaves out addresses and user agents that the file may hold").choices(audiences).default("security", "as the file has them"))
    .addHelpText("after", HELP)
    .action(async (files: readonly string[], flags: ReportFlags) => {
      end(await runReport(files, flags, terminal));
    });
}

const HELP = `
Exit status: as of the scan: 0 in sync, or drift below --fail-on; 2 drift; 1 something was not checked, a shard is
missing, or a report could not be written (it wins over 2); 64 bad usage, no scan report, or not shards of one scan.

Examples:
  whodrift report drift.json --format markdown           the same scan, for a comment
  whodrift scan --all --shard 1/3 --format json=1.json   on the first of three machines
  whodrift report 1.json 2.json 3.json                   the whole scan`;

async function runReport(files: readonly string[], flags: ReportFlags, terminal: Terminal): Promise<number> {
  const outputs = parseFormats(flags.format.length === 0 ? ["terminal"] : flags.format);
  if (files.filter((file) => file === STDIN).length > 1) throw new UsageError("stdin can be read once: give only one -");
  const saved: SavedReport[] = [];
  for (const file of files) saved.push({ name: reportName(file), report: await readReport(file, terminal) });
  const report = mergeShards(saved);
  const written = await emit(forAudience(report, flags.audience), outputs, terminal, flags.maxBytes);
  return written ? exitStatus(report, flags.failOn) : EXIT.failed;
}
