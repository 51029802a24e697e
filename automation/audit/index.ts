export { openLookupTrail } from "./openLookupTrail";
export { openFolderTrail } from "./openTrails";
export type { Whereabouts } from "./place";
export { withoutOpener } from "./sessions";
export type { SweepAnswer, Trail, TrailAnswer } from "./trail";
export { openTrail } from "./trailFiles";
export type { TrailRecord } from "./trailRecord";
