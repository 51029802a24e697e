import { Command } from "commander";
import type { End, Terminal } from "../terminal";
import { exportCommand } from "../ledger/export";
import { keygenCommand } from "../ledger/keygen";
import { verifyCommand } from "../ledger/verify";

export function ledgerCommand(terminal: Terminal, end: End): Command {
  const command = new Command("ledger")
    .summary("prove what was recorded: verify it, export it, make a key to sign with")
    .description(
      "The ledger (ledger.location in whodrift.yaml, a folder or s3://bucket/prefix) has one entry for each scan, each decision of a " +
        "person and each step of a remediation. An entry is never written again, and names the sha256 of the one before it.",
    )
    .addHelpText("after", HELP);
  for (const make of [verifyCommand, exportCommand, keygenCommand]) command.addCommand(make(terminal, end));
  return command;
}

const HELP = `
Exit status: 0 good; 1 broken, or something could not be read or written; 64 bad usage or config.

Examples:
  whodrift ledger keygen signing.pem             a key to sign with (ledger.sign), and signing.pem.pub to trust
  whodrift ledger verify --trust signing.pem.pub was anything changed?
  whodrift ledger export --since 90d             the entries of three months, one a line`;
