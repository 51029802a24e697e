export { LookupTrail, type Home } from "./lookupTrail";
export type { Whereabouts } from "./place";
export type { Trail, TrailAnswer } from "./trail";
export { openTrail } from "./trailFiles";
export type { TrailRecord } from "./trailRecord";
