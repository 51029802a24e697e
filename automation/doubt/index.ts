export { openStsCallers } from "./askSts";
export type { Caller, Callers } from "./caller";
export { doubtDeletions } from "./doubtDeletions";
