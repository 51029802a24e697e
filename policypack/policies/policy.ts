import type { Policies } from "@pulumi/policy";
import type { OpenDriftEntry } from "../model";
import type { S3Access } from "../openDrift/downloadFromS3";

/** What a policy may know beside the resource: all that comes from outside is passed in by the pack's `index.ts`. */
export interface Surroundings {
  /** Where open-drift files are, unless the policy's configuration says otherwise; see `fetchOpenDrift`. */
  readonly openDrift?: string | undefined;
  /** By which keys they are believed, unless the policy's configuration says otherwise; see `readTrust`. */
  readonly trust?: string | undefined;
  readonly s3?: S3Access;
  readonly organization?: string | undefined;
  /** This `up` is known to refresh first. */
  readonly refreshAsked?: boolean;
  /** Where to look for the project's Pulumi.yaml, and for what relative paths name. */
  readonly folders: readonly string[];
  now(): Date;
}

/** What is known of the drift of the stack at hand. */
export interface Known {
  /** `org/project/stack`, as far as it is known. */
  readonly stack: string;
  readonly project: string;
  /** There is a file and it is recent. */
  readonly current: boolean;
  /** Open changes by URN; none where the file is not current. */
  readonly entries: ReadonlyMap<string, readonly OpenDriftEntry[]>;
  /** Adoptions by URN; none where nobody vouches for the file, too. */
  readonly adoptions: ReadonlyMap<string, readonly OpenDriftEntry[]>;
}

/** What the policies of one run share. */
export interface Run extends Surroundings {
  /** Why decisions are not obeyed, or not all of them; said once, at the end. */
  readonly notes: Set<string>;
  /** URNs of the resources that the program has, and those that they had before. */
  readonly seen: Set<string>;
  /** What was read, by where from and by which keys: each is read once. */
  readonly known: Map<string, Promise<Known>>;
}

export type Policy = Policies[number];
export type MakePolicy = (run: Run) => Policy;
