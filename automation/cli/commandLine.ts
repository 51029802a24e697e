import { Command, CommanderError } from "commander";
import { ConfigError } from "../config/loadConfig";
import { BackendError, SelectionError } from "../estate";
import { LedgerError, LedgerKeyError } from "../ledger";
import { NoSuchChange } from "../decisions";
import { MergeError } from "../mergeShards";
import { NobodyKnown } from "../person";
import { NoPulumiCli } from "../refresh";
import { WHODRIFT_VERSION } from "../version";
import { decideCommand } from "./commands/decide";
import { explainCommand } from "./commands/explain";
import { gateCommand } from "./commands/gate";
import { historyCommand } from "./commands/history";
import { ledgerCommand } from "./commands/ledger";
import { remediateCommand } from "./commands/remediate";
import { reportCommand } from "./commands/report";
import { rulesCommand } from "./commands/rules";
import { scanCommand } from "./commands/scan";
import { whoCommand } from "./commands/who";
import { EXIT } from "./exitStatus";
import { linesFrom } from "./linesFrom";
import type { End, Terminal } from "./terminal";
import { UsageError } from "./usageError";

/** One row a command. */
const commands: readonly ((terminal: Terminal, end: End) => Command)[] = [scanCommand, whoCommand, explainCommand, rulesCommand, decideCommand, gateCommand, remediateCommand, historyCommand, ledgerCommand, reportCommand];

/** Runs one command line. Nothing is thrown: a mistake is one line on stderr, a bug is its stack. */
export async function runCommandLine(words: readonly string[], terminal: Terminal): Promise<number> {
  let status: number = EXIT.inSync;
  const pending: Promise<void>[] = [];
  const program = new Command("whodrift")
    .description("What changed behind Pulumi's back on AWS, who did it, and what happens now.")
    .version(WHODRIFT_VERSION)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void pending.push(terminal.stdout.write(text)),
      writeErr: (text) => void pending.push(terminal.stderr.write(text)),
      getOutHelpWidth: () => terminal.stdout.columns,
      getErrHelpWidth: () => terminal.stderr.columns,
    })
    .showHelpAfterError("(whodrift --help shows the commands, whodrift COMMAND --help their options)")
    .addHelpText("after", HELP);
  for (const make of commands) {
    const command = make(terminal, (code) => {
      status = code;
    });
    for (const one of [command, ...command.commands]) one.copyInheritedSettings(program);
    program.addCommand(command);
  }
  try {
    await program.parseAsync([...words], { from: "user" });
  } catch (error) {
    status = await explainFailure(error, terminal);
  }
  await Promise.all(pending);
  return status;
}

const HELP = `
Exit status: 0 in sync, 2 drift, 1 something could not be checked or failed (it wins over 2), 64 bad usage or config.

Examples:
  whodrift scan --all                                          every stack of the backend
  whodrift scan --stack '*/shop/*' --format markdown=drift.md  some stacks, into a file
  whodrift who sg-0abc1234                                     who touched this resource lately
  whodrift explain --drift report.json --events trail/         who did it, offline
  whodrift report shards/*.json                                shards of one scan, merged`;

async function explainFailure(error: unknown, terminal: Terminal): Promise<number> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.inSync : EXIT.usage;
  if (USERS_MISTAKES.some((mistake) => error instanceof mistake)) return tell(error, EXIT.usage);
  if (FAILURES.some((failure) => error instanceof failure) || isSystemError(error)) return tell(error, EXIT.failed);
  const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
  await terminal.stderr.write(linesFrom("whodrift", `this is a bug, please report it:\n${cause}`));
  return EXIT.failed;

  async function tell(known: unknown, status: number): Promise<number> {
    await terminal.stderr.write(linesFrom("whodrift", known instanceof Error ? known.message : String(known)));
    return status;
  }
}

const USERS_MISTAKES = [UsageError, ConfigError, SelectionError, MergeError, NoSuchChange, NobodyKnown] as const;
/** Errors whose message says all; anything else is a bug, and its stack is shown. */
const FAILURES = [BackendError, NoPulumiCli, LedgerError, LedgerKeyError] as const;

function isSystemError(error: unknown): boolean {
  return error instanceof Error && "syscall" in error;
}
