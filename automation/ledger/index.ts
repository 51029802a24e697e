export { existingLedgerKey, ledgerKey, LedgerKeyError } from "./ledgerKey";
export { openDriftPath, OPEN_DRIFT_FOLDER } from "./writeOpenDrift";
export { recordOpenDrift } from "./recordOpenDrift";
export { readSightings } from "./readSightings";
