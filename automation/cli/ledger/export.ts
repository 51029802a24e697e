import { Command, InvalidArgumentError, Option } from "commander";
import { z } from "zod";
import type { LedgerEntry } from "../../../policypack/model";
import { wildcard, type Matcher } from "../../../policypack/remediation";
import { parseDuration } from "../../config/duration";
import { loadConfig } from "../../config/loadConfig";
import { openLedger } from "../../ledger";
import { jsonLine } from "../../report/json";
import { EXIT } from "../exitStatus";
import { collect } from "../formatOption";
import { ledgerStoreAt } from "../ledgerAt";
import { linesFrom } from "../linesFrom";
import type { End, Terminal } from "../terminal";

interface ExportFlags {
  readonly config?: string;
  readonly since?: Date;
  readonly stack: readonly string[];
}

export function exportCommand(terminal: Terminal, end: End): Command {
  return new Command("export")
    .summary("the entries as JSON lines, oldest first")
    .description("Writes each entry as one line of JSON (whodrift/ledger-entry@1) to stdout, as it was recorded, with its signature. Nothing is verified: see whodrift ledger verify.")
    .option("--config <file>", "the configuration, for the ledger (default: whodrift.yaml in this folder, if there is one)")
    .addOption(new Option("--since <time>", "only what was recorded from then on: 30d, 12h, or 2026-03-01").argParser((text) => since(text, terminal.now())))
    .option("--stack <glob>", "only entries that speak of a stack whose org/project/stack matches; may be repeated", collect, [])
    .addHelpText("after", HELP)
    .action(async (flags: ExportFlags) => {
      end(await runExport(flags, terminal));
    });
}

const HELP = `
Exit status: 0 all was written; 1 an entry was no use and was left out (stderr says which); 64 bad usage or config.

Examples:
  whodrift ledger export > ledger.jsonl
  whodrift ledger export --since 90d --stack '*/shop/*'
  whodrift ledger export | jq 'select(.body.kind == "decision")'`;

async function runExport(flags: ExportFlags, terminal: Terminal): Promise<number> {
  const loaded = await loadConfig(terminal.cwd, flags.config);
  const matchers = flags.stack.map(wildcard);
  let isWhole = true;
  for await (const stored of openLedger(ledgerStoreAt(loaded, terminal)).stored()) {
    if (terminal.signal.aborted) return EXIT.failed;
    if (stored.outcome === "unusable") {
      isWhole = false;
      await terminal.stderr.write(linesFrom("whodrift", `entry ${stored.number} is left out: ${stored.reason}`));
    } else if (isAsked(stored.entry, flags.since, matchers)) {
      await terminal.stdout.write(jsonLine(stored.document));
    }
  }
  return isWhole ? EXIT.inSync : EXIT.failed;
}

function isAsked(entry: LedgerEntry, since: Date | undefined, matchers: readonly Matcher[]): boolean {
  if (since && new Date(entry.at) < since) return false;
  return matchers.length === 0 || stacksOf(entry).some((stack) => matchers.some((matches) => matches(stack)));
}

function stacksOf({ body }: LedgerEntry): readonly string[] {
  switch (body.kind) {
    case "scan":
      return body.stacks.map(({ stack }) => stack);
    case "decision":
      return [body.decision.stack];
    case "remediation":
      return [body.step.stack];
  }
}

const moment = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);

function since(text: string, now: Date): Date {
  const past = parseDuration(text);
  if (past !== undefined) return new Date(now.getTime() - past);
  if (!moment.safeParse(text).success) throw new InvalidArgumentError("Write it as 30d, 12h, 2026-03-01 or 2026-03-01T12:00:00Z.");
  return new Date(text);
}
