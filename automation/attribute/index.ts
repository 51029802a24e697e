export { attributeDrifts } from "./attributeDrifts";
export type { AttributionContext } from "./context";
export { auditRegionOf, isAws } from "./resourceServices";
export { createsSession } from "./sessionIndex";
export { timelineOf, type TimelineEntry, type TimelineResource } from "./timeline";
export { surer } from "./surer";
