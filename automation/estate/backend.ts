import { resolve } from "node:path";
import { z } from "zod";
import { firstError } from "./firstError";
import { CommandFailed, runPulumi, type PulumiCli, type RunOptions } from "./runPulumi";

/** Where stacks are kept: files that can be read directly, or whatever only the CLI can talk to. */
export type Backend = { readonly kind: "files"; readonly folder: string } | { readonly kind: "remote"; readonly url: string };

/** How the CLI is called for a whole scan. */
export interface CliOptions extends RunOptions {
  readonly pulumi: PulumiCli;
}

/** The backend cannot be used at all: no login, no such folder, an outdated layout. */
export class BackendError extends Error {
  override readonly name = "BackendError";
}

/**
 * The current backend: `PULUMI_BACKEND_URL`, else what the CLI says (the project's, or where it is logged in).
 * Throws `BackendError`.
 */
export async function findBackend(options: CliOptions, homedir: string): Promise<Backend> {
  const given = options.env["PULUMI_BACKEND_URL"];
  if (given !== undefined && given !== "") return parseBackendUrl(given, options.cwd, homedir);
  const { url } = await askCli(options, ["whoami", "--verbose", "--json"], z.object({ url: z.string() }));
  return parseBackendUrl(url, options.cwd, homedir);
}

/** `file://` with an absolute path, one relative to `cwd`, or one below `~`; anything else is for the CLI. */
export function parseBackendUrl(url: string, cwd: string, homedir: string): Backend {
  if (!url.startsWith("file://")) return { kind: "remote", url };
  const path = decode(url.slice("file://".length).replace(/\?.*$/, ""));
  return { kind: "files", folder: /^~($|\/)/.test(path) ? resolve(homedir, `.${path.slice(1)}`) : resolve(cwd, path) };
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Runs a CLI command that answers in JSON. Throws `BackendError` with the CLI's own first error line. */
export async function askCli<T>({ pulumi, ...run }: CliOptions, args: readonly string[], answer: z.ZodType<T>): Promise<T> {
  try {
    const { stdout } = await runPulumi(pulumi, args, run);
    return answer.parse(JSON.parse(stdout));
  } catch (error) {
    const reason = error instanceof CommandFailed ? firstError(error.output.stderr) : "its answer could not be understood";
    throw new BackendError(`pulumi ${args.slice(0, 2).join(" ")}: ${reason ?? "failed without a message"}`, { cause: error });
  }
}
