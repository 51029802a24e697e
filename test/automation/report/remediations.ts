import { REMEDIATION_REPORT, type PlannedChange, type RemediationReport, type StackRemediation, type Target } from "../../../automation/remediate/remediationReport";
import { actor, URN } from "../../policypack/drifts";

export function aChange(given: Partial<PlannedChange> = {}): PlannedChange {
  return {
    urn: URN,
    type: "aws:sqs/queue:Queue",
    path: "visibilityTimeoutSeconds",
    fingerprint: "f-1",
    valueDigest: "v-1",
    recorded: 30,
    actual: 300,
    decision: { action: "revert", by: { rule: "queues" } },
    actor,
    ...given,
  };
}

export function aTarget(given: Partial<Target> = {}): Target {
  return { urn: URN, type: "aws:sqs/queue:Queue", action: "revert", effect: "update", changes: [aChange()], command: `pulumi up --stack acme/orders/prod --target ${URN} --refresh`, code: [], ...given };
}

export function aRemediation(stack: Partial<StackRemediation> = {}, given: Partial<RemediationReport> = {}): RemediationReport {
  return {
    schema: REMEDIATION_REPORT,
    at: "2026-03-02T08:00:00.000Z",
    applied: false,
    stacks: [{ stack: "acme/orders/prod", generatedAt: "2026-03-02T02:00:00.000Z", targets: [aTarget()], adopted: [], held: [], left: [], unable: [], ...stack }],
    ...given,
  };
}
