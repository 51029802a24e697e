export { ledgerKey, LedgerKeyError } from "./ledgerKey";
export { openDriftOf, type OpenDriftInput } from "./openDrift";
export { OPEN_DRIFT_FOLDER, openDriftPath, writeOpenDrift } from "./writeOpenDrift";
