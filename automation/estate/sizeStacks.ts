import { z } from "zod";
import type { Backend } from "./backend";
import { readCheckpointFile } from "./fileBackend";
import type { SizedStack } from "./shard";
import type { StackRef } from "./stack";

const countedSchema = z.object({ checkpoint: z.object({ latest: z.object({ resources: z.array(z.unknown()).default([]) }).nullish() }) });

/** How many resources each stack has. One that cannot be read has none: whoever scans it says why. */
export async function sizeStacks(stacks: readonly StackRef[], backend: Backend): Promise<readonly SizedStack[]> {
  const sized: SizedStack[] = [];
  // One after the other: the states of a whole estate would not fit into memory together.
  for (const ref of stacks) sized.push({ ref, resources: ref.resources ?? (backend.kind === "files" ? await countResources(backend.folder, ref) : 0) });
  return sized;
}

async function countResources(folder: string, ref: StackRef): Promise<number> {
  try {
    const text = await readCheckpointFile(folder, ref);
    return text === undefined ? 0 : (countedSchema.parse(JSON.parse(text)).checkpoint.latest?.resources.length ?? 0);
  } catch {
    return 0;
  }
}
