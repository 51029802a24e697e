export { openLookupTrail } from "./openLookupTrail";
export type { Whereabouts } from "./place";
export type { SweepAnswer, Trail, TrailAnswer } from "./trail";
export { openTrail } from "./trailFiles";
export type { TrailRecord } from "./trailRecord";
