import { writeFile } from "node:fs/promises";
import path from "node:path";
import { Command } from "commander";
import { makeSigningKey } from "../../ledger";
import { visible } from "../../report/visible";
import { EXIT } from "../exitStatus";
import type { End, Terminal } from "../terminal";
import { UsageError } from "../usageError";

export function keygenCommand(terminal: Terminal, end: End): Command {
  return new Command("keygen")
    .summary("make a key to sign the ledger with")
    .description("Writes a new Ed25519 key: FILE is for whoever scans, and for nobody else to read; FILE.pub is for whoever verifies. No file is written over.")
    .argument("<file>", "where the private key goes (PEM)")
    .addHelpText("after", HELP)
    .action(async (file: string) => {
      end(await runKeygen(path.resolve(terminal.cwd, file), file, terminal));
    });
}

const HELP = `
Then say in whodrift.yaml:
  ledger:
    sign: { key: signing.pem }       # or WHODRIFT_SIGNING_KEY with the key itself, for CI
    trust: [signing.pem.pub]

A key in AWS KMS cannot be copied: sign: { kms: arn:aws:kms:… }, ECC_NIST_P256 or RSA, for SIGN_VERIFY. Its public key:
  aws kms get-public-key --key-id … --query PublicKey --output text | base64 -d |
    openssl pkey -pubin -inform der -out kms.pub

Exit status: 0 written; 1 could not be written; 64 bad usage, or there is a file already.

Examples:
  whodrift ledger keygen signing.pem`;

async function runKeygen(file: string, named: string, terminal: Terminal): Promise<number> {
  const { privateKey, publicKey, keyId } = makeSigningKey();
  // First the one whose loss would cost more.
  await writeNew(file, privateKey, 0o600);
  await writeNew(`${file}.pub`, publicKey, 0o644);
  await terminal.stdout.write(`${visible(`${named} signs, and ${named}.pub verifies: key ${keyId}`)}\n`);
  return EXIT.inSync;
}

async function writeNew(file: string, text: string, mode: number): Promise<void> {
  try {
    await writeFile(file, text, { flag: "wx", mode });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") throw new UsageError(`${file} is there already: what it signed could not be verified any more; name another file`);
    throw error;
  }
}
