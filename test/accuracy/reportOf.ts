import { SCAN_REPORT, type Change, type Drift, type ScanReport, type StackReport } from "../../policypack/model";
import type { Label, Told } from "./label";

/** After the last record of every corpus, so that nothing is still on its way. */
export const AFTER_ALL = "2026-12-31T00:00:00Z";
const BEFORE_ALL = "2010-01-01T00:00:00Z";

/** A saved report with a stack of its own for each label, as if one night's scan had found them all. */
export function reportOf(labels: readonly Label[], scannedAt: string): ScanReport {
  return {
    schema: SCAN_REPORT,
    scan: { id: "accuracy", startedAt: scannedAt, finishedAt: scannedAt, version: "0", pulumiVersion: "0", usage: { lookupRequests: 0, stsRequests: 0, s3Requests: 0, resourcesRead: labels.length } },
    problems: [],
    stacks: labels.map((label, number) => stackOf(label, number, scannedAt)),
  };
}

export function stackName(number: number): string {
  return `acme/corpus/${number}`;
}

function stackOf(label: Label, number: number, scannedAt: string): StackReport {
  return {
    stack: stackName(number),
    status: "drifted",
    resources: { total: 1, checked: 1, unchecked: [] },
    window: { from: BEFORE_ALL, to: scannedAt, basis: "given" },
    audit: [],
    drifts: [driftOf(label, number)],
  };
}

function driftOf({ resource, change, beside }: Label, number: number): Drift {
  const [id = ""] = resource.identities;
  return {
    resource: { ...resource, id, name: "it", urn: `urn:pulumi:${number}::corpus::${resource.type}::it` },
    kind: change.path === "" ? "deleted" : "modified",
    changes: [change, ...(beside ?? [])].map(changeOf),
  };
}

function changeOf(told: Told): Change {
  const { expected, actual } = told;
  return {
    fingerprint: told.path,
    valueDigest: "0",
    ...told,
    kind: actual === undefined ? "removed" : expected === undefined ? "added" : "changed",
    tier: "declared",
    severity: "medium",
    attribution: { confidence: "none", reason: "not-asked", why: [] },
    decision: { action: "alert", by: { rule: "default" } },
  };
}
