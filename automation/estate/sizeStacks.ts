import { z } from "zod";
import type { Backend } from "./backend";
import { readCheckpointFile } from "./fileBackend";
import type { SizedStack } from "./shard";
import type { StackRef } from "./stack";

const countedSchema = z.object({ checkpoint: z.object({ latest: z.object({ resources: z.array(z.unknown()).default([]) }).nullish() }) });

type Look = (stack: string, resources: readonly unknown[]) => void;

/**
 * How many resources each stack has. One that cannot be read has none: whoever scans it says why.
 * @param look at the resources of each state that is read for this, whatever shape they have
 */
export async function sizeStacks(stacks: readonly StackRef[], backend: Backend, look: Look = () => undefined): Promise<readonly SizedStack[]> {
  const sized: SizedStack[] = [];
  // One after the other: the states of a whole estate would not fit into memory together.
  for (const ref of stacks) sized.push({ ref, resources: ref.resources ?? (backend.kind === "files" ? await countResources(backend.folder, ref, look) : 0) });
  return sized;
}

async function countResources(folder: string, ref: StackRef, look: Look): Promise<number> {
  try {
    const text = await readCheckpointFile(folder, ref);
    const resources = text === undefined ? [] : (countedSchema.parse(JSON.parse(text)).checkpoint.latest?.resources ?? []);
    look(ref.name, resources);
    return resources.length;
  } catch {
    return 0;
  }
}
