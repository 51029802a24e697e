import type { ScanReport } from "../../../policypack/model";
import { aChange, aDrift, aReport, aResource, aStack, anAttribution, anEvent } from "../../fixtures/report";

/** So many changes, five to a resource, all in one stack; the last one is the worst. */
export function manyChanges(amount: number): ScanReport {
  const drifts = Array.from({ length: amount / 5 }, (_, resource) =>
    aDrift({
      resource: aResource("aws:sqs/queue:Queue", `queue-${String(resource)}`),
      changes: Array.from({ length: 5 }, (__, index) => {
        const last = resource * 5 + index === amount - 1;
        return aChange({
          path: `tags.t${String(index)}`,
          severity: last ? "critical" : "low",
          opensAccess: last,
          attribution: anAttribution({ event: anEvent({ id: `event-${String(resource)}-${String(index)}` }) }),
        });
      }),
    }),
  );
  return aReport({ stacks: [aStack("acme/shop/prod", { drifts })] });
}
