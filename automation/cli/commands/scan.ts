import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { loadConfig } from "../../config/loadConfig";
import { planScan } from "../../planScan";
import { forAudience, formats, planFormats } from "../../report";
import { scan } from "../../scan";
import { mayHaveChanged } from "../../attribute";
import { openFolderTrail, openTrails, type Trail, type TrailsContext } from "../../audit";
import { openStsCallers } from "../../doubt";
import { Masker } from "../../compare";
import { parseDuration } from "../../config/duration";
import type { Config } from "../../config/config";
import { findAccountRule, findBackend, needsAttention, parseShard, parseStackTag, type ScanPlan, type Selection, type Shard, type StackTag } from "../../estate";
import { ledgerKey } from "../../ledger";
import { openRealityCheck } from "../../reality";
import { cacheFolder, findPulumi, loadAutomationApi, SharedProviders } from "../../refresh";
import { wildcard, type Matcher } from "../../../policypack/remediation";
import { auditRoleOf } from "../auditRole";
import { EXIT, exitStatus, failOnChoices, type FailOn } from "../exitStatus";
import { availableMemory } from "../availableMemory";
import { collect, MAX_BYTES, parseBytes, parseFormats, type FormatOption } from "../formatOption";
import { emit, emitDrawn } from "../emit";
import { ledgerAt, localFolder } from "../ledgerAt";
import { showProgress } from "../progress";
import { definedOnly, type End, type Terminal } from "../terminal";

// AWS's limits are by the second, so that this is enough for them, and for a name server that starts again.
const RETRY_PAUSE_MS = 5_000;

interface ScanFlags {
  readonly all?: true;
  readonly stack: readonly string[];
  readonly exclude: readonly string[];
  readonly tag: readonly StackTag[];
  readonly config?: string;
  readonly concurrency: number;
  readonly timeout: number;
  readonly shard?: Shard;
  readonly plan?: true;
  readonly policyPack: readonly string[];
  readonly audit: boolean;
  readonly events: readonly string[];
  readonly format: readonly string[];
  readonly maxBytes?: number;
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
    .addOption(new Option("--tag <name[=value]>", "stacks with this stack tag; repeated: with all of them").argParser(stackTag).default([], "whatever their tags"))
    .option("--config <file>", "the configuration (default: whodrift.yaml in this folder, if there is one)")
    .addOption(new Option("--concurrency <n>", "stacks refreshed at once").argParser(positive).default(availableParallelism()))
    .addOption(new Option("--timeout <duration>", "longest time for one stack, as 90s or 15m").argParser(duration).default(15 * 60_000, "15m"))
    .addOption(new Option("--shard <i/n>", "only the I-th of N parts, balanced by size; whodrift report merges them").argParser(shard))
    .option("--plan", "say which stacks would be read, in which account and with which role, and stop; asks AWS nothing")
    .option("--events <path>", "trail files to look into first: a file or a folder; may be repeated", collect, [])
    .option("--policy-pack <folder>", "say which of its policies are broken by what drifted; may be repeated", collect, [])
    .option("--no-audit", "do not look for who did it")
    .option("--format <format[=file]>", `${Object.keys(formats).join(", ")}; to stdout, or into a file; may be repeated`, collect, [])
    .addOption(new Option(...MAX_BYTES).argParser(parseBytes))
    .addOption(new Option("--fail-on <what>", "exit with 2 from this severity on").choices(failOnChoices).default("any"))
    .addHelpText("after", HELP)
    .action(async (flags: ScanFlags) => {
      end(await runScan(flags, terminal));
    });
}

const HELP = `
Exit status: 0 in sync, or drift below --fail-on; 2 drift; 1 something could not be checked or failed (it wins over 2);
64 bad usage or config. The report is complete in each case.

A policy that is broken by what drifted is told, and changes no exit status: the drift does. A --policy-pack that could
not judge is a failure (1).

With --plan: 0 where everything could be read as the configuration says, else 1.

Examples:
  whodrift scan                                         the selected stack of this project
  whodrift scan --all --fail-on high                    every stack; lesser drift is no failure
  whodrift scan --stack '*/shop/*' --format json=r.json --format markdown
  whodrift scan --all --plan                            which account, region and role each stack would use
  whodrift scan --tag environment=production            stacks of any project with this stack tag
  whodrift scan --all --shard 2/4 --format json=2.json  a quarter of the stacks; whodrift report merges the shards`;

