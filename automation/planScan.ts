import pLimit from "p-limit";
import { discoverStacks, planStack, readStack, RECORDED_ACCESS, sizeStacks, takeShard, type ScanPlan, type StackPlan, type StackRef } from "./estate";
import type { ScanRequest } from "./scan";

export type PlanRequest = Pick<ScanRequest, "pulumi" | "backend" | "cwd" | "env" | "signal" | "selection" | "tags" | "shard" | "access"> & { readonly concurrency: number };

/**
 * What `scan` would read, and how. The states are read, and nobody else is asked anything.
 * @throws SelectionError, BackendError
 */
export async function planScan(request: PlanRequest): Promise<ScanPlan> {
  const { shard, concurrency } = request;
  const selected = await discoverStacks(request);
  const refs = shard ? takeShard(await sizeStacks(selected, request.backend), shard).map(({ ref }) => ref) : selected;
  // As many states as a scan would hold.
  const turn = pLimit(concurrency);
  const stacks = await Promise.all(refs.map((ref) => turn(() => planOne(ref, request))));
  return { schema: "whodrift/scan-plan@1", concurrency, ...(shard && { shard }), stacks };
}

async function planOne(ref: StackRef, request: PlanRequest): Promise<StackPlan> {
  const state = await readStack(ref, request);
  if ("problem" in state) return { stack: ref.name, resources: 0, environment: { set: [], removed: [] }, providers: [], problem: state.problem };
  return planStack(state, request.access ?? RECORDED_ACCESS, request.env);
}
