export type { AuditRole } from "./auditRole";
export { openLookupTrail } from "./openLookupTrail";
export { openFolderTrail, openTrails, type TrailsContext } from "./openTrails";
export type { Whereabouts } from "./place";
export { auditSourcesSchema } from "./sources";
export { withoutOpener } from "./sessions";
export type { LookupAnswer, Trail, TrailAnswer } from "./trail";
export { openTrail } from "./trailFiles";
export type { TrailRecord } from "./trailRecord";
