import { execFile } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import type { Environment } from "../estate/runPulumi";
import { withoutCredentials, type ProgramFound } from "./programs";

export interface CheckOutOptions {
  /** A folder of this run; what is put there goes with it. */
  readonly scratch: string;
  readonly env: Environment;
  readonly signal: AbortSignal;
}

// `ext::` and the like would run what the URL says.
// Source: https://git-scm.com/docs/git#Documentation/git.txt-codeGITALLOWPROTOCOLcode
const PROTOCOLS = "file:git:http:https:ssh";

/**
 * Fetches one commit of a repository, and nothing of its history.
 * @returns the folder of the program, or why there is none: without the URL's credentials, though git may quote them
 */
export async function checkOut({ url, ref, path: below }: Extract<ProgramFound, { readonly kind: "git" }>, { scratch, env, signal }: CheckOutOptions): Promise<{ readonly folder: string } | { readonly problem: string }> {
  const root = await mkdtemp(path.join(scratch, "checkout-"));
  const folder = path.resolve(root, below);
  if (folder !== root && !folder.startsWith(root + path.sep)) return { problem: `${below} leads out of the repository` };
  const git = (...args: readonly string[]) =>
    promisify(execFile)("git", args, { cwd: root, env: { ...env, GIT_ALLOW_PROTOCOL: PROTOCOLS, GIT_TERMINAL_PROMPT: "0" }, signal, maxBuffer: 16 * 1024 * 1024 });
  try {
    await git("init", "--quiet");
    await git("fetch", "--quiet", "--depth", "1", "--no-tags", "--", url, ref);
    await git("checkout", "--quiet", "--detach", "FETCH_HEAD");
    return { folder };
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr) : "";
    const line = said.split("\n").find((one) => /^(fatal|error):/.test(one)) ?? "git is missing or failed without a message";
    return { problem: `${withoutCredentials(url)} at ${ref} could not be checked out: ${line.replaceAll(url, withoutCredentials(url))}` };
  }
}
