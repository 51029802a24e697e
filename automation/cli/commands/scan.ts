import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { loadConfig } from "../../config/loadConfig";
import { formats } from "../../report";
import { scan } from "../../scan";
import { openLookupTrail } from "../../audit";
import { Masker } from "../../compare";
import { parseDuration } from "../../config/duration";
import type { Config } from "../../config/config";
import { findBackend, parseShard, type Selection, type Shard } from "../../estate";
import { ledgerKey } from "../../ledger";
import { cacheFolder, findPulumi, loadAutomationApi, SharedProviders } from "../../refresh";
import { EXIT, exitStatus, failOnChoices, type FailOn } from "../exitStatus";
import { collect, parseFormats } from "../formatOption";
import { emit } from "../emit";
import { tellProgress } from "../progress";
import type { End, Terminal } from "../terminal";

interface ScanFlags {
  readonly all?: true;
  readonly stack: readonly string[];
  readonly exclude: readonly string[];
  readonly config?: string;
  readonly concurrency: number;
  readonly timeout: number;
  readonly shard?: Shard;
  readonly audit: boolean;
  readonly format: readonly string[];
  readonly failOn: FailOn;
}

export function scanCommand(terminal: Terminal, end: End): Command {
  return new Command("scan")
    .summary("scan stacks: what drifted, who did it, what happens now")
    .description(
      "Refreshes every chosen stack on a copy of its state (nothing is written to the backend or to AWS), finds what drifted, " +
        "looks up in the audit trail who did it, decides by the rules in whodrift.yaml, and reports.\n\n" +
        "In a Pulumi project the default is its selected stack; elsewhere say --all or --stack.",
    )
    .option("--all", "every stack of the backend")
    .option("--stack <glob>", "stacks whose org/project/stack matches; may be repeated", collect, [])
    .option("--exclude <glob>", "leave these out; may be repeated", collect, [])
    .option("--config <file>", "the configuration (default: whodrift.yaml in this folder, if there is one)")
    .addOption(new Option("--concurrency <n>", "stacks refreshed at once").argParser(positive).default(availableParallelism()))
    .addOption(new Option("--timeout <duration>", "longest time for one stack, as 90s or 15m").argParser(duration).default(15 * 60_000, "15m"))
    .addOption(new Option("--shard <i/n>", "only the I-th of N parts, balanced by size; whodrift report merges them").argParser(shard))
    .option("--no-audit", "do not look for who did it")
    .option("--format <format[=file]>", `${Object.keys(formats).join(", ")}; to stdout, or into a file; may be repeated`, collect, [])
    .addOption(new Option("--fail-on <what>", "exit with 2 from this severity on").choices(failOnChoices).default("any"))
    .addHelpText("after", HELP)
    .action(async (flags: ScanFlags) => {
      end(await runScan(flags, terminal));
    });
}

const HELP = `
Exit status: 0 in sync, or drift below --fail-on; 2 drift; 1 something could not be checked or failed (it wins over 2);
64 bad usage or config. The report is complete in each case.

Examples:
  whodrift scan                                         the selected stack of this project
  whodrift scan --all --fail-on high                    every stack; lesser drift is no failure
  whodrift scan --stack '*/shop/*' --format json=r.json --format markdown
  whodrift scan --all --shard 2/4 --format json=2.json  a quarter of the stacks; whodrift report merges the shards`;

async function runScan(flags: ScanFlags, terminal: Terminal): Promise<number> {
  const outputs = parseFormats(flags.format.length === 0 ? ["terminal"] : flags.format);
  const { config, folder, digest } = await loadConfig(terminal.cwd, flags.config);
  const { cwd, signal, now } = terminal;
  const env = definedOnly(terminal.env);
  // The one waits for a process and the other computes.
  const [pulumi] = await Promise.all([findPulumi(cacheFolder(env, terminal.platform, terminal.homedir)), loadAutomationApi()]);
  const ledger = path.resolve(folder, config.ledger.folder);
  const scratch = await mkdtemp(path.join(tmpdir(), "whodrift-"));
  const sharedProviders = config.refresh.shareProviders ? new SharedProviders({ most: flags.concurrency }) : undefined;
  try {
    const report = await scan(
      {
        pulumi,
        backend: await findBackend({ pulumi, env, cwd, signal }, terminal.homedir),
        cwd,
        env,
        selection: selectionOf(flags, config),
        shard: flags.shard,
        rules: config.rules,
        deployPrincipals: config.audit.deployPrincipals,
        configDigest: digest,
        trail: flags.audit ? openLookupTrail() : undefined,
        masker: new Masker(await ledgerKey(ledger)),
        noiseOff: new Set(config.compare.noise.off),
        ledger,
        scratch,
        concurrency: flags.concurrency,
        timeoutMs: flags.timeout,
        signal,
        sharedProviders,
        now,
      },
      tellProgress(terminal),
    );
    const written = await emit(report, outputs, terminal);
    return written ? exitStatus(report, flags.failOn) : EXIT.failed;
  } finally {
    await sharedProviders?.end();
    await rm(scratch, { recursive: true, force: true });
  }
}

/** What the command line says comes before what the config says. */
function selectionOf(flags: ScanFlags, config: Config): Selection {
  const named = flags.all === true || flags.stack.length > 0;
  return { all: flags.all === true, stacks: named ? flags.stack : config.stacks.include, exclude: [...flags.exclude, ...config.stacks.exclude] };
}

function positive(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError("It must be a whole number from 1 on.");
  return Number(text);
}

function shard(text: string): Shard {
  const parsed = parseShard(text);
  if (parsed === undefined) throw new InvalidArgumentError("Write it as 1/4: which part, counted from 1, of how many (at most 9999).");
  return parsed;
}

function duration(text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds === undefined || milliseconds === 0) throw new InvalidArgumentError("Write it as 90s, 15m or 1h.");
  return milliseconds;
}

function definedOnly(env: Terminal["env"]): Record<string, string> {
  return Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
