export { existingLedgerKey, ledgerKey, LedgerKeyError } from "./ledgerKey";
export { openDriftPath, OPEN_DRIFT_FOLDER } from "./writeOpenDrift";
export { recordOpenDrift } from "./recordOpenDrift";
export { readSightings } from "./readSightings";
export { emptyStanding, foldEntry } from "./foldEntry";
export { endedChanges, historyFrom, seeStack } from "./seeStack";
export { forgottenProblem, recordSeen } from "./recordSeen";
export { tellEnding, type EndingFacts } from "./tellEnding";
