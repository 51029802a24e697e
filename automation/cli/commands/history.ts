import { readFile } from "node:fs/promises";
import path from "node:path";
import { Command } from "commander";
import type { TrustedKey } from "../../../policypack/signature/verify";
import { loadConfig } from "../../config/loadConfig";
import { openLedger } from "../../ledger";
import { historyFormats } from "../../report";
import { visible } from "../../report/visible";
import { evidenceSchema, gatherEvidence, tellStory, verifyEvidence, type Evidence, type EvidenceVerdict } from "../../story";
import { writeWhole } from "../../writeWhole";
import { emitDrawn } from "../emit";
import { EXIT } from "../exitStatus";
import { collect, parseFormats } from "../formatOption";
import { ledgerStoreAt, trustedKeys } from "../ledgerAt";
import { linesFrom } from "../linesFrom";
import type { End, Terminal } from "../terminal";
import { UsageError } from "../usageError";

interface HistoryFlags {
  readonly evidence?: string;
  readonly verify?: string;
  readonly trust: readonly string[];
  readonly config?: string;
  readonly format: string;
}

export function historyCommand(terminal: Terminal, end: End): Command {
  return new Command("history")
    .summary("what happened to this resource or change, from the ledger")
    .description(
      "Tells in order what the ledger has of one resource or one change: when it was first seen and who made it, what people decided, " +
        "when it got worse, how it ended and who ended it. Nothing is scanned, and AWS is not asked, but where the ledger is in S3.",
    )
    .argument("[what]", "a Pulumi URN, an ARN (or id, or name, as AWS knows it), or a change's fingerprint")
    .option("--evidence <file>", "write the story with all that proves it into one file")
    .option("--verify <file>", "check a file that --evidence wrote, offline")
    .option("--trust <file.pem>", "with --verify: a public key that the ledger is signed with, besides ledger.trust of the configuration; may be repeated", collect, [])
    .option("--config <file>", "the configuration, for the ledger's place (default: whodrift.yaml in this folder, if there is one)")
    .option("--format <format[=file]>", `${Object.keys(historyFormats).join(", ")}; to stdout, or into a file`, "terminal")
    .addHelpText("after", HELP)
    .action(async (what: string | undefined, flags: HistoryFlags) => {
      end(await runHistory(what, flags, terminal));
    });
}

const HELP = `
Exit status: 0 told, and with --verify: it holds; 1 the ledger could not be read, or the evidence does not hold;
64 bad usage or config.

Examples:
  whodrift history arn:aws:iam::123456789012:role/deploy
  whodrift history 'urn:pulumi:prod::shop::aws:sqs/queue:Queue::orders' --format json
  whodrift history 3f9a1c0de27b5a64 --evidence audit.json     for an auditor
  whodrift history --verify audit.json --trust ledger.pub.pem`;

async function runHistory(what: string | undefined, flags: HistoryFlags, terminal: Terminal): Promise<number> {
  const outputs = parseFormats([flags.format], historyFormats);
  if (flags.verify !== undefined) {
    if (what !== undefined || flags.evidence !== undefined) throw new UsageError("--verify reads a file, and nothing else: leave the resource and --evidence out");
    return tellVerdict(await readEvidence(flags.verify, terminal), await trustedKeys(await loadConfig(terminal.cwd, flags.config), flags.trust.map((file) => path.resolve(terminal.cwd, file))), terminal);
  }
  if (what === undefined || what === "") throw new UsageError("history needs a URN, an ARN or a fingerprint, or --verify with a file");
  if (flags.trust.length > 0) throw new UsageError("--trust is for --verify: whodrift ledger verify checks the ledger itself");
  // Whoever only reads needs no key.
  const ledger = openLedger(ledgerStoreAt(await loadConfig(terminal.cwd, flags.config), terminal));
  const evidence = flags.evidence === undefined ? undefined : await gatherEvidence(what, () => ledger.stored(), terminal.now());
  const story = evidence?.story ?? (await tellStory(what, ledger.entries()));
  if (evidence && flags.evidence !== undefined) await writeWhole(path.resolve(terminal.cwd, flags.evidence), `${JSON.stringify(evidence, undefined, 2)}\n`);
  const written = await emitDrawn((format, how) => historyFormats[format]?.(story, how), outputs, terminal);
  const problems = ledger.problems();
  for (const { message } of problems) await terminal.stderr.write(linesFrom("whodrift", visible(message)));
  return written && problems.length === 0 ? EXIT.inSync : EXIT.failed;
}

async function tellVerdict(evidence: Evidence, trusted: readonly TrustedKey[], terminal: Terminal): Promise<number> {
  const verdict = await verifyEvidence(evidence, trusted);
  const { story, chain, writtenAt } = evidence;
  const lines = [
    `${visible(story.asked)}: ${verdict.entries} of ${chain.length} entries are there whole, written ${writtenAt}`,
    signatureLine(verdict, evidence),
    ...verdict.flaws.map((flaw) => `does not hold: ${visible(flaw)}`),
    ...(verdict.flaws.length === 0 ? ["holds: the entries have their digests, are chained, and tell this story"] : []),
  ];
  await terminal.stdout.write(`${lines.join("\n")}\n`);
  // Who asks for a signature must not take its absence for one.
  const isUnproven = trusted.length > 0 && verdict.signatures.verified < verdict.entries;
  return verdict.flaws.length === 0 && !isUnproven ? EXIT.inSync : EXIT.failed;
}

function signatureLine({ signatures }: EvidenceVerdict, { keys }: Evidence): string {
  const unknown = signatures["unknown-key"];
  const named = unknown === 0 ? "" : ` (${keys.join(", ")}: name their public keys with --trust)`;
  return `signatures: ${signatures.verified} by trusted keys, ${unknown} by keys that are not trusted here${named}, ${signatures.unsigned} entries unsigned`;
}

async function readEvidence(file: string, { cwd }: Terminal): Promise<Evidence> {
  const text = await readFile(path.resolve(cwd, file), "utf8").catch((cause: unknown) => {
    throw new UsageError(`cannot read ${visible(file)}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  });
  const parsed = evidenceSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UsageError(`${visible(file)} is not a whodrift/evidence@1: ${visible([issue?.path.join("."), issue?.message].filter(Boolean).join(": "))}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
