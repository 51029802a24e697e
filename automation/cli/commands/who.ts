import { randomBytes } from "node:crypto";
import { Command, InvalidArgumentError, Option } from "commander";
import { openLookupTrail } from "../../audit";
import { Masker } from "../../compare";
import { parseDuration } from "../../config/duration";
import { loadConfig } from "../../config/loadConfig";
import { BackendError, findBackend } from "../../estate";
import { existingLedgerKey } from "../../ledger";
import { cacheFolder, findPulumi, NoPulumiCli } from "../../refresh";
import { drawTouches, whoFormats } from "../../report";
import { couldNotRead, findSubject, openBudget, parseSubject, searchStates, tellTouches, type Known, type Owner, type StatesSearched, type Subject, type WhoReport } from "../../who";
import { auditRoleOf } from "../auditRole";
import { emitDrawn } from "../emit";
import { EXIT } from "../exitStatus";
import { collect, parseFormats } from "../formatOption";
import { ledgerStoreAt } from "../ledgerAt";
import { linesFrom } from "../linesFrom";
import { definedOnly, wantsColor, type End, type Terminal } from "../terminal";
import { UsageError } from "../usageError";
import { watch } from "../watch";

interface WhoFlags {
  readonly since: number;
  readonly stack: readonly string[];
  readonly all?: true;
  readonly region?: string;
  readonly watch?: number | true;
  readonly config?: string;
  readonly format: string;
}

const HOUR_MS = 3_600_000;
const LONGEST_SINCE_MS = 90 * 24 * HOUR_MS;

// Somebody waits: ten seconds for the whole answer, and no more than half of them for the states.
const BUDGET_MS = 9_500;
const STATES_MS = 5_000;

const SHORTEST_WATCH_MS = 30_000;
const WATCH_MS = 60_000;

export function whoCommand(terminal: Terminal, end: End): Command {
  return new Command("who")
    .summary("who touched this resource lately? no scan")
    .description(
      "Says who did what to one resource, newest first, from CloudTrail's event history, and which stack owns it, " +
        "where a state is at hand: that of the selected stack, or of those that --stack or --all name. " +
        "Nothing is scanned, and nothing is written. Events may lag 15 minutes.",
    )
    .argument("<resource>", "an id (sg-0abc), an ARN, a name, or a Pulumi URN")
    .addOption(new Option("--since <duration>", "how far to look back, as 30m, 6h or 7d; 90d at most").argParser(sincePast).default(24 * HOUR_MS, "24h"))
    .option("--stack <glob>", "look for its owner in the stacks whose org/project/stack matches; may be repeated", collect, [])
    .option("--all", "look for its owner in every stack of the backend")
    .option("--region <region>", "where to look for what no stack owns (default: the region that the AWS SDK finds)")
    .addOption(new Option("--watch [interval]", "keep looking, and tell what is new; not more often than every 30s (default: 1m)").argParser(interval))
    .option("--config <file>", "the configuration, for audit and accounts (default: whodrift.yaml in this folder, if there is one)")
    .option("--format <format[=file]>", `${Object.keys(whoFormats).join(", ")}; to stdout, or into a file`, "terminal")
    .addHelpText("after", HELP)
    .action(async (word: string, flags: WhoFlags) => {
      end(await runWho(word, flags, terminal));
    });
}

const HELP = `
Exit status: 0 somebody was found, or nobody did anything; 1 a part of the trail could not be read;
64 bad usage or config, or several resources fit (they are listed).

Examples:
  whodrift who sg-0abc1234                               who touched this group in the last day
  whodrift who my-bucket --since 7d --all                and which of all stacks owns it
  whodrift who orders --stack '*/shop/prod'              by the name that it has in the program
  whodrift who 'urn:pulumi:prod::shop::aws:sqs/queue:Queue::orders' --format json
  whodrift who arn:aws:iam::123456789012:role/deploy --watch`;

