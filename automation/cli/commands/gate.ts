import { randomBytes } from "node:crypto";
import path from "node:path";
import { Command } from "commander";
import { Masker } from "../../compare";
import { loadConfig } from "../../config/loadConfig";
import { findStack } from "../../estate";
import { gate, type GateReport } from "../../gate";
import { existingLedgerKey, LedgerError, type LedgerStore } from "../../ledger";
import { cacheFolder, findPulumi, loadAutomationApi } from "../../refresh";
import { gateForAudience, gateFormats } from "../../report";
import { emitDrawn } from "../emit";
import { EXIT } from "../exitStatus";
import { collect, parseFormats } from "../formatOption";
import { fetchFor, gateTrust } from "../gateOpenDrift";
import { ledgerStoreAt } from "../ledgerAt";
import { definedOnly, type End, type Terminal } from "../terminal";
import { UsageError } from "../usageError";

interface GateFlags {
  readonly stack?: string;
  readonly program?: string;
  readonly refresh?: true;
  readonly policyPack: readonly string[];
  readonly policyPackConfig: readonly string[];
  readonly openDrift?: string;
  readonly allowStale?: true;
  readonly config?: string;
  readonly format: readonly string[];
}

export function gateCommand(terminal: Terminal, end: End): Command {
  return new Command("gate")
    .summary("may this `up` go ahead? refuses what would overwrite held changes")
    .description(
      "Previews the program in this folder as `pulumi preview` does (nothing is written), and refuses exactly the steps that touch " +
        "what the last scan holds: updates of a held property, and every deletion and replacement of a resource that has one. " +
        "Run it in front of `pulumi up`, with the same options and environment.",
    )
    .option("--stack <name>", "the stack, as `pulumi --stack` takes it (default: the selected one)")
    .option("--program <folder>", "where the program is (default: this folder)")
    .option("--refresh", "look at the cloud first: for whoever runs `pulumi up --refresh`")
    .option("--policy-pack <folder>", "a policy pack that the `up` is run with; may be repeated", collect, [])
    .option("--policy-pack-config <file>", "the configuration of the policy pack in the same place; may be repeated", collect, [])
    .option("--open-drift <path>", "the open-drift files: a folder or one file, https:// or s3://bucket/prefix (default: those of the ledger that the configuration names)")
    .option("--allow-stale", "go by an open-drift file that has run out")
    .option("--config <file>", "the configuration, for the ledger (default: whodrift.yaml in this folder, if there is one)")
    .option("--format <format[=file]>", `${Object.keys(gateFormats).join(", ")}; to stdout, or into a file; may be repeated`, collect, [])
    .addHelpText("after", HELP)
    .action(async (flags: GateFlags) => {
      end(await runGate(flags, terminal));
    });
}

const HELP = `
Exit status: 0 the up may go ahead; 2 it is refused, by a held change or by a mandatory policy of a --policy-pack;
1 it could not be told: the preview failed, or the open-drift file cannot be reached or used, has run out, or is not signed
by a key of ledger.trust or WHODRIFT_TRUST, where there are any (it wins over 2); 64 bad usage or config. Where there is no
open-drift file nothing is held, which is said.

Examples:
  whodrift gate && pulumi up --yes                             the selected stack of this project
  whodrift gate --stack prod --refresh && pulumi up --stack prod --refresh --yes
  whodrift gate --stack prod --format markdown=gate.md         for a comment on the pull request`;

async function runGate(flags: GateFlags, terminal: Terminal): Promise<number> {
  const outputs = parseFormats(flags.format.length === 0 ? ["terminal"] : flags.format, gateFormats);
  if (flags.policyPackConfig.length > flags.policyPack.length) throw new UsageError("each --policy-pack-config needs the --policy-pack that it is for");
  const inFolder = (file: string) => path.resolve(terminal.cwd, file);
  const loaded = await loadConfig(terminal.cwd, flags.config);
  const store = ledgerStoreAt(loaded, terminal);
  const trust = await gateTrust(loaded, terminal);
  const env = definedOnly(terminal.env);
  const program = inFolder(flags.program ?? ".");
  const { signal } = terminal;
  const [pulumi] = await Promise.all([findPulumi(cacheFolder(env, terminal.platform, terminal.homedir)), loadAutomationApi()]);
  const stack = await findStack({ pulumi, env, cwd: program, signal }, { name: flags.stack, otherwise: "--stack with its name, or --program with the folder of the program" });
  const report = await gate({
    stack,
    pulumi,
    program,
    env,
    signal,
    refresh: flags.refresh === true,
    policyPacks: flags.policyPack.map(inFolder),
    policyPackConfigs: flags.policyPackConfig.map(inFolder),
    openDrift: await fetchFor(stack, { named: flags.openDrift, store, trusted: trust.keys, terminal }),
    mustBeVerified: trust.asked,
    allowStale: flags.allowStale === true,
    masker: new Masker((await keyOf(store)) ?? randomBytes(32)),
    now: terminal.now(),
  });
  const shown = gateForAudience(report, loaded.config.report.audience);
  const written = await emitDrawn((format, how) => gateFormats[format]?.(shown, how), outputs, terminal);
  return written ? statusOf(report) : EXIT.failed;
}

/** Whoever runs an `up` need not be able to read the key. Without it a held secret equals no other, and is refused. */
async function keyOf(store: LedgerStore): Promise<Uint8Array | undefined> {
  try {
    return await existingLedgerKey(store);
  } catch (error) {
    if (error instanceof LedgerError) return undefined;
    throw error;
  }
}

function statusOf({ verdict }: GateReport): number {
  switch (verdict) {
    case "may-go-ahead":
      return EXIT.inSync;
    case "refused":
      return EXIT.drift;
    case "unknown":
      return EXIT.failed;
  }
}
