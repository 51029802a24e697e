export { attributeDrifts } from "./attributeDrifts";
export type { AttributionContext } from "./context";
export { auditRegionOf, isAws } from "./resourceServices";
export { createsSession } from "./sessionIndex";
export { surer } from "./surer";
