/**
 * Where a ledger is kept: a folder, or a prefix in S3. Keys have `/`. Whatever is written is there whole or not at all.
 * Layout: `entries/0000000001.json` (immutable), `standing/…` and `open-drift/…` (one a stack, see `openDriftFile`; made
 * from the entries), `key` (behind every digest of a masked value). Each question throws `LedgerError`.
 */
export interface LedgerStore {
  /** As a person would name it: an absolute path, or `s3://bucket/prefix`. */
  readonly location: string;
  /** Undefined where there is none. */
  read(key: string): Promise<Uint8Array | undefined>;
  /** False where there is one already, which stays as it is. */
  create(key: string, bytes: Uint8Array): Promise<boolean>;
  replace(key: string, bytes: Uint8Array): Promise<void>;
  /** The keys below a folder (`entries/`), sorted; with `after` only those behind it. */
  list(folder: string, after?: string): Promise<readonly string[]>;
  /** How many requests have been sent over the network. */
  requests(): number;
}

/** Below the ledger's place: behind every digest of a masked value, and for nobody else to read. */
export const MASKING_KEY = "key";
