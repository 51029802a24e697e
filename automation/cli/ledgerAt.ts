import { readFile } from "node:fs/promises";
import path from "node:path";
import { ConfigError, type LoadedConfig } from "../config/loadConfig";
import { openLedger, openLedgerStore, openSigner, type Ledger, type LedgerStore } from "../ledger";
import { readPublicKey, type TrustedKey } from "../../policypack/signature/verify";
import { definedOnly, type Terminal } from "./terminal";

/** Where the configuration says that the ledger is. @throws {LedgerError} */
export function ledgerStoreAt({ config, folder }: LoadedConfig, { env }: Pick<Terminal, "env">): LedgerStore {
  return openLedgerStore(config.ledger.location, { folder, env: definedOnly(env) });
}

/** What only saves requests the next time stays on the machine, wherever the ledger is. */
export function localFolder({ config, folder }: LoadedConfig): string {
  const { location } = config.ledger;
  return path.resolve(folder, location.includes("://") ? ".whodrift" : location);
}

/** To write to: with the key that signs. @throws {LedgerError} */
export async function ledgerAt(loaded: LoadedConfig, terminal: Pick<Terminal, "env">): Promise<Ledger> {
  const { config, folder } = loaded;
  const signer = await openSigner(config.ledger.sign, { folder, env: definedOnly(terminal.env) });
  return openLedger(ledgerStoreAt(loaded, terminal), { signer });
}

/**
 * The public keys that the configuration trusts.
 * @param more files besides, as absolute paths
 * @throws {ConfigError} where one is none
 */
export function trustedKeys({ config, folder }: LoadedConfig, more: readonly string[] = []): Promise<readonly TrustedKey[]> {
  return Promise.all([...config.ledger.trust.map((file) => path.resolve(folder, file)), ...more].map(readTrusted));
}

async function readTrusted(file: string): Promise<TrustedKey> {
  try {
    const pem = await readFile(file, "utf8");
    // Node would take the public half of it; but a private key that lies about is a mistake.
    if (pem.includes("PRIVATE KEY")) throw new Error("it is a private key");
    return readPublicKey(pem);
  } catch (cause) {
    throw new ConfigError(`the public key ${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
