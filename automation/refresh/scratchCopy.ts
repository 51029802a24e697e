import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { StackAtRest } from "../estate/stack";

/** A backend of one stack, and a folder to run the CLI in. */
export interface ScratchCopy {
  readonly backendUrl: string;
  readonly workDir: string;
}

/**
 * Writes a stack's recorded state into an empty folder, as a self-managed backend of its own: no lock is shared
 * with anybody, and nothing that the CLI does can reach the real backend. Secrets stay as the ciphertext that the
 * state holds.
 * Layout: https://www.pulumi.com/docs/iac/concepts/state-and-backends/#using-a-self-managed-backend
 */
export async function writeScratchCopy(folder: string, { ref, deployment }: StackAtRest): Promise<ScratchCopy> {
  const workDir = join(folder, "work");
  const backend = join(folder, "backend");
  const stacks = join(backend, ".pulumi", "stacks", ref.project);
  await Promise.all([mkdir(workDir), mkdir(stacks, { recursive: true })]);
  const checkpoint = { version: 3, checkpoint: { stack: `organization/${ref.project}/${ref.stack}`, latest: deployment } };
  await Promise.all([
    writeFile(join(backend, ".pulumi", "meta.yaml"), "version: 1\n"),
    writeFile(join(stacks, `${ref.stack}.json`), JSON.stringify(checkpoint)),
  ]);
  return { workDir, backendUrl: pathToFileURL(backend).href };
}
