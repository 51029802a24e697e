export type { AuditRole } from "./auditRole";
export { openLookupTrail } from "./openLookupTrail";
export type { Whereabouts } from "./place";
export type { LookupAnswer, Trail, TrailAnswer } from "./trail";
export { openTrail } from "./trailFiles";
export type { TrailRecord } from "./trailRecord";
