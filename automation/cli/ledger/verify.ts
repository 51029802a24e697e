import path from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { loadConfig } from "../../config/loadConfig";
import { checkFiles, openLedger, verifyLedger, type Verification } from "../../ledger";
import { jsonText } from "../../report/json";
import { visible } from "../../report/visible";
import { EXIT } from "../exitStatus";
import { collect } from "../formatOption";
import { ledgerStoreAt, trustedKeys } from "../ledgerAt";
import type { End, Terminal } from "../terminal";

type Head = NonNullable<Verification["head"]>;

interface VerifyFlags {
  readonly config?: string;
  readonly trust: readonly string[];
  readonly signedFrom: number;
  readonly head?: Head;
  readonly format: "text" | "json";
}

export function verifyCommand(terminal: Terminal, end: End): Command {
  return new Command("verify")
    .summary("was anything of what was recorded changed?")
    .description(
      "Reads every entry once, in order, and tells which is missing, changed, in another's place, not signed, or signed with a key " +
        "that is not trusted. With trusted keys it also tells a ledger that somebody made anew as a whole.",
    )
    .option("--config <file>", "the configuration, for the ledger (default: whodrift.yaml in this folder, if there is one)")
    .option("--trust <file>", "a public key (PEM) whose signatures count, besides ledger.trust; may be repeated", collect, [])
    .addOption(new Option("--signed-from <number>", "the first entry that must be signed, where signing began later").argParser(number).default(1))
    .addOption(new Option("--head <number:sha256>", "an entry as an earlier verification told it, kept elsewhere").argParser(head))
    .addOption(new Option("--format <format>", "how to tell it").choices(["text", "json"]).default("text"))
    .addHelpText("after", HELP)
    .action(async (flags: VerifyFlags) => {
      end(await runVerify(flags, terminal));
    });
}

const HELP = `
Exit status: 0 intact; 1 broken (the first line says which entry and why), or it could not be read;
64 bad usage or config.

What it cannot know: whether the last entries were taken away together with all that speaks of them. The files of where
stacks stand, signed open-drift files and --head tell of such entries. Keep the head that this prints where nobody who
can write the ledger can write, such as a ticket. Without a trusted key it only knows that the entries fit each other:
whoever can write all of them can also make them fit. Nor does it say whether what was signed was true.

Examples:
  whodrift ledger verify                                  with the keys of ledger.trust
  whodrift ledger verify --trust signing.pem.pub --head 41:9f86d0…
  whodrift ledger verify --format json                    for a program: { intact, entries, signed, head, findings }`;

async function runVerify(flags: VerifyFlags, terminal: Terminal): Promise<number> {
  const loaded = await loadConfig(terminal.cwd, flags.config);
  const trusted = await trustedKeys(loaded, flags.trust.map((file) => path.resolve(terminal.cwd, file)));
  const store = ledgerStoreAt(loaded, terminal);
  const verified = await verifyLedger(openLedger(store).stored(), { trusted, signedFrom: flags.signedFrom, head: flags.head });
  const findings = [...verified.findings, ...(await checkFiles(store, verified, trusted))];
  const verification = { ...verified, findings };
  const checksSignatures = trusted.length > 0;
  await terminal.stdout.write(flags.format === "json" ? jsonText({ intact: findings.length === 0, checksSignatures, ...verification }) : tell(verification, store.location, checksSignatures));
  return findings.length === 0 ? EXIT.inSync : EXIT.failed;
}

function tell({ entries, signed, head: end, latest, findings }: Verification, location: string, checksSignatures: boolean): string {
  const lines = [
    ...findings.map(({ message }, index) => `${index === 0 ? "broken: " : ""}${message}`),
    `${findings.length === 0 ? "intact: " : ""}${entries} entries in ${location}${latest === undefined ? "" : `, up to ${latest}`}`,
    checksSignatures ? `signed with a trusted key: ${signed}` : "signatures were not checked: no key is trusted (--trust, or ledger.trust)",
    ...(end ? [`head: ${end.number}:${end.sha256}`] : []),
  ];
  return lines.map((line) => `${visible(line)}\n`).join("");
}

function number(text: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new InvalidArgumentError("It must be the number of an entry.");
  return Number(text);
}

function head(text: string): Head {
  const [, at = "", sha256 = ""] = /^([1-9]\d{0,9}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (sha256 === "") throw new InvalidArgumentError("Write it as an earlier verification told it: the entry's number, a colon, and its sha256 in hex.");
  return { number: Number(at), sha256 };
}
