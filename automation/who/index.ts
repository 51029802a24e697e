export { openBudget, type Budget } from "./budget";
export { findSubject, type Found, type Known } from "./findSubject";
export type { Owner } from "./owners";
export { searchStates, type StatesRequest, type StatesSearched } from "./searchStates";
export { parseSubject, type Subject } from "./subject";
export { couldNotRead, tellTouches, type Look } from "./tellTouches";
export type { Touch, WhoReport } from "./whoReport";
