import type { LoadedConfig } from "../config/loadConfig";
import { openLedger, openLedgerStore, type Ledger, type LedgerStore } from "../ledger";
import { definedOnly, type Terminal } from "./terminal";

/** Where the configuration says that the ledger is. @throws {LedgerError} */
export function ledgerStoreAt({ config, folder }: LoadedConfig, { env }: Terminal): LedgerStore {
  return openLedgerStore(config.ledger.location, { folder, env: definedOnly(env) });
}

export function ledgerAt(loaded: LoadedConfig, terminal: Terminal): Ledger {
  return openLedger(ledgerStoreAt(loaded, terminal));
}
