export { BackendError, findBackend, type Backend } from "./backend";
export { discoverStacks } from "./discoverStacks";
export { readStack } from "./readStack";
export { START, largestFirst, parseShard, takeShard, type Shard } from "./shard";
export { sizeStacks } from "./sizeStacks";
export { parseStackName } from "./stackName";
export { SelectionError, type Selection } from "./selection";
export { byName, type PastUpdate, type StackAtRest, type StackRef, type UnreadableStack } from "./stack";
export type { StateResource } from "./deployment";
