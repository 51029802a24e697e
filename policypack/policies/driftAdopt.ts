import type { ResourceValidationPolicy } from "@pulumi/policy";
import { about, askFor, knownConfigProperties } from "./known";
import { adoptAll, planAdoptions } from "./planAdoptions";
import type { Run } from "./policy";
import { refreshConfigProperty, refreshMode } from "./refreshMode";
import { nist } from "./standards";
import { held, place, shown, told } from "./told";

const NOTHING = "nothing is adopted, or nobody vouches for the file that says so: see drift-ledger-stale";

/**
 * Comes before every other remediation of the pack, which then judges what is adopted.
 *
 * At level `remediate` the adopted value is written where the program still has the one before. At `mandatory` and
 * `advisory` the engine asks for no remediation, and what is not in the program yet is reported.
 */
export function driftAdopt(run: Run): ResourceValidationPolicy {
  return {
    name: "drift-adopt",
    displayName: "Adopted drift stays until the program has it",
    description: "Keeps the actual value of a change that was adopted, as long as the program has the value before it.",
    enforcementLevel: "remediate",
    severity: "medium",
    framework: nist("CM-3", "Configuration Change Control"),
    tags: ["drift"],
    remediationSteps: "Put the adopted value into the program. To end an adoption: whodrift decide FINGERPRINT release --reason …",
    configSchema: { properties: { ...knownConfigProperties, refresh: refreshConfigProperty } },
    remediateResource: async (args) => {
      const known = await askFor(args, run);
      if (known.adoptions.size === 0) args.notApplicable(NOTHING);
      const plan = planAdoptions(args, known, refreshMode(known.project, args.getConfig(), run) ?? "never", run.now());
      if (plan.adopt.length === 0) return undefined;
      adoptAll(args.props, plan);
      return args.props;
    },
    validateResource: async (args, reportViolation) => {
      const known = await askFor(args, run);
      if (known.adoptions.size === 0) args.notApplicable(NOTHING);
      if (about(known.adoptions, args).length === 0) return;
      const { adopt } = planAdoptions(args, known, refreshMode(known.project, args.getConfig(), run) ?? "never", run.now());
      for (const { entry } of adopt) {
        reportViolation(
          told(`${place(entry)} was adopted, and this update would write the value before: put the adopted one into the program.`, [
            ["adopted", shown(entry.actual)],
            ["before", shown(entry.recorded)],
            ["by", held(entry.decision)],
          ]),
        );
      }
    },
  };
}