async function runWho(word: string, flags: WhoFlags, terminal: Terminal): Promise<number> {
  const subject = parseSubject(word);
  if (subject === undefined) throw new UsageError("who needs an id, an ARN, a name, or a whole URN (urn:pulumi:STACK::PROJECT::TYPE::NAME)");
  const outputs = parseFormats([flags.format], whoFormats);
  if (flags.watch !== undefined && flags.format !== "terminal") throw new UsageError("--watch tells a person what happens: leave --format out");
  const budget = openBudget(BUDGET_MS, () => terminal.now().getTime(), terminal.signal);
  const loaded = await loadConfig(terminal.cwd, flags.config);
  const { config } = loaded;
  const masker = new Masker((await existingLedgerKey(ledgerStoreAt(loaded, terminal))) ?? randomBytes(32));
  const isNamed = flags.all === true || flags.stack.length > 0;
  const selection = { all: flags.all === true, stacks: isNamed ? flags.stack : config.stacks.include, exclude: config.stacks.exclude };
  const found = findSubject(subject, await searchAtHand(subject, selection, masker, terminal), flags.region);
  if ("several" in found) throw new UsageError(askWhich(found.several));
  if ("nobody" in found) throw new UsageError(`no AWS resource has this URN (${found.nobody}): give its id or ARN, which the trail knows, or --stack or --all`);

  const look = (known: Known, since: number, within = budget): Promise<WhoReport> => {
    const to = terminal.now();
    const window = { from: new Date(to.getTime() - since).toISOString(), to: to.toISOString() };
    return tellTouches(known, { asked: subject.text, trail: openLookupTrail((account) => auditRoleOf(config, account), { signal: within.signal }), masker, deployPrincipals: config.audit.deployPrincipals, actors: config.audit, window, budget: within });
  };
  const report = await look(found, flags.since);
  const written = await emitDrawn((format, how) => whoFormats[format]?.(report, how), outputs, terminal);
  if (flags.watch === undefined) return written && !couldNotRead(report) ? EXIT.inSync : EXIT.failed;
  const pause = flags.watch === true ? WATCH_MS : flags.watch;
  await terminal.stderr.write(linesFrom("whodrift", `looking again every ${pause / 1_000} s, until Ctrl-C`));
  await watch(report, pause, {
    signal: terminal.signal,
    look: (since) => look(found, since, openBudget(SHORTEST_WATCH_MS, () => terminal.now().getTime(), terminal.signal)),
    tell: (news) => terminal.stdout.write(drawTouches(news, { color: wantsColor(terminal.stdout, terminal.env), width: terminal.stdout.columns })),
    complain: (gap) => terminal.stderr.write(linesFrom("whodrift", gap)),
  });
  return EXIT.inSync;
}

/** Without a CLI or a backend there is no state at hand, and the trail can be asked all the same. */
async function searchAtHand(subject: Subject, selection: { readonly all: boolean; readonly stacks: readonly string[]; readonly exclude: readonly string[] }, masker: Masker, terminal: Terminal): Promise<StatesSearched> {
  const { cwd, homedir, platform } = terminal;
  const env = definedOnly(terminal.env);
  const signal = AbortSignal.any([terminal.signal, AbortSignal.timeout(STATES_MS)]);
  try {
    const pulumi = await findPulumi(cacheFolder(env, platform, homedir));
    const backend = await findBackend({ pulumi, env, cwd, signal }, homedir);
    return await searchStates(subject, { pulumi, backend, env, cwd, signal, selection }, masker);
  } catch (error) {
    if (!(error instanceof NoPulumiCli || error instanceof BackendError)) throw error;
    return { owners: [], stacks: [], gaps: [error.message] };
  }
}

// A list for a person to choose from.
const MOST_LISTED = 10;

function askWhich(owners: readonly Owner[]): string {
  const listed = owners.slice(0, MOST_LISTED).map(({ stack, resource }) => `  ${stack.ref.name}  ${resource.type}  ${resource.name}  ${resource.id}`);
  const more = owners.length > MOST_LISTED ? [`  and ${owners.length - MOST_LISTED} more`] : [];
  return ["several resources fit: give the id, or the URN, or say --stack", ...listed, ...more].join("\n");
}

function sincePast(text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds === undefined || milliseconds === 0) throw new InvalidArgumentError("Write it as 30m, 6h or 7d.");
  if (milliseconds > LONGEST_SINCE_MS) throw new InvalidArgumentError("CloudTrail's event history goes back 90d at most.");
  return milliseconds;
}

function interval(text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds === undefined || milliseconds < SHORTEST_WATCH_MS) throw new InvalidArgumentError("Write it behind the resource, as 30s, 1m or 5m: 30s at least.");
  return milliseconds;
}
