export { attributeDrifts } from "./attributeDrifts";
export type { AttributionContext } from "./context";
export { mayHaveChanged } from "./indexRecords";
export { auditRegionOf, isAws } from "./resourceServices";
export { createsSession } from "./sessionIndex";
export { surer } from "./surer";
