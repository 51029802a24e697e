import pLimit from "p-limit";
import { z } from "zod";
import { storeOf, type Backend } from "./backend";
import type { ObjectStore } from "./objectStore";
import { readCheckpoint } from "./selfManaged";
import type { SizedStack } from "./shard";
import type { StackRef } from "./stack";

const countedSchema = z.object({ checkpoint: z.object({ latest: z.object({ resources: z.array(z.unknown()).default([]) }).nullish() }) });

// The states of a whole estate would not fit into memory together; from afar, one after the other would take minutes.
const AT_ONCE = 4;

/** How many resources each stack has. One that cannot be read has none: whoever scans it says why. */
export async function sizeStacks(stacks: readonly StackRef[], backend: Backend): Promise<readonly SizedStack[]> {
  const store = storeOf(backend);
  const turn = pLimit(AT_ONCE);
  return Promise.all(stacks.map((ref) => turn(async () => ({ ref, resources: ref.resources ?? (store === undefined ? 0 : await countResources(store, ref)) }))));
}

async function countResources(store: ObjectStore, ref: StackRef): Promise<number> {
  try {
    const checkpoint = await readCheckpoint(store, ref);
    return checkpoint === undefined ? 0 : (countedSchema.parse(JSON.parse(checkpoint.text)).checkpoint.latest?.resources.length ?? 0);
  } catch {
    return 0;
  }
}
