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

type Look = (stack: string, resources: readonly unknown[]) => void;

/**
 * How many resources each stack has. One that cannot be read has none: whoever scans it says why.
 * @param look at the resources of each state that is read for this, whatever shape they have
 */
export async function sizeStacks(stacks: readonly StackRef[], backend: Backend, look: Look = () => undefined): Promise<readonly SizedStack[]> {
  const store = storeOf(backend);
  const turn = pLimit(AT_ONCE);
  return Promise.all(stacks.map((ref) => turn(async () => ({ ref, resources: ref.resources ?? (store === undefined ? 0 : await countResources(store, ref, look)) }))));
}

async function countResources(store: ObjectStore, ref: StackRef, look: Look): Promise<number> {
  try {
    const checkpoint = await readCheckpoint(store, ref);
    const resources = checkpoint === undefined ? [] : (countedSchema.parse(JSON.parse(checkpoint.text)).checkpoint.latest?.resources ?? []);
    look(ref.name, resources);
    return resources.length;
  } catch {
    return 0;
  }
}
