import type { AuditCoverage } from "../../policypack/model";
import type { Whereabouts } from "./place";
import type { TrailRecord } from "./trailRecord";

/** What a trail could say. A failure is a gap in the coverage, never an exception. */
export interface TrailAnswer {
  readonly records: readonly TrailRecord[];
  /** One part for each account and region. */
  readonly coverage: readonly AuditCoverage[];
}

export interface LookupAnswer extends TrailAnswer {
  /** To ask the same again would bring no more. */
  readonly ended: boolean;
}

/** An audit source, as an investigation asks it. Times are ISO 8601, UTC. */
export interface Trail {
  /**
   * Calls that may have changed these resources, back to `from`: all that was read for them so far, and a step more
   * each time that it is asked, the cheapest first. Who asks leaves out what the last answer explains.
   */
  lookUp(resources: readonly Whereabouts[], from: string): Promise<LookupAnswer>;
  /** The calls that made the sessions behind these records, back to where somebody signed in. */
  follow(records: readonly TrailRecord[]): Promise<TrailAnswer>;
  /** Requests sent to AWS so far. */
  usage(): { readonly lookupRequests: number; readonly stsRequests: number; readonly s3Requests?: number };
}
