import type { AuditCoverage } from "../../policypack/model";
import type { Whereabouts } from "./place";
import type { TrailRecord } from "./trailRecord";

/** What a trail could say. A failure is a gap in the coverage, never an exception. */
export interface TrailAnswer {
  readonly records: readonly TrailRecord[];
  /** One part for each account and region. */
  readonly coverage: readonly AuditCoverage[];
}

/** An audit source, as an investigation asks it. Times are ISO 8601, UTC. */
export interface Trail {
  /** The calls that change things in these places, newest first, as far back as `from` or as is affordable. */
  sweep(resources: readonly Whereabouts[], from: string): Promise<TrailAnswer>;
  /** The calls that the trail lists under these resources' names, back to `from`. */
  lookUp(resources: readonly Whereabouts[], from: string): Promise<TrailAnswer>;
  /** The calls that made the sessions behind these records, back to where somebody signed in. */
  follow(records: readonly TrailRecord[]): Promise<TrailAnswer>;
  /** Requests sent to AWS so far. */
  usage(): { readonly lookupRequests: number; readonly stsRequests: number };
}
