import path from "node:path";
import { s3AccessFrom } from "../../policypack/openDrift/downloadFromS3";
import { fetchOpenDrift, type OpenDriftFetched } from "../../policypack/openDrift/fetchOpenDrift";
import { parseOpenDrift } from "../../policypack/openDrift/readOpenDrift";
import { readTrust, TRUST_VARIABLE } from "../../policypack/openDrift/trustedKeys";
import type { TrustedKey } from "../../policypack/signature/verify";
import { ConfigError, type LoadedConfig } from "../config/loadConfig";
import type { StackRef } from "../estate";
import { LedgerError, openDriftKey, type LedgerStore } from "../ledger";
import { trustedKeys } from "./ledgerAt";
import type { Terminal } from "./terminal";

export interface GateTrust {
  readonly keys: readonly TrustedKey[];
  /** Somebody named a key. */
  readonly asked: boolean;
}

/** The keys of the configuration, and those by which the policy pack believes. @throws {ConfigError} where one cannot be read */
export async function gateTrust(loaded: LoadedConfig, { env, cwd }: Pick<Terminal, "env" | "cwd">): Promise<GateTrust> {
  const configured = await trustedKeys(loaded);
  const { keys, asked, problems: [problem] } = readTrust(env[TRUST_VARIABLE], [cwd]);
  if (problem !== undefined) throw new ConfigError(`${TRUST_VARIABLE}: ${problem}`);
  return { keys: [...configured, ...keys], asked: asked || configured.length > 0 };
}

export interface FetchFor {
  /** A path, relative to where whodrift runs, `https://…` or `s3://…`; without one the ledger is read. */
  readonly named: string | undefined;
  readonly store: LedgerStore;
  readonly trusted: readonly TrustedKey[];
  readonly terminal: Pick<Terminal, "env" | "cwd">;
}

/** What is known of a stack's open drift; nothing is thrown for what is not there or cannot be read. */
export async function fetchFor({ name, project, stack }: StackRef, { named, store, trusted, terminal: { env, cwd } }: FetchFor): Promise<OpenDriftFetched> {
  const at = { organization: name.split("/")[0], project, stack };
  if (named === undefined) return await readFrom(store, name, (text, file) => parseOpenDrift(text, file, at, trusted));
  const location = /^[a-z0-9]+:\/\//i.test(named) ? named : path.resolve(cwd, named);
  return await fetchOpenDrift(location, at, { trusted, s3: s3AccessFrom(env) });
}

async function readFrom(store: LedgerStore, stack: string, parse: (text: string, file: string) => OpenDriftFetched): Promise<OpenDriftFetched> {
  const key = openDriftKey(stack);
  const file = store.location.startsWith("s3://") ? store.location.replace(/\/*$/, `/${key}`) : path.join(store.location, ...key.split("/"));
  try {
    const bytes = await store.read(key);
    return bytes === undefined ? { outcome: "missing", looked: file } : parse(Buffer.from(bytes).toString("utf8"), file);
  } catch (error) {
    if (error instanceof LedgerError) return { outcome: "unreachable", looked: file, reason: error.message };
    throw error;
  }
}
