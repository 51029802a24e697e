export { decideChange, type Recorded } from "./decideChange";
export { findChange, NoSuchChange, type FoundChange } from "./findChange";
export { refusal } from "./refusal";
