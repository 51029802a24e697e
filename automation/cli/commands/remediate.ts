import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { Masker } from "../../compare";
import { loadConfig } from "../../config/loadConfig";
import { openStsCallers } from "../../doubt";
import { discoverStacks, findBackend } from "../../estate";
import { existingLedgerKey } from "../../ledger";
import { identifyPerson } from "../../person";
import { cacheFolder, findPulumi, loadAutomationApi, openPluginInstaller } from "../../refresh";
import { allowanceKinds, applyPlan, changesIn, lastSteps, planStack, REMEDIATION_REPORT, type Allowances, type PlannedStack, type RemediationReport, type StackRemediation } from "../../remediate";
import { drawStack, remediateFormats } from "../../report";
import { openQueue } from "../../schedule";
import { emitDrawn } from "../emit";
import { EXIT } from "../exitStatus";
import { collect, parseFormats } from "../formatOption";
import { ledgerAt, trustedKeys } from "../ledgerAt";
import { linesFrom } from "../linesFrom";
import { definedOnly, wantsColor, type End, type Terminal } from "../terminal";
import { UsageError } from "../usageError";

interface RemediateFlags {
  readonly stack: readonly string[];
  readonly all?: true;
  readonly config?: string;
  readonly apply?: true;
  readonly yes?: true;
  readonly maxChanges?: number;
  readonly allow: readonly string[];
  readonly by?: string;
  readonly format: readonly string[];
}

export function remediateCommand(terminal: Terminal, end: End): Command {
  return new Command("remediate")
    .summary("show what the decisions would do; --apply does it")
    .description(
      "Goes by what the last scan decided. Reverts by `pulumi up --target … --refresh` of the program, adopts by `pulumi refresh --target …` and says what to put into the code. " +
        "A resource is carried out as a whole or not at all; what is held is not touched.\n\n" +
        "With --apply it looks again first, previews, and stops where a step or a property falls outside the plan or the value is another one by now. " +
        "Each step is in the ledger before and after it is done: what was interrupted is resumed by the same command.\n\n" +
        "It needs the rights of an `up` of these stacks. Scanning needs none of them: give remediation an identity of its own.",
    )
    .option("--stack <glob>", "stacks whose org/project/stack matches; may be repeated", collect, [])
    .option("--all", "every stack of the backend")
    .option("--config <file>", "the configuration (default: whodrift.yaml in this folder, if there is one)")
    .option("--apply", "do it; asks for each stack")
    .option("--yes", "ask nobody; needs --max-changes")
    .addOption(new Option("--max-changes <n>", "where there are more changes than this, nothing is done").argParser(amount))
    .addOption(new Option("--allow <what...>", "protect, replace or delete, and the URN of the resource for which that is allowed; may be repeated").default([], "none of them"))
    .option("--by <name>", "who you are, where nobody vouches for it and decisions.allowClaimed allows it")
    .option("--format <format[=file]>", `${Object.keys(remediateFormats).join(", ")}; to stdout, or into a file; may be repeated`, collect, [])
    .addHelpText("after", HELP)
    .action(async (flags: RemediateFlags) => {
      end(await runRemediate(flags, terminal));
    });
}

const HELP = `
Exit status: 0 nothing is left to carry out; 2 something is, or cannot be, or was declined; 1 a step stopped or failed, or a
stack could not be judged (it wins over 2); 64 bad usage or config, or nobody vouches for who does it.

Where whodrift.yaml names no program (programs: [{ stack: '*/shop/*', path: ../shop }]) and this folder has none of the
stack's project, reverts are not done; the commands to run are shown.

Examples:
  whodrift remediate --all                                        what the decisions would do
  whodrift remediate --stack '*/shop/prod' --apply                do it, after asking
  whodrift remediate --all --apply --yes --max-changes 5          in a pipeline
  whodrift remediate --all --apply --allow replace 'urn:pulumi:…' one resource may be replaced`;

