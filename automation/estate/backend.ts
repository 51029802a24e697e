import { resolve } from "node:path";
import { z } from "zod";
import { BackendError } from "./backendError";
import { firstError } from "./firstError";
import { openFolder } from "./folderStore";
import type { ObjectStore } from "./objectStore";
import { CommandFailed, runPulumi, type PulumiCli, type RunOptions } from "./runPulumi";
import { parseS3Url, type S3Location } from "./s3Location";
import { openS3 } from "./s3Store";

/** Where stacks are kept: what can be read directly, or whatever only the CLI can talk to (Pulumi Cloud, `gs://`, `azblob://`). */
export type Backend =
  | { readonly kind: "files"; readonly folder: string }
  | { readonly kind: "s3"; readonly url: string; readonly store: ObjectStore }
  | { readonly kind: "remote"; readonly url: string };

/** A backend's URL, understood; nothing has been asked of it. */
export type BackendAddress = Exclude<Backend, { readonly kind: "s3" }> | { readonly kind: "s3"; readonly url: string; readonly location: S3Location };

/** How the CLI is called for a whole scan. */
export interface CliOptions extends RunOptions {
  readonly pulumi: PulumiCli;
}

// The CLI repeats by itself what fails in passing, and would wait for a service that does not answer for longer.
const PATIENCE_MS = 120_000;

/**
 * The current backend: `PULUMI_BACKEND_URL`, else what the CLI says (the project's, or where it is logged in).
 * Throws `BackendError`.
 */
export async function findBackend(options: CliOptions, homedir: string): Promise<Backend> {
  const given = options.env["PULUMI_BACKEND_URL"];
  const url = given !== undefined && given !== "" ? given : (await askCli(options, ["whoami", "--verbose", "--json"], z.object({ url: z.string() }))).url;
  const address = parseBackendUrl(url, options.cwd, homedir);
  return address.kind === "s3" ? { kind: "s3", url, store: openS3(address.location, options) } : address;
}

/** `file://` with an absolute path, one relative to `cwd`, or one below `~`; `s3://` as far as it is understood; anything else is for the CLI. */
export function parseBackendUrl(url: string, cwd: string, homedir: string): BackendAddress {
  const location = parseS3Url(url);
  if (location !== undefined) return { kind: "s3", url, location };
  if (!url.startsWith("file://")) return { kind: "remote", url };
  const path = decode(url.slice("file://".length).replace(/\?.*$/, ""));
  return { kind: "files", folder: /^~($|\/)/.test(path) ? resolve(homedir, `.${path.slice(1)}`) : resolve(cwd, path) };
}

/** How to read a backend's objects; undefined where only the CLI can. */
export function storeOf(backend: Backend): ObjectStore | undefined {
  switch (backend.kind) {
    case "files":
      return openFolder(backend.folder);
    case "s3":
      return backend.store;
    case "remote":
      return undefined;
  }
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
  const command = `pulumi ${args.slice(0, 2).join(" ")}`;
  const patience = AbortSignal.timeout(PATIENCE_MS);
  const signal = run.signal === undefined ? patience : AbortSignal.any([run.signal, patience]);
  try {
    const { stdout } = await runPulumi(pulumi, args, { ...run, signal });
    return answer.parse(JSON.parse(stdout));
  } catch (error) {
    if (patience.aborted) throw new BackendError(`${command} did not end within ${PATIENCE_MS / 1000} s: is the backend reachable?`, { cause: error });
    const reason = error instanceof CommandFailed ? firstError(error.output.stderr) : "its answer could not be understood";
    throw new BackendError(`${command}: ${reason ?? "failed without a message"}`, { cause: error });
  }
}
