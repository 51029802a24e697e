import type { GateReport, Obstacle } from "../../../automation/gate/gateReport";
import { actor, event } from "../../policypack/drifts";

const QUEUE = "urn:pulumi:prod::orders::aws:sqs/queue:Queue";

export function obstacle(given: Partial<Obstacle> = {}): Obstacle {
  return {
    why: "writes",
    path: "visibilityTimeoutSeconds",
    actual: 300,
    planned: 45,
    fingerprint: "0a1b2c3d4e5f6071",
    decision: { action: "hold", by: { rule: "incident" }, until: "2026-03-03T10:00:00Z" },
    actor,
    event,
    confidence: "proven",
    ways: [
      { text: "put the actual value into the program" },
      { text: "let this and every later up overwrite it", command: 'whodrift decide 0a1b2c3d4e5f6071 release --reason "…"' },
    ],
    ...given,
  };
}

/** An up that changes one queue as it may, and another as it may not. */
export function aGateReport(given: Partial<GateReport> = {}): GateReport {
  return {
    schema: "whodrift/gate@1",
    stack: "acme/orders/prod",
    at: "2026-03-02T08:00:00.000Z",
    verdict: "refused",
    refreshed: false,
    openDrift: { outcome: "read", location: "/ledger/open-drift", generatedAt: "2026-03-02T02:00:00.000Z", expiresAt: "2026-03-03T14:00:00.000Z", stale: false, held: 1 },
    problems: [],
    allowed: [{ urn: `${QUEUE}::mail`, type: "aws:sqs/queue:Queue", op: "update" }],
    refused: [{ urn: `${QUEUE}::jobs`, type: "aws:sqs/queue:Queue", op: "update", held: [obstacle()] }],
    unchanged: 7,
    violations: [],
    ...given,
  };
}
