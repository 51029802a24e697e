import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { StackAtRest } from "../estate/stack";

/** A backend of one stack, and a folder to run the CLI in. */
export interface ScratchCopy {
  readonly folder: string;
  readonly backendUrl: string;
  readonly workDir: string;
}

/**
 * Writes a stack's recorded state as a self-managed backend of its own below `scratch`, readable by this user
 * only: no lock is shared with anybody, and nothing that the CLI does can reach the real backend. Secrets stay
 * as the ciphertext that the state holds.
 * Layout: https://www.pulumi.com/docs/iac/concepts/state-and-backends/#using-a-self-managed-backend
 */
export async function writeScratchCopy(scratch: string, { ref, deployment }: StackAtRest): Promise<ScratchCopy> {
  const folder = await mkdtemp(join(scratch, "stack-"));
  const workDir = join(folder, "work");
  const backend = join(folder, "backend");
  const stacks = join(backend, ".pulumi", "stacks", ref.project);
  await Promise.all([mkdir(workDir), mkdir(stacks, { recursive: true })]);
  // With pending operations in it the engine would refuse, or ask; the resources concerned are reported unchecked.
  const latest = { ...deployment, pending_operations: [] };
  const checkpoint = { version: 3, checkpoint: { stack: `organization/${ref.project}/${ref.stack}`, latest } };
  await Promise.all([
    writeFile(join(backend, ".pulumi", "meta.yaml"), "version: 1\n"),
    writeFile(join(stacks, `${ref.stack}.json`), JSON.stringify(checkpoint)),
  ]);
  return { folder, workDir, backendUrl: pathToFileURL(backend).href };
}
