import type { ResourceValidationPolicy } from "@pulumi/policy";
import { about, askFor, knownConfigProperties } from "./known";
import { planAdoptions } from "./planAdoptions";
import type { Run } from "./policy";
import { refreshConfigProperty, refreshMode } from "./refreshMode";
import { nist, NOT_CURRENT } from "./standards";
import { held, place, shown, told, word } from "./told";

/** Apart from `drift-adopt`, whose every violation the engine raises to mandatory, since its level is `remediate`. */
export function driftAdoptUndone(run: Run): ResourceValidationPolicy {
  return {
    name: "drift-adopt-undone",
    displayName: "Adoptions are carried out, or ended",
    description: "Says which change is to be adopted and is not, and why: the program moved on, or it cannot be adopted.",
    enforcementLevel: "advisory",
    severity: "low",
    framework: nist("CM-3", "Configuration Change Control"),
    tags: ["drift"],
    remediationSteps: "Put the value into the program, or end the adoption: whodrift decide FINGERPRINT release --reason …",
    configSchema: { properties: { ...knownConfigProperties, refresh: refreshConfigProperty } },
    validateResource: async (args, reportViolation) => {
      const known = await askFor(args, run);
      if (!known.current) args.notApplicable(NOT_CURRENT);
      if (about(known.adoptions, args).length === 0) return;
      const { undone } = planAdoptions(args, known, refreshMode(known.project, args.getConfig(), run) ?? "never", run.now());
      for (const { entry, reason } of undone) {
        reportViolation(
          told(`${place(entry)} is not adopted: ${reason}.`, [
            ["adopted", shown(entry.actual)],
            ["before", shown(entry.recorded)],
            ["by", held(entry.decision)],
            ["end it", `whodrift decide ${word(entry.fingerprint)} release --reason "…"`],
          ]),
        );
      }
    },
  };
}
