import { awsAnyPolicyWildcardPrincipal } from "./awsAnyPolicyWildcardPrincipal";
import { awsAnyResourceDeletable } from "./awsAnyResourceDeletable";
import { awsCloudtrailTrailOff } from "./awsCloudtrailTrailOff";
import { awsEc2InstanceImdsv1 } from "./awsEc2InstanceImdsv1";
import { awsEc2SecurityGroupOpenAdminPort } from "./awsEc2SecurityGroupOpenAdminPort";
import { awsS3BucketPublic } from "./awsS3BucketPublic";
import { driftAdopt } from "./driftAdopt";
import { driftAdoptUndone } from "./driftAdoptUndone";
import { driftHold } from "./driftHold";
import { driftHoldDeletions } from "./driftHoldDeletions";
import { driftLedgerStale } from "./driftLedgerStale";
import { driftRevertOverdue } from "./driftRevertOverdue";
import { driftUnknownActor } from "./driftUnknownActor";
import type { MakePolicy, Policy, Surroundings } from "./policy";

/**
 * One row a policy, in the order in which the engine asks them: adoptions come before every other remediation, and
 * what says what was noted on the way comes last.
 */
const registry: readonly MakePolicy[] = [driftAdopt, driftAdoptUndone, driftHold, driftRevertOverdue, driftUnknownActor, driftHoldDeletions, driftLedgerStale];

/** The doors through which drift comes. They know nothing of a run, and remediate what was adopted. */
const guardrails: readonly MakePolicy[] = [
  awsAnyPolicyWildcardPrincipal,
  awsAnyResourceDeletable,
  awsCloudtrailTrailOff,
  awsEc2InstanceImdsv1,
  awsEc2SecurityGroupOpenAdminPort,
  awsS3BucketPublic,
];

/** The policies of one run: they share what they read. */
export function makePolicies(surroundings: Surroundings): Policy[] {
  const run = { ...surroundings, notes: new Set<string>(), seen: new Set<string>(), known: new Map() };
  return [...registry, ...guardrails].map((make) => make(run));
}
