export { BackendError, findBackend, type Backend } from "./backend";
export { discoverStacks } from "./discoverStacks";
export { readStack } from "./readStack";
export { parseShard, takeShard, type Shard } from "./shard";
export { sizeStacks } from "./sizeStacks";
export { parseStackName } from "./stackName";
export { SelectionError, type Selection } from "./selection";
export type { PastUpdate, StackAtRest, StackRef, UnreadableStack } from "./stack";
export type { StateResource } from "./deployment";