async function runRemediate(flags: RemediateFlags, terminal: Terminal): Promise<number> {
  const outputs = parseFormats(flags.format.length === 0 ? ["terminal"] : flags.format, remediateFormats);
  const allowed = allowances(flags.allow);
  const ask = askFor(flags, terminal);
  const loaded = await loadConfig(terminal.cwd, flags.config);
  const { config, folder } = loaded;
  const { cwd, signal, now } = terminal;
  const env = definedOnly(terminal.env);
  const [pulumi] = await Promise.all([findPulumi(cacheFolder(env, terminal.platform, terminal.homedir)), loadAutomationApi()]);
  const backend = await findBackend({ pulumi, env, cwd, signal }, terminal.homedir);
  const isNamed = flags.all === true || flags.stack.length > 0;
  const selection = { all: flags.all === true, stacks: isNamed ? flags.stack : config.stacks.include, exclude: config.stacks.exclude };
  const stacks = await discoverStacks({ pulumi, backend, env, cwd, signal, selection });
  const ledger = await ledgerAt(loaded, terminal);
  const callers = openStsCallers();
  const scratch = await mkdtemp(path.join(tmpdir(), "whodrift-"));
  try {
    const request = {
      ...{ pulumi, backend, env, cwd, signal, scratch, callers, ledger, allowed, folder, now },
      steps: await lastSteps(ledger.entries()),
      trusted: await trustedKeys(loaded),
      programs: config.programs,
      settings: config.stacks.settings,
      // Without the scan's key no digest is equal, and nothing can be carried out.
      masker: new Masker((await existingLedgerKey(ledger.store)) ?? new Uint8Array(32)),
      noiseOff: new Set(config.compare.noise.off),
      queue: openQueue({ concurrency: 1, perAccount: () => undefined }, () => undefined),
      plugins: openPluginInstaller({ pulumi, env, cwd: scratch, signal }, () => undefined),
      timeoutMs: TIMEOUT_MS,
    };
    const planned = await Promise.all(stacks.map((ref) => planStack(ref, request)));
    const draft: RemediationReport = { schema: REMEDIATION_REPORT, at: now().toISOString(), applied: false, stacks: planned.map(({ plan }) => plan) };
    if (ask === undefined) return await conclude(draft);
    const changes = changesIn(draft.stacks);
    if (flags.maxChanges !== undefined && changes > flags.maxChanges) {
      return await conclude({ ...draft, refused: { code: "too-many-changes", message: `${changes} changes are more than --max-changes ${flags.maxChanges}: nothing was done`, fix: "look at the plan, and allow as many, or name stacks" } });
    }
    // Nobody need sign in where nothing is to be done.
    const by = changes === 0 ? undefined : await identifyPerson({ ...config.decisions, env: terminal.env, fetch, callers, claimed: flags.by, now: now() });
    const run = randomUUID();
    const done: StackRemediation[] = [];
    for (const one of planned) done.push(by === undefined ? one.plan : await applyOne(one, async () => applyPlan(one, by, run, request, tell)));
    return await conclude({ ...draft, applied: true, stacks: done });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }

  async function applyOne({ plan }: PlannedStack, apply: () => Promise<StackRemediation>): Promise<StackRemediation> {
    if (plan.targets.length === 0 || plan.problem !== undefined || signal.aborted) return plan;
    return (await ask?.(plan)) ? apply() : { ...plan, declined: true };
  }

  async function tell({ urn, outcome }: StackRemediation["targets"][number]): Promise<void> {
    await terminal.stderr.write(linesFrom("whodrift", `${outcome?.end ?? "planned"}: ${urn}${outcome?.reason === undefined ? "" : `: ${outcome.reason}`}`));
  }

  async function conclude(report: RemediationReport): Promise<number> {
    const written = await emitDrawn((format, how) => remediateFormats[format]?.(report, how), outputs, terminal);
    return written ? statusOf(report) : EXIT.failed;
  }
}

// As long as a scan gives one stack.
const TIMEOUT_MS = 15 * 60_000;

/** Says whether a stack's plan may be carried out; undefined where nothing is to be. */
type Ask = (plan: StackRemediation) => Promise<boolean>;

function askFor(flags: RemediateFlags, { ask, stderr, env }: Terminal): Ask | undefined {
  if (flags.apply !== true) {
    if (flags.yes === true || flags.maxChanges !== undefined) throw new UsageError("--yes and --max-changes are for --apply");
    return undefined;
  }
  if (flags.yes === true) {
    if (flags.maxChanges === undefined) throw new UsageError("--yes needs --max-changes with how many changes may be carried out, so that a bad night cannot do more");
    return () => Promise.resolve(true);
  }
  if (ask === undefined) throw new UsageError("nobody can be asked here: type --apply --yes --max-changes N, with how many changes may be carried out");
  return async (plan) => {
    await stderr.write(drawStack(plan, { width: stderr.columns, color: wantsColor(stderr, env) }));
    return /^y(es)?$/i.test((await ask(`Carry this out? [y/N] `)).trim());
  };
}

function statusOf({ refused, stacks }: RemediationReport): number {
  const targets = stacks.flatMap((stack) => stack.targets);
  if (refused || stacks.some(({ problem }) => problem !== undefined) || targets.some(({ outcome }) => outcome !== undefined && outcome.end !== "done")) return EXIT.failed;
  return targets.some(({ outcome }) => outcome === undefined) || stacks.some(({ unable }) => unable.length > 0) ? EXIT.drift : EXIT.inSync;
}

/** `--allow replace URN`, each as two words. */
function allowances(words: readonly string[]): Allowances {
  const named = new Map(allowanceKinds.map((kind) => [kind, new Set<string>()]));
  for (let at = 0; at < words.length; at += 2) {
    const [kind = "", urn = ""] = words.slice(at);
    const urns = allowanceKinds.find((one) => one === kind);
    if (urns === undefined || !urn.startsWith("urn:pulumi:")) throw new UsageError("write --allow protect URN, --allow replace URN or --allow delete URN, with the whole URN of one resource");
    named.get(urns)?.add(urn);
  }
  return { protect: named.get("protect") ?? new Set(), replace: named.get("replace") ?? new Set(), delete: named.get("delete") ?? new Set() };
}

function amount(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError("It must be a whole number from 0 on.");
  return Number(text);
}
