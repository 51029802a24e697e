import type { AuditCoverage } from "../../policypack/model";
import type { Whereabouts } from "./place";
import type { TrailRecord } from "./trailRecord";

/** What a trail could say. A failure is a gap in the coverage, never an exception. */
export interface TrailAnswer {
  readonly records: readonly TrailRecord[];
  /** One part for each account and region. */
  readonly coverage: readonly AuditCoverage[];
}

export interface SweepAnswer extends TrailAnswer {
  /** A further sweep of these places would bring no more. */
  readonly ended: boolean;
}

/** An audit source, as an investigation asks it. Times are ISO 8601, UTC. */
export interface Trail {
  /** The calls that change things in these places: the newest `pages` of each, but none before `from`. */
  sweep(resources: readonly Whereabouts[], from: string, pages: number): Promise<SweepAnswer>;
  /** The calls that the trail lists under these resources' names, back to `from`. */
  lookUp(resources: readonly Whereabouts[], from: string): Promise<TrailAnswer>;
  /** The calls that made the sessions behind these records, back to where somebody signed in. */
  follow(records: readonly TrailRecord[]): Promise<TrailAnswer>;
  /** Requests sent to AWS so far. */
  usage(): { readonly lookupRequests: number; readonly stsRequests: number; readonly s3Requests?: number };
}
