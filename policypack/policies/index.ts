import { awsAnyPolicyWildcardPrincipal } from "./awsAnyPolicyWildcardPrincipal";
import { awsAnyResourceDeletable } from "./awsAnyResourceDeletable";
import { awsCloudtrailTrailOff } from "./awsCloudtrailTrailOff";
import { awsEc2InstanceImdsv1 } from "./awsEc2InstanceImdsv1";
import { awsEc2SecurityGroupOpenAdminPort } from "./awsEc2SecurityGroupOpenAdminPort";
import { awsS3BucketPublic } from "./awsS3BucketPublic";
import { driftHold } from "./driftHold";
import { driftLedgerStale } from "./driftLedgerStale";
import type { MakePolicy, Policy, Surroundings } from "./policy";

/** One row a policy. A later one may tell what an earlier one of the same run noted. */
const registry: readonly MakePolicy[] = [driftHold, driftLedgerStale];

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
  const run = { ...surroundings, notes: new Set<string>() };
  return [...registry, ...guardrails].map((make) => make(run));
}
