import type { Deployment } from "./deployment";

/** One past update of a stack, from its history. Times are ISO 8601, UTC. */
export interface PastUpdate {
  readonly kind: string;
  readonly from: string;
  readonly to: string;
  readonly result: "succeeded" | "failed" | "in-progress";
  /** It was limited to some of the resources (`--target`, `--exclude`); which ones is not recorded. */
  readonly partial?: true;
}

/** An update that has not ended: by whom and since when (ISO 8601, UTC), where that is known. */
export interface RunningUpdate {
  readonly by?: string;
  readonly since?: string;
}

/** A stack as discovered: who it is and where it is kept. */
export interface StackRef {
  /** `org/project/stack`; the organization of a self-managed backend is called `organization`. */
  readonly name: string;
  readonly project: string;
  readonly stack: string;
  /** How many it has, where the backend's listing tells. */
  readonly resources?: number;
}

/** By code unit, so that the order is the same on every machine. */
export function byName(one: StackRef, other: StackRef): number {
  return one.name < other.name ? -1 : Number(one.name > other.name);
}

/** A stack whose recorded state has been read. */
export interface StackAtRest {
  readonly ref: StackRef;
  readonly deployment: Deployment;
  /** Newest first; only what the audit needs, never the whole history. */
  readonly updates: readonly PastUpdate[];
}

/** What tells whether a stack is being updated while somebody looks at it. */
export interface StackActivity {
  /** Another one when the state has been written again. */
  readonly version: string;
  readonly updating?: RunningUpdate;
}

export interface StackReading extends StackAtRest {
  readonly activity: StackActivity;
}

/** A stack that could not be read, with the reason as it is reported. */
export interface UnreadableStack {
  readonly ref: StackRef;
  readonly problem: { readonly code: string; readonly message: string };
}
