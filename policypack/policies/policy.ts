import type { Policies } from "@pulumi/policy";

/** What a policy may know beside the resource: all that comes from outside is passed in by the pack's `index.ts`. */
export interface Surroundings {
  /** Where open-drift files are, unless the policy's configuration says otherwise. */
  readonly openDrift?: string | undefined;
  readonly organization?: string | undefined;
  /** This `up` is known to refresh first. */
  readonly refreshAsked?: boolean;
  /** Where to look for the project's Pulumi.yaml. */
  readonly folders: readonly string[];
  now(): Date;
}

/** What the policies of one run say to each other. */
export interface Run extends Surroundings {
  /** Why holds are not in force; said once, at the end. */
  readonly notes: Set<string>;
}

export type Policy = Policies[number];
export type MakePolicy = (run: Run) => Policy;
