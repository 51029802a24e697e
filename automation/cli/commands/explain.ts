import { randomBytes } from "node:crypto";
import path from "node:path";
import { Command } from "commander";
import { openTrail } from "../../audit";
import { Masker } from "../../compare";
import { loadConfig } from "../../config/loadConfig";
import { explainReport } from "../../explain";
import { existingLedgerKey } from "../../ledger";
import { forAudience, formats } from "../../report";
import { emit } from "../emit";
import { EXIT } from "../exitStatus";
import { collect, parseFormats } from "../formatOption";
import { ledgerStoreAt } from "../ledgerAt";
import { readReport } from "../readReport";
import type { End, Terminal } from "../terminal";
import { UsageError } from "../usageError";

interface ExplainFlags {
  readonly drift: string;
  readonly events: readonly string[];
  readonly config?: string;
  readonly format: readonly string[];
}

export function explainCommand(terminal: Terminal, end: End): Command {
  return new Command("explain")
    .summary("attribute a saved report against CloudTrail files, offline")
    .description(
      "Reads a report that `whodrift scan --format json` wrote, and says again who made its changes, from CloudTrail files. " +
        "Nothing is asked of AWS or Pulumi. Files are .json, .json.gz or .ndjson; folders are searched.",
    )
    .requiredOption("--drift <report.json>", "the saved report; - reads stdin")
    .requiredOption("--events <path>", "a file or folder of trail files; may be repeated", collect, [])
    .option("--config <file>", "the configuration, for audit.deployPrincipals (default: whodrift.yaml in this folder, if there is one)")
    .option("--format <format[=file]>", `${Object.keys(formats).join(", ")}; to stdout, or into a file; may be repeated`, collect, [])
    .addHelpText("after", HELP)
    .action(async (flags: ExplainFlags) => {
      end(await runExplain(flags, terminal));
    });
}

const HELP = `
Exit status: 0 attributed, whatever drifted; 1 a part of the trail could not be read, or a report not be written;
64 bad usage or config, or no scan report.

Examples:
  whodrift scan --all --no-audit --format json=report.json       find the drift now
  whodrift explain --drift report.json --events AWSLogs/         say later who did it`;

async function runExplain(flags: ExplainFlags, terminal: Terminal): Promise<number> {
  const outputs = parseFormats(flags.format.length === 0 ? ["terminal"] : flags.format);
  if (flags.events.length === 0) throw new UsageError("explain needs --events with a file or folder of CloudTrail files");
  const loaded = await loadConfig(terminal.cwd, flags.config);
  const { config } = loaded;
  const report = await readReport(flags.drift, terminal);
  const key = await existingLedgerKey(ledgerStoreAt(loaded, terminal));
  const paths = flags.events.map((events) => path.resolve(terminal.cwd, events));
  const explained = await explainReport(report, (isWanted) => openTrail(paths, {}, { isWanted }), {
    // Without the scan's key no digest of a secret can be compared, and the digests of this run are good for nothing else.
    masker: new Masker(key ?? randomBytes(32)),
    deployPrincipals: config.audit.deployPrincipals,
    actors: config.audit,
  });
  const written = await emit(forAudience(explained, config.report.audience), outputs, terminal);
  const complete = explained.stacks.every((stack) => stack.audit.every((part) => part.complete));
  return written && complete ? EXIT.inSync : EXIT.failed;
}
