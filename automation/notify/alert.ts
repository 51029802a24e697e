import type { Actor, Change, Drift, NoActorReason, ResolvedChange, ScanReport } from "../../policypack/model";

export interface AlertedChange {
  /** `org/project/stack` */
  readonly stack: string;
  readonly drift: Drift;
  readonly change: Change;
}

/** Who, or why nobody can be named; or that there are too many to name each. */
export type Cause =
  | { readonly kind: "actor"; readonly actor: Actor; readonly sessions: number }
  | { readonly kind: "unknown"; readonly reason: NoActorReason }
  | { readonly kind: "many"; readonly causes: number };

/** What one actor did, or what has one reason for having no actor. */
export interface AlertGroup {
  /** What a later alert closes: the same text for as long as anything of the group is open. */
  readonly thread: string;
  readonly cause: Cause;
  /** Worst first. */
  readonly changes: readonly AlertedChange[];
}

export interface UncheckedStack {
  readonly stack: string;
  readonly code: string;
  readonly message: string;
}

export interface EndedChange {
  readonly stack: string;
  readonly ended: ResolvedChange;
}

/** What one route tells one sink about one scan. */
export interface Alert {
  /** Of scan, route and sink: the same alert, made again, has it again. */
  readonly id: string;
  readonly route: string;
  readonly scan: Pick<ScanReport["scan"], "id" | "finishedAt" | "version">;
  /** Worst first. */
  readonly groups: readonly AlertGroup[];
  readonly unchecked: readonly UncheckedStack[];
  /** The thread of stacks that could not be checked. */
  readonly uncheckedThread: string;
  /** Only of what this sink was told before. */
  readonly ended: readonly EndedChange[];
  /** Stacks that this sink was told to be unchecked, and that have been checked now. */
  readonly recovered: readonly string[];
  /** Threads of which nothing is open any more. */
  readonly closed: readonly string[];
}
