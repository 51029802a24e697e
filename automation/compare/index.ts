export { compareStack, type StackComparison } from "./compareStack";
export { Masker } from "./masker";
