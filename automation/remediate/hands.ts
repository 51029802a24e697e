import type { Plan } from "../gate";
import type { StateResource } from "../estate";
import type { Target } from "./remediationReport";

/** A resource as it is now: its open changes, by fingerprint. */
export interface Sight {
  readonly open: ReadonlyMap<string, { readonly path: string; readonly valueDigest: string }>;
  /** The stack as it is recorded. */
  readonly resources: readonly StateResource[];
}

/** What touches the world on behalf of one stack. Nothing is thrown for what fails there: a text says why. */
export interface Hands {
  /** Reads the target in its cloud again; nothing is written. */
  readonly look: (target: Target) => Promise<Sight | { readonly problem: string }>;
  /** What an `up` of the target would do. */
  readonly preview: (target: Target, how: { readonly refresh: boolean }) => Promise<Plan>;
  /** `up --target --refresh`. @returns why it failed */
  readonly update: (target: Target) => Promise<string | undefined>;
  /** `refresh --target`, which writes the state. @returns why it failed */
  readonly refresh: (target: Target) => Promise<string | undefined>;
  /** Undefined where the state cannot be read. */
  readonly recorded: () => Promise<readonly StateResource[] | undefined>;
}
