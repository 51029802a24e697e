export { BackendError, findBackend, type Backend } from "./backend";
export { discoverStacks } from "./discoverStacks";
export { readStack } from "./readStack";
export { parseStackName } from "./stackName";
export { SelectionError, type Selection } from "./selection";
export type { PastUpdate, StackAtRest, StackRef, UnreadableStack } from "./stack";
export type { StateResource } from "./deployment";
