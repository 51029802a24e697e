import type { AuditCoverage, FoundChange, Window } from "../../policypack/model";
import type { TrailRecord } from "../audit/trailRecord";
import type { Masker } from "../compare/masker";
import type { PastUpdate } from "../estate/stack";
import type { ActorSettings } from "./knownActors";

export interface AttributionContext {
  /** Of all accounts and regions in question, `AssumeRole*` calls too; duplicates do no harm. */
  readonly records: readonly TrailRecord[];
  readonly coverage: readonly AuditCoverage[];
  /** The stack's own deployments. */
  readonly updates: readonly PastUpdate[];
  /** When the changes can have happened; open where it is not known. */
  readonly window?: Window;
  /** Globs over ARNs of roles and users that deploy. */
  readonly deployPrincipals: readonly string[];
  /** Break-glass principals, and what people call others. */
  readonly actors?: ActorSettings;
  /** When an earlier scan saw a change with the same value, ISO 8601: later events cannot have caused it. */
  readonly seenBefore?: (change: FoundChange) => string | undefined;
  /** The end of the scan, ISO 8601: later events cannot have caused what it saw. */
  readonly now: string;
  readonly masker: Masker;
  /** False where no trail was asked for. */
  readonly audited: boolean;
}
