import type { LedgerBody, LedgerEntry, Signature, Standing } from "../../policypack/model";
import type { LedgerStore } from "./ledgerStore";

/** Signs on somebody's behalf: a key file, or a key in AWS KMS. */
export interface Signer {
  readonly keyId: string;
  sign(bytes: Uint8Array): Promise<Signature>;
}

export interface Ledger {
  readonly store: LedgerStore;
  /** Absent: entries and open-drift files are not signed. */
  readonly signer?: Signer | undefined;
  /** Chained to the last one, whoever wrote that; two writers at once both get in, one after the other. */
  append(body: LedgerBody, at: Date): Promise<LedgerEntry>;
  /** In order, one at a time, from the one after `after` on; each as it was read, unverified (see `verifyLedger`). */
  entries(after?: number): AsyncIterable<LedgerEntry>;
  /** Up to the last entry, from its file and the entries since then. */
  standing(stack: string): Promise<Standing>;
}
