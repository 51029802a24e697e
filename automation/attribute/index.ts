export { attributeDrifts } from "./attributeDrifts";
export type { AttributionContext } from "./context";
export { aliasSchema, type ActorSettings } from "./knownActors";
export { auditRegionOf, isAws } from "./resourceServices";
export { createsSession } from "./sessionIndex";
export { surer } from "./surer";
