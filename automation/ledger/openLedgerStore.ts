import { resolve } from "node:path";
import { parseS3Url } from "../estate/s3Location";
import { folderLedgerStore } from "./folderLedgerStore";
import { LedgerError } from "./ledgerError";
import type { LedgerStore } from "./ledgerStore";
import { s3LedgerStore, type S3LedgerOptions } from "./s3LedgerStore";

export interface LedgerPlace extends S3LedgerOptions {
  /** What a relative path starts from. */
  readonly folder: string;
}

/**
 * @param location a folder, or `s3://bucket/prefix?region=…&endpoint=…&profile=…`
 * @throws {LedgerError} where it is neither
 */
export function openLedgerStore(location: string, { folder, ...options }: LedgerPlace): LedgerStore {
  const mistake = mistakeIn(location);
  if (mistake !== undefined) throw new LedgerError(`ledger.location ${JSON.stringify(location)}: ${mistake}`, "correct ledger.location in whodrift.yaml");
  const s3 = parseS3Url(location);
  return s3 ? s3LedgerStore(s3, options) : folderLedgerStore(resolve(folder, location));
}

/** What is wrong about a ledger's location; undefined where nothing is. */
export function mistakeIn(location: string): string | undefined {
  if (!location.includes("://")) return undefined;
  if (!location.startsWith("s3://")) return "write a folder, or s3://bucket/prefix";
  if (parseS3Url(location) === undefined) return "write s3://bucket/prefix, and of options region, endpoint, profile and s3ForcePathStyle only";
  // How Pulumi's backends say it; to write without the encryption that was asked for would be worse than not to write.
  const [unknown] = [...new URL(location).searchParams.keys()].filter((name) => ["ssetype", "kmskeyid"].includes(name));
  return unknown === undefined ? undefined : `${unknown} is not known here: set the bucket's default encryption`;
}
