import type { Alert } from "../../../automation/notify/alert";
import type { Route } from "../../../automation/notify/routes";
import { selectAlerts } from "../../../automation/notify/selectAlerts";
import { NOTHING_TOLD } from "../../../automation/notify/told";
import type { ScanReport } from "../../../policypack/model";
import { aChange, aDrift, aReport, aResource, aStack, anActor, anAttribution, noActor } from "../../fixtures/report";

export const everything: Route = { name: "everything", when: {}, unchecked: true, to: ["ops"] };

export function alertOf(report: ScanReport, route = everything): Alert {
  const { alert } = selectAlerts(report, route, "ops", NOTHING_TOLD);
  if (alert === undefined) throw new Error("there is nothing to tell");
  return alert;
}

/** So many changes over 50 stacks and 5 actors. */
export function reportOf(amount: number): ScanReport {
  const stacks = Array.from({ length: Math.min(50, amount) }, (_, at) => `acme/s${at}/prod`);
  return aReport({
    stacks: stacks.map((stack, at) =>
      aStack(stack, {
        drifts: Array.from({ length: Math.ceil((amount - at) / stacks.length) }, (_, index) =>
          aDrift({
            resource: aResource("aws:ec2/securityGroup:SecurityGroup", `web-${at}-${index}`),
            changes: [aChange({ fingerprint: `f-${at}-${index}`, attribution: index % 5 === 0 ? noActor("no-event") : anAttribution({ actor: anActor({ name: `person${index % 5}@example.com` }) }) })],
          }),
        ),
      }),
    ),
  });
}
