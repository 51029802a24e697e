import type { JsonObject, LedgerBody, LedgerEntry, Problem, Signature, Standing } from "../../policypack/model";
import type { TrustedKey } from "../../policypack/signature/verify";
import type { LedgerStore } from "./ledgerStore";

/** Signs on somebody's behalf: a key file, or a key in AWS KMS. */
export interface Signer {
  /** What verifies it; KMS has to be asked. @throws {LedgerError} */
  publicKey(): Promise<TrustedKey>;
  /** @throws {LedgerError} where the key cannot be used */
  sign(bytes: Uint8Array): Promise<Signature>;
}

/** An object among the entries, as it was read. */
export type StoredEntry = {
  /** As its key says. */
  readonly number: number;
  readonly bytes: Uint8Array;
} & ({ readonly outcome: "read"; readonly entry: LedgerEntry; readonly document: JsonObject } | { readonly outcome: "unusable"; readonly reason: string });

export interface Ledger {
  readonly store: LedgerStore;
  /** Absent: entries and open-drift files are not signed. */
  readonly signer?: Signer | undefined;
  /** Chained to the last one, whoever wrote that; two writers at once both get in, one after the other. @throws {LedgerError} */
  append(body: LedgerBody, at: Date): Promise<LedgerEntry>;
  /** In order, one at a time, from the one after `after` on; each as it was read, unverified (see `verifyLedger`). */
  entries(after?: number): AsyncIterable<LedgerEntry>;
  /** The same, with what is no entry though it lies among them; a number that is not there is missing. */
  stored(after?: number): AsyncIterable<StoredEntry>;
  /**
   * Up to the last entry, from its file and the entries since then, which are read once for all stacks: a scan's
   * stacks stand where they stood when the first of them was asked for, or when something was last appended here.
   */
  standing(stack: string): Promise<Standing>;
  /** What of the ledger could not be used so far, and was passed over. */
  problems(): readonly Problem[];
}