async function runScan(flags: ScanFlags, terminal: Terminal): Promise<number> {
  const outputs = parseFormats(flags.format.length === 0 ? ["terminal"] : flags.format, flags.plan ? planFormats : formats);
  const loaded = await loadConfig(terminal.cwd, flags.config);
  const { config, folder, digest } = loaded;
  const { cwd, signal, now } = terminal;
  const env = definedOnly(terminal.env);
  // The one waits for a process and the other computes.
  const [pulumi] = await Promise.all([findPulumi(cacheFolder(env, terminal.platform, terminal.homedir)), loadAutomationApi()]);
  const backend = await findBackend({ pulumi, env, cwd, signal }, terminal.homedir);
  const access = { accounts: config.accounts, originalCredentials: config.originalCredentials, settings: config.stacks.settings };
  const common = { pulumi, backend, cwd, env, signal, access, selection: selectionOf(flags, config), tags: flags.tag, shard: flags.shard };
  if (flags.plan) return tellPlan(await planScan({ ...common, concurrency: flags.concurrency }), outputs, terminal);
  const progress = await showProgress(terminal);
  const ledger = await ledgerAt(loaded, terminal);
  const scratch = await mkdtemp(path.join(tmpdir(), "whodrift-"));
  const sharedProviders = config.refresh.shareProviders ? new SharedProviders({ most: flags.concurrency }) : undefined;
  try {
    const key = await ledgerKey(ledger.store);
    const masker = new Masker(key);
    const answers = { folder: path.join(localFolder(loaded), "cache", "audit"), key };
    const report = await scan(
      {
        ...common,
        callers: openStsCallers(),
        isExcluded: anyOf(config.refresh.excludeTypes),
        rules: config.rules,
        ignoreMax: config.limits.ignoreMax,
        deployPrincipals: config.audit.deployPrincipals,
        actors: config.audit,
        configDigest: digest,
        trails: flags.audit ? openAllTrails(flags.events, config, { env, folder, now, answers, signal, matters: mayHaveChanged, auditRoleOf: (account) => auditRoleOf(config, account) }, cwd) : [],
        masker,
        noiseOff: new Set(config.compare.noise.off),
        ledger,
        scratch,
        reality: flags.policyPack.length === 0 ? undefined : openRealityCheck({ packs: flags.policyPack.map((pack) => path.resolve(cwd, pack)), atOnce: flags.concurrency, timeoutMs: flags.timeout, masker, pulumi, env, scratch, signal }),
        limits: {
          concurrency: flags.concurrency,
          memoryBytes: availableMemory(terminal.platform),
          perAccount: (account) => findAccountRule(config.accounts, account)?.concurrency,
        },
        timeoutMs: flags.timeout,
        retryPauseMs: RETRY_PAUSE_MS,
        sharedProviders,
        now,
      },
      progress.tell,
    );
    progress.end();
    const written = await emit(forAudience(report, config.report.audience), outputs, terminal, flags.maxBytes);
    return written ? exitStatus(report, flags.failOn) : EXIT.failed;
  } finally {
    progress.end();
    await sharedProviders?.end();
    await rm(scratch, { recursive: true, force: true });
  }
}

async function tellPlan(plan: ScanPlan, outputs: readonly FormatOption[], terminal: Terminal): Promise<number> {
  const written = await emitDrawn((format, how) => planFormats[format]?.(plan, how), outputs, terminal);
  return written && !plan.stacks.some(needsAttention) ? EXIT.inSync : EXIT.failed;
}

/** What the command line says comes before what the config says. */
function selectionOf(flags: ScanFlags, config: Config): Selection {
  const named = flags.all === true || flags.stack.length > 0;
  return { all: flags.all === true, stacks: named ? flags.stack : config.stacks.include, exclude: [...flags.exclude, ...config.stacks.exclude] };
}

function openAllTrails(events: readonly string[], { audit }: Config, context: TrailsContext, cwd: string): readonly Trail[] {
  const given = events.length === 0 ? [] : [openFolderTrail(events.map((event) => path.resolve(cwd, event)), context)];
  return [...given, ...openTrails(audit.sources, context)];
}

function anyOf(globs: readonly string[]): Matcher {
  const matchers = globs.map(wildcard);
  return (type) => matchers.some((matches) => matches(type));
}

function stackTag(text: string, earlier: readonly StackTag[]): readonly StackTag[] {
  const tag = parseStackTag(text);
  if (tag === undefined) throw new InvalidArgumentError("Write it as environment or environment=production.");
  return [...earlier, tag];
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
