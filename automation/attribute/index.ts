export { attributeDrifts } from "./attributeDrifts";
export type { AttributionContext } from "./context";
export { mayHaveChanged } from "./indexRecords";
export { aliasSchema, type ActorSettings } from "./knownActors";
export { operationsBehind } from "./operationsBehind";
export { auditRegionOf, isAws, servicesOf } from "./resourceServices";
export { createsSession } from "../audit/openedSession";
export { timelineOf, type TimelineEntry, type TimelineResource } from "./timeline";
export { surer } from "./surer";
