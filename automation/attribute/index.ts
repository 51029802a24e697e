export { attributeDrifts } from "./attributeDrifts";
export type { AttributionContext } from "./context";
export { auditRegionOf } from "./resourceServices";
export { createsSession } from "./sessionIndex";
