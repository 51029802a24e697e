export { openStsCallers } from "./askSts";
export type { Callers } from "./caller";
export { doubtDeletions } from "./doubtDeletions";
