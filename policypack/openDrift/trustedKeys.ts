import { existsSync, readFileSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import { readPublicKey, type TrustedKey } from "../signature/verify";

/** The environment variable that names the public keys (PEM files) by which open-drift files are believed. */
export const TRUST_VARIABLE = "WHODRIFT_TRUST";

export interface Trust {
  readonly keys: readonly TrustedKey[];
  /** Somebody named a key, readable or not: what no key proves is to be told then. */
  readonly asked: boolean;
  readonly problems: readonly string[];
}

/**
 * @param given public keys in PEM, or paths of such files with the system's delimiter between them
 * @param folders where a relative path is looked for, the first one first
 */
export function readTrust(given: string | undefined, folders: readonly string[]): Trust {
  if (given === undefined || given.trim() === "") return { keys: [], asked: false, problems: [] };
  const keys: TrustedKey[] = [];
  const problems: string[] = [];
  for (const one of given.includes("-----BEGIN") ? pems(given) : given.split(delimiter).filter((path) => path !== "")) {
    try {
      keys.push(readPublicKey(one.includes("-----BEGIN") ? one : readFileSync(locate(one, folders), "utf8")));
    } catch (error) {
      problems.push(`${one.includes("-----BEGIN") ? "the public key" : one}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { keys, asked: true, problems };
}

/** Where a relative path is meant from: a pack works in its own folder, whoever names a path in the project's. */
export function locate(path: string, folders: readonly string[]): string {
  if (isAbsolute(path)) return path;
  return folders.map((folder) => join(folder, path)).find((candidate) => existsSync(candidate)) ?? path;
}

function pems(text: string): readonly string[] {
  return text.match(/-----BEGIN [^-]+-----[\s\S]*?-----END [^-]+-----/g) ?? [text];
}
