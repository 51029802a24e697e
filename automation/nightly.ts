import { mkdir } from "node:fs/promises";
import path from "node:path";
import { runCommandLine } from "./cli/commandLine";
import { processTerminal } from "./cli/processTerminal";
import type { Terminal } from "./cli/terminal";

/** Below the folder in which it runs. */
const REPORTS = path.join("out", "nightly");

/**
 * The script that a team schedules: scans every stack, records it in the ledger, tells whom whodrift.yaml names, and
 * keeps the reports of the night.
 * @param words options of `whodrift scan`; without one that selects stacks, all are scanned
 * @returns the scan's exit status: 2 is drift, and no failure of the night
 */
export async function nightly(words: readonly string[], terminal: Terminal, run = runCommandLine): Promise<number> {
  const started = terminal.now();
  // As a file's name on any system: 2026-07-31T05-00-00Z.
  const night = path.join(REPORTS, started.toISOString().replace(/\.\d+/, "").replaceAll(":", "-"));
  await mkdir(path.resolve(terminal.cwd, REPORTS), { recursive: true });
  const selected = words.some((word) => /^--(all|stack|tag)(=|$)/.test(word));
  const status = await run(
    ["scan", ...(selected ? [] : ["--all"]), ...words, "--format=terminal", `--format=json=${night}.json`, `--format=html=${night}.html`, `--format=markdown=${night}.md`],
    terminal,
  );
  const minutes = Math.ceil((terminal.now().getTime() - started.getTime()) / 60_000);
  // What a log watcher looks for: a night without this line did not end.
  await terminal.stderr.write(`whodrift: the night ended with status ${status} after ${minutes} min; its reports are ${night}.*\n`);
  return status;
}

if (require.main === module) {
  void nightly(process.argv.slice(2), processTerminal()).then((status) => {
    process.exitCode = status;
  });
}
