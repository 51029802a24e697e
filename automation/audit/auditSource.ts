import type { AuditCoverage } from "../../policypack/model";
import type { TrailRecord } from "./trailRecord";

/** What is asked of a source: the calls that change things, in one account and region. Times are ISO 8601, UTC. */
export interface AuditQuery {
  readonly account: string;
  readonly region: string;
  readonly from: string;
  readonly to: string;
}

/** What a source could say. A failure is a gap in the coverage, never an exception. */
export interface AuditAnswer {
  readonly records: readonly TrailRecord[];
  readonly coverage: AuditCoverage;
  /** Requests that were sent to AWS for it. */
  readonly requests: number;
}

export interface AuditSourceReader {
  read(query: AuditQuery): Promise<AuditAnswer>;
}
