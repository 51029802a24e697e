export { openBudget, type Budget } from "./budget";
export { findSubject, type Found, type Known } from "./findSubject";
export type { Owner } from "./owners";
export { searchStates, type StatesRequest, type StatesSearched } from "./searchStates";
export { parseSubject, type Subject } from "./subject";
export { tellTouches, type Look } from "./tellTouches";
export { couldNotRead, type Touch, type WhoReport } from "./whoReport";
