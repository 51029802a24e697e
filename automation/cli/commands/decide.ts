import { Argument, Command, InvalidArgumentError, Option } from "commander";
import { personActionSchema, type PersonAction } from "../../../policypack/model";
import { parseDuration } from "../../config/duration";
import { loadConfig } from "../../config/loadConfig";
import { decideChange, findChange, refusal } from "../../decisions";
import { openStsCallers } from "../../doubt";
import { identifyPerson } from "../../person";
import { decideFormats } from "../../report";
import { visible } from "../../report/visible";
import { emitDrawn } from "../emit";
import { EXIT } from "../exitStatus";
import { parseFormats } from "../formatOption";
import { ledgerAt } from "../ledgerAt";
import type { End, Terminal } from "../terminal";
import { UsageError } from "../usageError";

interface DecideFlags {
  readonly reason: string;
  readonly until?: Date;
  readonly for?: number;
  readonly stack?: string;
  readonly by?: string;
  readonly config?: string;
  readonly format: string;
}

// A sentence or two: every refused `up` shows it.
const LONGEST_REASON = 500;

export function decideCommand(terminal: Terminal, end: End): Command {
  return new Command("decide")
    .summary("hold, release, adopt, revert or ignore one change, with a reason")
    .description(
      "Says what is to happen to one open change, before every rule, for as long as it stands: until its end, until the change has another value, " +
        "or until somebody else touches it. It is recorded in the ledger with your name, and pulumi up obeys it at once. " +
        "Who you are AWS says (sts:GetCallerIdentity), or the pipeline's OIDC token.",
    )
    .argument("<fingerprint>", "the change's, or its first characters (8 at least), as a refused up and the json report show it")
    .addArgument(new Argument("<action>", "hold: no up overwrites it; release: an up may; adopt: the program is to have it; revert: an up is to undo it; ignore: nobody is told").choices(personActionSchema.options))
    .addOption(new Option("--reason <text>", "why").argParser(sentence).makeOptionMandatory())
    .addOption(new Option("--until <date>", "when it ends (or, of a revert, is overdue), as 2026-12-31 or 2026-12-31T18:00:00Z").argParser(date).conflicts("for"))
    .addOption(new Option("--for <duration>", "the same, from now on, as 30m, 24h or 7d").argParser(duration))
    .option("--stack <org/project/stack>", "where the change is; quicker where the ledger knows many stacks")
    .option("--by <name>", "who you are, where nobody vouches for it and decisions.allowClaimed allows it")
    .option("--config <file>", "the configuration (default: whodrift.yaml in this folder, if there is one)")
    .option("--format <format[=file]>", `${Object.keys(decideFormats).join(", ")}; to stdout, or into a file`, "terminal")
    .addHelpText("after", HELP)
    .action(async (fingerprint: string, action: PersonAction, flags: DecideFlags) => {
      end(await runDecide(fingerprint, action, flags, terminal));
    });
}

const HELP = `
Exit status: 0 recorded; 1 it could not be recorded, or pulumi up not be told; 64 bad usage or config, no such change, what
may not be decided, or nobody vouches for who decides.

Examples:
  whodrift decide 3f9a1c0d hold --reason 'incident 4711' --for 24h
  whodrift decide 3f9a1c0d release --reason 'the fix is in the program'
  whodrift decide 3f9a1c0d ignore --reason 'until the migration' --until 2026-12-31`;

async function runDecide(fingerprint: string, action: PersonAction, flags: DecideFlags, terminal: Terminal): Promise<number> {
  const outputs = parseFormats([flags.format], decideFormats);
  const loaded = await loadConfig(terminal.cwd, flags.config);
  const { rules, limits, decisions } = loaded.config;
  const now = terminal.now();
  const until = flags.for === undefined ? flags.until : new Date(now.getTime() + flags.for);
  const ledger = await ledgerAt(loaded, terminal);
  const found = await findChange(ledger, fingerprint, flags.stack);
  const refused = refusal(found, { action, until }, { now, ...limits });
  if (refused !== undefined) throw new UsageError(visible(refused));
  const by = await identifyPerson({ ...decisions, env: terminal.env, fetch, callers: openStsCallers(), claimed: flags.by, now });
  const recorded = await decideChange({ ledger, found, action, until, reason: flags.reason, by, rules, now, ...limits });
  const written = await emitDrawn((format, how) => decideFormats[format]?.({ ...recorded, ledger: ledger.store.location }, how), outputs, terminal);
  return written && recorded.told ? EXIT.inSync : EXIT.failed;
}

function sentence(text: string): string {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed.length > LONGEST_REASON) throw new InvalidArgumentError(`Say it in 1 to ${LONGEST_REASON} characters.`);
  return trimmed;
}

/** A day ends when it ends in UTC. */
function date(text: string): Date {
  const day = /^\d{4}-\d\d-\d\d$/.test(text);
  const time = new Date(day ? `${text}T24:00:00Z` : text);
  if (Number.isNaN(time.getTime()) || !(day || /^\d{4}-\d\d-\d\dT.+(Z|[+-]\d\d:\d\d)$/.test(text))) throw new InvalidArgumentError("Write it as 2026-12-31, which is to the end of that day in UTC, or as 2026-12-31T18:00:00Z.");
  return time;
}

function duration(text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds === undefined || milliseconds === 0) throw new InvalidArgumentError("Write it as 30m, 24h or 7d.");
  return milliseconds;
}
